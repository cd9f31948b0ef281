// A list of as many rows as there are things to list: rows are added, taken out, and grow when a block is pasted.

import { say } from "./words.js";

export class Rows {
  constructor(item, form, draft, undo) {
    this.item = item;
    this.id = item.dataset.list;
    this.most = Number(item.dataset.max);
    this.form = form;
    this.draft = draft;
    this.undo = undo;
    this.body = item.querySelector("[data-rows]");
    this.template = item.querySelector("template[data-row]");
    this.columns = [...this.template.content.querySelectorAll("[data-field]")].map((cell) => cell.dataset.field.split(".").at(-1));
    item.querySelector("[data-add-row]").addEventListener("click", () => this.add());
    this.body.addEventListener("click", (event) => {
      const button = event.target.closest("[data-remove-row]");
      if (button) this.remove([...this.body.rows].indexOf(button.closest("tr")));
    });
    for (const kind of ["change", "elsewhere"]) draft.addEventListener(kind, (event) => this.follow(event.detail.keys));
    this.need(Math.max(1, this.filled()));
  }

  /** How many rows the answers reach. */
  filled() {
    const numbers = Object.keys(this.draft.answers()).filter((key) => key.startsWith(`${this.id}.`)).map((key) => Number(key.split(".")[1]) + 1);
    return Math.max(0, ...numbers.filter((n) => n <= this.most));
  }

  follow(keys) {
    if (!keys.some((key) => key.startsWith(`${this.id}.`))) return;
    this.need(this.filled());
  }

  /** At least this many rows, as far as the list may grow. */
  need(count) {
    while (this.body.rows.length < Math.min(count, this.most)) this.append();
  }

  append() {
    const number = this.body.rows.length;
    const row = this.template.content.firstElementChild.cloneNode(true);
    row.querySelector("[data-row-number]").textContent = number + 1;
    for (const cell of row.querySelectorAll("[data-field]")) {
      const key = `${this.id}.${number}.${cell.dataset.field.split(".").at(-1)}`;
      const control = cell.querySelector("input, select");
      cell.dataset.field = key;
      cell.dataset.name = `${cell.dataset.name}`;
      control.name = key;
      control.id = `f-${key}`;
      this.form.fill(control, this.draft.get(key));
    }
    this.body.append(row);
    return row;
  }

  add() {
    if (this.body.rows.length >= this.most) {
      document.dispatchEvent(new CustomEvent("zq:toast", { detail: { text: say("rows_full", { n: this.most }) } }));
      return;
    }
    this.append().querySelector("input, select").focus();
  }

  /** A new row behind the last one, when that has something in it: for Enter. */
  grow(control) {
    const last = this.body.rows[this.body.rows.length - 1];
    if (!last.contains(control) || this.body.rows.length >= this.most) return false;
    if (![...last.querySelectorAll("[name]")].some((one) => one.value.trim())) return false;
    this.append();
    return true;
  }

  /** Takes a row out: those below move up. */
  remove(at) {
    const changes = {};
    const count = this.body.rows.length;
    for (let n = at; n < count; n += 1) {
      for (const column of this.columns) {
        changes[`${this.id}.${n}.${column}`] = n + 1 < count ? this.draft.get(`${this.id}.${n + 1}.${column}`) : "";
      }
    }
    if (count > 1) this.body.rows[count - 1].remove();
    this.undo.change(changes, say("row_removed", { n: at + 1 }));
    const row = this.body.rows[Math.min(at, this.body.rows.length - 1)];
    row?.querySelector("input, select")?.focus();
  }
}
