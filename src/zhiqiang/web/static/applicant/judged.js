// What the server found, shown at the fields: problems, calculated results, what does not apply. The words are its own.

import { fromTemplate, say } from "./words.js";

export class Judged {
  constructor(form) {
    this.form = form;
    this.root = form.root;
    this.problems = {};
    this.void = new Set([...this.root.querySelectorAll("[data-field][hidden], td.is-void")].map((place) => place.dataset.field));
    // A mistake is told when its field is left, not while it is being typed.
    this.root.addEventListener("focusout", () => window.setTimeout(() => this.tell(), 0));
  }

  /** Takes a judgement in. */
  take({ problems, computed, not_applicable: inapplicable }) {
    this.problems = problems;
    this.apply(new Set(inapplicable));
    for (const output of this.root.querySelectorAll("[data-computed]")) {
      const value = computed[output.dataset.computed];
      const text = value === undefined ? "—" : [value, output.dataset.unit].filter(Boolean).join(" ");
      if (output.textContent !== text) output.textContent = text;
    }
    this.tell();
  }

  /** Fields that do not apply are put away; what was typed there stays in the draft. */
  apply(inapplicable) {
    const changed = [...inapplicable].filter((key) => !this.void.has(key)).concat([...this.void].filter((key) => !inapplicable.has(key)));
    this.void = inapplicable;
    for (const key of changed) {
      const place = this.form.place(key);
      if (!place) continue;
      const gone = inapplicable.has(key);
      if (place.tagName === "TD") this.blank(place, gone);
      else place.hidden = gone;
    }
    for (const item of this.root.querySelectorAll("[data-item]:not([data-list])")) {
      const places = [...item.querySelectorAll("[data-field]")];
      item.hidden = places.length > 0 && places.every((place) => inapplicable.has(place.dataset.field));
      for (const line of item.querySelectorAll("tbody tr, .ap-cardset")) {
        const parts = [...line.querySelectorAll("[data-field]")];
        line.hidden = parts.length > 0 && parts.every((place) => inapplicable.has(place.dataset.field));
      }
    }
  }

  blank(cell, gone) {
    cell.classList.toggle("is-void", gone);
    const input = cell.querySelector("input, select");
    if (input) input.disabled = gone;
    cell.title = gone ? say("void") : "";
  }

  /** Shows the problems at their fields. One that is new waits while its field is being edited. */
  tell() {
    const editing = document.activeElement?.name;
    const shown = new Set([...this.root.querySelectorAll("[data-field].has-problem")].map((place) => place.dataset.field));
    for (const key of new Set([...shown, ...Object.keys(this.problems)])) {
      const place = this.form.place(key);
      if (!place) continue;
      const problems = this.problems[key] || [];
      if (key === editing && problems.length && !shown.has(key)) continue;
      this.mark(place, problems);
    }
    for (const list of this.root.querySelectorAll("[data-grid-problems]")) this.list(list);
  }

  mark(place, problems) {
    const told = JSON.stringify(problems);
    if (place.dataset.told === told) return;
    place.dataset.told = told;
    const wrong = problems.some((problem) => problem.severity === "error");
    place.classList.toggle("has-problem", problems.length > 0);
    const inputs = [...place.querySelectorAll("input, select, textarea")];
    for (const input of inputs) {
      if (wrong) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    if (place.tagName === "TD" || place.dataset.list !== undefined) return;
    place.classList.toggle("zq-field--error", wrong);
    place.classList.toggle("ap-field--warning", !wrong && problems.length > 0);
    place.querySelectorAll(":scope .zq-field__error").forEach((old) => old.remove());
    const before = place.querySelector(".zq-field__help");
    problems.forEach((problem, n) => {
      const line = fromTemplate(problem.severity === "error" ? "ap-error" : "ap-warning");
      line.id = `e-${place.dataset.field}-${n}`;
      line.querySelector("span").textContent = problem.message;
      line.querySelector("span").append(...offers(place.dataset.field, problem));
      if (before) before.after(line);
      else place.prepend(line);
    });
    for (const input of inputs) describe(input, place.dataset.field, problems.length);
  }

  /** The problems of a grid's cells, below it, each with the name of its cell. */
  list(list) {
    const item = list.closest("[data-item]");
    const places = [...item.querySelectorAll("td.has-problem")];
    if (item.classList.contains("has-problem")) places.unshift(item);
    const told = places.flatMap((place) => JSON.parse(place.dataset.told).map((problem, n) => [place, problem, n]));
    const digest = JSON.stringify(told.map(([place, problem]) => [place.dataset.field, problem]));
    if (list.dataset.told === digest) return;
    list.dataset.told = digest;
    list.replaceChildren(...told.map(([place, problem, n]) => {
      const line = document.createElement("li");
      line.className = `is-${problem.severity}`;
      line.id = `e-${place.dataset.field}-${n}`;
      const icon = fromTemplate(problem.severity === "error" ? "ap-error" : "ap-warning").querySelector("svg");
      const link = document.createElement("a");
      link.href = `#f-${place.dataset.field}`;
      link.textContent = cellName(place);
      const words = document.createElement("span");
      words.append(link, ` ${problem.message}`, ...offers(place.dataset.field, problem));
      line.append(icon, words);
      return line;
    }));
    list.hidden = !told.length;
    places.forEach((place) => place.querySelectorAll("input, select").forEach((input) => describe(input, place.dataset.field, 1)));
  }
}

/** Buttons that put in what was perhaps meant. */
function offers(key, { suggestions = [] }) {
  return suggestions.flatMap((text) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "ap-offer";
    button.dataset.take = key;
    button.dataset.value = text;
    button.textContent = say("is_it", { value: text });
    return [" ", button];
  });
}

/** The name of a cell without that of its table. */
function cellName(place) {
  const row = place.closest("tr")?.querySelector("[data-row-number]")?.textContent;
  const name = place.dataset.name.split(" · ").slice(-2).join(" · ");
  return row ? `${say("row", { n: row })} · ${name.split(" · ").at(-1)}` : name;
}

/** Names the problems of a field to screen readers, beside its help. */
function describe(input, key, count) {
  const kept = (input.getAttribute("aria-describedby") || "").split(" ").filter((id) => id && !id.startsWith("e-"));
  for (let n = 0; n < count; n += 1) kept.push(`e-${key}-${n}`);
  if (kept.length) input.setAttribute("aria-describedby", kept.join(" "));
  else input.removeAttribute("aria-describedby");
}
