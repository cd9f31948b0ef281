// A block copied from a spreadsheet, pasted into a table: what fits is taken, every cell that does not is told.

import { cellsOf, fromSpreadsheet } from "./numbers.js";
import { element, say } from "./words.js";

const TOLD = 5;

export class Paste {
  constructor(grid, undo) {
    this.grid = grid;
    this.undo = undo;
    grid.table.addEventListener("paste", (event) => this.paste(event));
  }

  paste(event) {
    const text = event.clipboardData?.getData("text/plain") || "";
    if (!event.target.name || !/[\t\n\r]/.test(text)) return;
    event.preventDefault();
    this.put(event.target, cellsOf(text));
  }

  /** Puts a block in with its first cell at `control`, and says what became of it. */
  put(control, block) {
    const at = this.grid.where(control);
    if (!at) return;
    if (this.grid.rows) this.grid.rows.need(at[0] + block.length);
    const result = this.fit(at, block);
    const keys = Object.keys(result.changes);
    if (keys.length) this.undo.change(result.changes, say("pasted", { n: keys.length }));
    this.tell(result, this.turned(at, block, result) && (() => this.put(this.grid.cells()[at[0]][at[1]], turn(block))));
    this.show(keys);
  }

  fit([top, left], block) {
    const cells = this.grid.cells();
    const result = { changes: {}, refused: [], outside: 0, computed: 0 };
    block.forEach((line, r) => line.forEach((text, c) => {
      const cell = cells[top + r]?.[left + c];
      if (!cell) result.outside += text.trim() ? 1 : 0;
      else if (cell.tagName === "OUTPUT") result.computed += 1;
      else if (cell.disabled) result.refused.push([cell, text, say("void")]);
      else this.one(cell, text.trim(), result);
    }));
    return result;
  }

  one(cell, text, result) {
    if (text === "") result.changes[cell.name] = "";
    else if (cell.tagName === "SELECT") {
      const option = [...cell.options].find((one) => one.value && [one.value, one.text, one.text.replace(/^\S+\s/, "")].includes(text));
      if (option) result.changes[cell.name] = option.value;
      else result.refused.push([cell, text, say("paste_no_option")]);
    } else if (cell.dataset.number === undefined) result.changes[cell.name] = text;
    else {
      const figure = fromSpreadsheet(text, unitOf(cell));
      if (figure !== null) result.changes[cell.name] = figure;
      else result.refused.push([cell, text, say("paste_no_number")]);
    }
  }

  /** Whether rows and columns seem to have been exchanged: turned round, more would fit. */
  turned(at, block, result) {
    if (!result.outside || block.length < 2 && block[0].length < 2) return false;
    const other = this.fit(at, turn(block));
    return other.outside < result.outside && Object.keys(other.changes).length >= Object.keys(result.changes).length;
  }

  show(keys) {
    for (const key of keys) {
      const input = this.grid.table.querySelector(`[name="${CSS.escape(key)}"]`);
      input?.classList.add("is-pasted");
      window.setTimeout(() => input?.classList.remove("is-pasted"), 4000);
    }
  }

  tell({ changes, refused, outside, computed }, turnRound) {
    const item = this.grid.table.closest("[data-item]");
    item.querySelector(".ap-told")?.remove();
    const lines = refused.slice(0, TOLD).map(([cell, text, why]) => say("paste_refused", { where: nameOf(cell), text: text.trim().slice(0, 20), why: `：${why}` }));
    if (refused.length > TOLD) lines.push(say("paste_more", { n: refused.length - TOLD }));
    if (outside) lines.push(say("paste_outside", { n: outside }));
    if (computed) lines.push(say("paste_computed", { n: computed }));
    if (!Object.keys(changes).length) lines.unshift(say("pasted_none"));
    if (!lines.length) return;
    const box = element("div", "ap-told");
    box.setAttribute("role", "status");
    const list = element("ul");
    list.append(...lines.map((line) => element("li", "", line)));
    box.append(list);
    if (turnRound) {
      const row = element("p", "", say("paste_turned"));
      const button = element("button", "zq-button zq-button--quiet zq-button--small", say("paste_turn"));
      button.type = "button";
      button.addEventListener("click", () => {
        this.undo.take();
        turnRound();
      });
      row.append(" ", button);
      box.append(row);
    }
    const close = element("button", "zq-toast__close", "×");
    close.type = "button";
    close.setAttribute("aria-label", say("dismiss"));
    close.addEventListener("click", () => box.remove());
    box.append(close);
    this.grid.table.parentElement.after(box);
  }
}

function turn(block) {
  const width = Math.max(...block.map((line) => line.length));
  return Array.from({ length: width }, (_, c) => block.map((line) => line[c] ?? ""));
}

function nameOf(cell) {
  return cell.closest("[data-field]").dataset.name.split(" · ").slice(-2).join(" · ");
}

function unitOf(cell) {
  const row = cell.closest("tr").querySelector("th .zq-grid__unit");
  const whole = cell.closest("[data-item]").querySelector("h3 .zq-grid__unit");
  return (row || whole)?.textContent.replace(/[（）()\s]/g, "") || "";
}
