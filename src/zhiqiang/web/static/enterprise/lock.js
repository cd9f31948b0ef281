// What may not be changed now is shown as it stands, closed, with the reason.

import { element, say } from "../applicant/words.js";

export class Lock {
  constructor(form, draft, start) {
    this.form = form;
    this.draft = draft;
    this.all = !start.writable;
    if (!this.all && !start.closed.length) return;
    this.close();
    // Judging opens and closes fields of its own; ours stay closed.
    document.addEventListener("zq:scored", () => this.close());
    if (this.all) document.querySelectorAll("[data-open-exchange], [data-clear]").forEach((button) => button.remove());
  }

  close() {
    for (const control of this.form.root.querySelectorAll("[name]:not([type=hidden])")) this.one(control, this.draft.closes(control.name));
    for (const list of this.form.root.querySelectorAll("[data-list]")) {
      if (!this.draft.closes(list.dataset.list)) continue;
      list.querySelectorAll("[data-add-row], [data-remove-row]").forEach((button) => { button.hidden = true; });
    }
    if (!this.all) this.form.root.querySelectorAll("[data-section]").forEach((section) => this.mark(section));
  }

  one(control, closed) {
    if (!closed) return;
    const picked = control.closest(".zq-picker")?.querySelector("input[role=combobox]");
    if (picked) picked.disabled = true;
    if (control.matches("input[type=radio], select")) control.disabled = true;
    else control.readOnly = true;
    control.closest("[data-field]")?.classList.add("is-closed");
    control.closest("[data-field]")?.querySelectorAll(".ap-clear").forEach((button) => button.remove());
  }

  /** A section with nothing to change says so once. */
  mark(section) {
    const open = [...section.querySelectorAll("[name]:not([type=hidden])")].some((control) => !this.draft.closes(control.name));
    section.classList.toggle("en-closed", !open);
    if (open || section.querySelector(".en-closed__why")) return;
    section.querySelector(".zq-section__head").append(element("p", "en-closed__why zq-small zq-quiet", say("kept_closed")));
  }
}
