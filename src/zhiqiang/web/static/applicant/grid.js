// A table one walks like a spreadsheet: arrows, Enter, Escape. Tab goes the browser's own way, row by row.

export class Grid {
  constructor(table, rows = null) {
    this.table = table;
    this.rows = rows;
    this.help = table.closest("[data-item]").querySelector("[data-grid-help]");
    this.keysHelp = this.help?.textContent;
    table.addEventListener("keydown", (event) => this.key(event));
    table.addEventListener("focusin", (event) => this.enter(event.target));
    table.addEventListener("mousedown", (event) => { if (event.target === document.activeElement) this.editing = true; });
  }

  /** The cells as they are seen, row by row: an input, a select, an output, or null where nothing can stand. */
  cells() {
    return [...this.table.tBodies[0].rows].filter((row) => !row.hidden).map((row) => [...row.querySelectorAll("[data-field]")].map((cell) => cell.querySelector("input, select, output")));
  }

  /** Where a control stands: [row, column], or null. */
  where(control) {
    for (const [r, row] of this.cells().entries()) {
      const c = row.indexOf(control);
      if (c >= 0) return [r, c];
    }
    return null;
  }

  key(event) {
    const control = event.target;
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing || !control.name) return;
    if (event.key === "Escape") return this.restore(control);
    if (["F2", "Home", "End"].includes(event.key)) this.editing = true;
    const move = this.move(event, control);
    if (move && this.go(control, ...move)) event.preventDefault();
  }

  /** A figure typed over is left by any arrow; one that is edited (F2, Home, End, a second click) by its edge. */
  enter(control) {
    this.editing = control.dataset.number === undefined;
    this.explain(control);
  }

  move(event, control) {
    const select = control.tagName === "SELECT";
    switch (event.key) {
      case "Enter": return [event.shiftKey ? -1 : 1, 0, true];
      case "ArrowUp": return select ? null : [-1, 0];
      case "ArrowDown": return select ? null : [1, 0];
      case "ArrowLeft": return select || !this.editing || atEdge(control, "start") ? [0, -1] : null;
      case "ArrowRight": return select || !this.editing || atEdge(control, "end") ? [0, 1] : null;
      default: return null;
    }
  }

  /** Goes by rows or columns to the next cell that can be filled in; Enter turns over to the next column. */
  go(control, down, right, turns = false) {
    const place = this.where(control);
    if (!place) return false;
    let [r, c] = place;
    let cells = this.cells();
    for (;;) {
      r += down;
      c += right;
      if (turns && r === cells.length && this.rows?.grow(control)) cells = this.cells();
      if (turns && (r < 0 || r >= cells.length)) {
        c += down;
        r = down > 0 ? 0 : cells.length - 1;
      }
      const next = cells[r]?.[c];
      if (next === undefined) return turns;
      if (next && next.tagName !== "OUTPUT" && !next.disabled) {
        next.focus();
        if (next.select) next.select();
        return true;
      }
    }
  }

  /** Escape: the cell as it was when it was entered. */
  restore(control) {
    if (control.dataset.before === undefined || control.value === control.dataset.before) return;
    control.value = control.dataset.before;
    control.dispatchEvent(new Event("input", { bubbles: true }));
    control.select();
  }

  /** The help of the line one is in stands below the table. */
  explain(control) {
    if (!this.help) return;
    const id = (control.getAttribute?.("aria-describedby") || "").split(" ").find((one) => one.startsWith("d-"));
    const words = id && document.getElementById(id);
    this.help.classList.toggle("is-help", Boolean(words));
    const text = words ? `${words.previousElementSibling.textContent}：${words.textContent}` : this.keysHelp;
    if (this.help.textContent !== text) this.help.textContent = text;
  }
}

/** Whether the cursor cannot go further that way inside the text, or all of it is selected. */
function atEdge(input, end) {
  const { selectionStart: from, selectionEnd: to, value } = input;
  if (from === 0 && to === value.length) return true;
  return from === to && (end === "start" ? from === 0 : to === value.length);
}
