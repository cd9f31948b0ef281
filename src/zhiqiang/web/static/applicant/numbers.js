// Numbers as people type and paste them. The engine judges; here is only what makes a figure readable.

const GROUPED = /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/;
const PLAIN = /^[-+]?\d+(\.\d+)?$/;

/** The figure without thousands separators, in ASCII; any other text trimmed and otherwise as it was. */
export function plain(text) {
  const narrow = text.normalize("NFKC").replace(/[\s\u00a0]+/g, "").replace(/\u2212/g, "-");
  if (GROUPED.test(narrow)) return narrow.replaceAll(",", "");
  return PLAIN.test(narrow) ? narrow : text.trim();
}

/** Whether a text is a figure once its separators are taken out. */
export function isNumber(text) {
  return PLAIN.test(plain(text));
}

/** A figure with thousands separators; anything else as it is. */
export function grouped(text) {
  const figure = plain(text);
  if (!PLAIN.test(figure)) return text;
  const [, sign, whole, rest] = /^([-+]?)(\d+)(\.\d+)?$/.exec(figure);
  return sign + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest || "");
}

/** A figure out of a spreadsheet: currency, unit, per cent and accountants' brackets taken off; null if it is none. */
export function fromSpreadsheet(text, unit = "") {
  let figure = text.normalize("NFKC").trim().replace(/^[¥￥$€]\s*/, "");
  const bracketed = /^\((.+)\)$/.exec(figure);
  if (bracketed) figure = `-${bracketed[1]}`;
  if (unit && figure.endsWith(unit.normalize("NFKC"))) figure = figure.slice(0, -unit.normalize("NFKC").length);
  figure = plain(figure);
  return PLAIN.test(figure) ? figure : null;
}

/** Cells out of what a spreadsheet puts on the clipboard: tabs, line ends, quotes around cells that hold them. */
export function cellsOf(text) {
  const rows = [[]];
  let cell = "", quoted = false;
  const body = text.replace(/\r\n?/g, "\n").replace(/\n$/, "");
  for (let at = 0; at < body.length; at += 1) {
    const sign = body[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (body[at + 1] === '"') { cell += '"'; at += 1; } else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === "\t") { rows.at(-1).push(cell); cell = ""; } else if (sign === "\n") { rows.at(-1).push(cell); rows.push([]); cell = ""; } else cell += sign;
  }
  rows.at(-1).push(cell);
  return rows;
}
