// Files in and out: what is filled in is taken along, what is read in is first shown, and emptying can be undone.

import { element, say } from "./words.js";

const LARGEST_MB = 10;

export class Exchange {
  constructor(draft, undo) {
    this.draft = draft;
    this.undo = undo;
    this.dialog = document.querySelector("[data-exchange]");
    this.form = this.dialog.querySelector("[data-exchange-form]");
    this.file = this.form.querySelector("input[type=file]");
    this.drop = this.form.querySelector("[data-drop]");
    this.status = this.dialog.querySelector("[data-exchange-status]");
    this.preview = this.dialog.querySelector("[data-preview]");
    this.outgoing();
    this.incoming();
  }

  outgoing() {
    document.addEventListener("submit", (event) => {
      const form = event.target.closest("[data-with-answers]");
      if (form) form.elements.answers.value = JSON.stringify(this.draft.answers());
    });
    document.addEventListener("click", (event) => {
      document.querySelectorAll(".ap-menu[open]").forEach((menu) => {
        if (!menu.contains(event.target) || event.target.closest(".ap-menu__item")) window.setTimeout(() => { menu.open = false; }, 0);
      });
      if (event.target.closest("[data-clear]")) this.clear();
    });
    document.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      document.querySelectorAll(".ap-menu[open]").forEach((menu) => { menu.open = false; menu.querySelector("summary").focus(); });
    });
  }

  clear() {
    const keys = Object.keys(this.draft.answers());
    if (!keys.length) {
      document.dispatchEvent(new CustomEvent("zq:toast", { detail: { text: say("nothing_to_clear") } }));
      return;
    }
    this.undo.change(Object.fromEntries(keys.map((key) => [key, ""])), say("cleared", { n: keys.length }));
  }

  incoming() {
    document.querySelectorAll("[data-open-exchange]").forEach((button) => button.addEventListener("click", () => this.open()));
    this.dialog.querySelector("[data-close-exchange]").addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("click", (event) => { if (event.target === this.dialog) this.dialog.close(); });
    this.file.addEventListener("change", () => this.file.files[0] && this.send(this.file.files[0]));
    for (const kind of ["dragenter", "dragover"]) this.drop.addEventListener(kind, (event) => { event.preventDefault(); this.drop.classList.add("is-over"); });
    for (const kind of ["dragleave", "drop"]) this.drop.addEventListener(kind, () => this.drop.classList.remove("is-over"));
    this.drop.addEventListener("drop", (event) => {
      event.preventDefault();
      if (event.dataTransfer.files[0]) this.send(event.dataTransfer.files[0]);
    });
    this.preview.addEventListener("change", (event) => this.tick(event.target));
    this.preview.addEventListener("click", (event) => event.target.closest("[data-apply]") && this.apply());
  }

  open() {
    this.preview.replaceChildren();
    this.say("");
    this.form.reset();
    this.dialog.showModal();
  }

  async send(file) {
    this.preview.replaceChildren();
    if (!/\.(xlsx|json)$/i.test(file.name)) return this.say(say("file_kind"), true);
    if (file.size > LARGEST_MB * 1024 * 1024) return this.say(say("file_too_large", { n: LARGEST_MB }), true);
    this.say(say("reading"));
    const body = new FormData(this.form);
    body.set("file", file);
    body.set("answers", JSON.stringify(this.draft.answers()));
    try {
      const answer = await fetch(this.dialog.dataset.url, { method: "POST", body, headers: { "HX-Request": "true" }, credentials: "same-origin" });
      const text = await answer.text();
      if (!answer.ok) return this.say(say("read_failed", { why: text.slice(0, 300) }), true);
      this.say("");
      this.preview.innerHTML = text;
      this.count();
      this.preview.querySelector("h3")?.focus();
    } catch {
      this.say(say("no_connection"), true);
    } finally {
      this.form.reset();
    }
    return undefined;
  }

  /** A section's box ticks all of its answers. */
  tick(box) {
    if (box.dataset.all !== undefined) box.closest("[data-group]").querySelectorAll("[data-key]").forEach((one) => { one.checked = box.checked; });
    this.count();
  }

  chosen() {
    return [...this.preview.querySelectorAll("[data-key]:checked")];
  }

  count() {
    for (const group of this.preview.querySelectorAll("[data-group]")) {
      const boxes = [...group.querySelectorAll("[data-key]")], ticked = boxes.filter((box) => box.checked).length;
      const all = group.querySelector("[data-all]");
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }
    const button = this.preview.querySelector("[data-apply]");
    if (!button) return;
    const n = this.chosen().length;
    button.disabled = n === 0;
    button.textContent = say("chosen", { n });
  }

  apply() {
    const changes = Object.fromEntries(this.chosen().map((box) => [box.dataset.key, box.dataset.value]));
    this.undo.change(changes, say("applied", { n: Object.keys(changes).length }));
    this.dialog.close();
  }

  say(words, wrong = false) {
    this.status.className = `zq-status${wrong ? " zq-status--error" : ""}`;
    this.status.replaceChildren(...(words ? [element("span", "", words)] : []));
  }
}
