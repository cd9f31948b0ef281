// The form's inputs and the draft: what is typed goes into the draft, what the draft takes in from elsewhere is shown.

import { grouped, plain } from "./numbers.js";
import { element, say } from "./words.js";

export class Form {
  constructor(root, draft) {
    this.root = root;
    this.draft = draft;
    root.addEventListener("submit", (event) => event.preventDefault());
    root.addEventListener("input", (event) => this.typed(event.target));
    root.addEventListener("change", (event) => this.typed(event.target));
    root.addEventListener("focusin", (event) => this.entered(event.target));
    root.addEventListener("focusout", (event) => this.left(event.target));
    root.querySelectorAll("[role=radiogroup]").forEach((group) => this.clearable(group));
    root.querySelectorAll("textarea[data-limit]").forEach((area) => this.counted(area));
    draft.addEventListener("change", (event) => event.detail.shown || this.show(event.detail.keys));
    draft.addEventListener("elsewhere", (event) => this.show(event.detail.keys));
  }

  /** Every key that can be typed on this page. */
  keys() {
    return [...new Set([...this.root.querySelectorAll("[name]:not([type=hidden])")].map((input) => input.name))];
  }

  /** The inputs of a key: one, or the radios of a choice. */
  inputs(key) {
    return [...this.root.querySelectorAll(`[name="${CSS.escape(key)}"]`)];
  }

  /** The place of a field on the page: its row, its cell, or its list. */
  place(key) {
    return this.root.querySelector(`[data-field="${CSS.escape(key)}"]`);
  }

  typed(input) {
    if (!input.name || input.type === "hidden") return;
    if (input.type === "radio" && !input.checked) return;
    this.draft.set({ [input.name]: input.value }, { shown: true });
    if (input.type === "radio") this.mark(input.closest("[role=radiogroup]"));
    if (input.dataset.limit) this.count(input);
  }

  /** A figure is edited bare and read with thousands separators. */
  entered(input) {
    if (input.dataset?.number === undefined) return;
    input.dataset.before = input.value;
    if (input.value !== plain(input.value)) input.value = plain(input.value);
    input.select();
  }

  left(input) {
    if (input.dataset?.number === undefined) return;
    const figure = plain(input.value);
    if (figure !== this.draft.get(input.name)) this.draft.set({ [input.name]: figure }, { shown: true });
    input.value = grouped(figure);
  }

  /** Takes in what was typed before this script had arrived, then shows what the draft holds. */
  begin() {
    for (const input of this.root.querySelectorAll("[data-typed]")) {
      delete input.dataset.typed;
      if (input.type !== "radio" || input.checked) this.draft.set({ [input.name]: input.dataset.number === undefined ? input.value : plain(input.value) }, { shown: true });
    }
    this.root.dataset.shown = "";
    this.show();
  }

  /** Shows what the draft holds, in all fields or those of these keys. */
  show(keys = this.keys()) {
    for (const key of keys) for (const input of this.inputs(key)) this.fill(input, this.draft.get(key));
  }

  fill(input, text) {
    if (input.type === "radio") {
      input.checked = input.value === text;
      this.mark(input.closest("[role=radiogroup]"));
    } else if (input.dataset.number !== undefined && input !== document.activeElement) input.value = grouped(text);
    else if (input.value !== text) {
      input.value = text;
      if (input.tagName === "SELECT") input.dispatchEvent(new CustomEvent("zq:filled", { bubbles: true }));
      if (input.dataset.limit) this.count(input);
    }
  }

  // --- a choice can be taken back

  clearable(group) {
    const choices = group.querySelector(".zq-choices");
    if (!choices) return;
    const button = element("button", "ap-clear", say("clear_choice"));
    button.type = "button";
    button.hidden = true;
    button.addEventListener("click", () => {
      const key = group.dataset.field;
      this.draft.set({ [key]: "" });
      choices.querySelector("input").focus();
    });
    if (choices.classList.contains("zq-choices--inline")) choices.append(button);
    else choices.after(button);
  }

  mark(group) {
    const button = group?.querySelector(".ap-clear");
    if (button) button.hidden = !group.querySelector("input:checked");
  }

  // --- a paragraph says how long it is

  counted(area) {
    area.after(element("p", "ap-counter zq-number"));
    this.count(area);
  }

  count(area) {
    const counter = area.nextElementSibling;
    if (!counter?.classList.contains("ap-counter")) return;
    const most = Number(area.dataset.limit), length = [...area.value.trim()].length;
    counter.textContent = `${length} / ${most}`;
    counter.classList.toggle("is-over", length > most);
  }
}
