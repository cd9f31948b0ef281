// The self-assessment: brings the parts together. What is typed is kept first, then judged.

import { Draft } from "./draft.js";
import { Exchange } from "./exchange.js";
import { Form } from "./form.js";
import { Grid } from "./grid.js";
import { Judged } from "./judged.js";
import { Panel } from "./panel.js";
import { Paste } from "./paste.js";
import { Picker } from "./picker.js";
import { carryOver, status } from "./keeping.js";
import { Rows } from "./rows.js";
import { Score } from "./score.js";
import { Sections } from "./sections.js";
import { Undo } from "./undo.js";
import { askAdvice, take } from "./advice.js";

const workspace = document.querySelector("[data-assessment]");
// A page may name a module that keeps the answers elsewhere than in this browser alone.
const keeping = workspace.dataset.keeping ? await import(workspace.dataset.keeping) : null;
const draft = keeping ? keeping.open(workspace) : new Draft(workspace.dataset.scheme, workspace.dataset.digest);
const undo = new Undo(draft);
const form = new Form(workspace.querySelector("[data-form]"), draft);
const lists = new Map([...form.root.querySelectorAll("[data-list]")].map((item) => [item, new Rows(item, form, draft, undo)]));
form.root.querySelectorAll("[data-grid]").forEach((table) => new Paste(new Grid(table, lists.get(table.closest("[data-list]"))), undo));
form.root.querySelectorAll("[data-picker]").forEach((root) => new Picker(root));
const judged = new Judged(form);
new Panel();
const sections = new Sections(workspace, form, draft, judged);
const score = new Score(workspace, draft, judged);
new Exchange(draft, undo);

if (keeping) keeping.watch(draft, form);
else {
  carryOver(draft, form, undo);
  status(draft);
}
form.begin();
sections.progress();
take(draft, undo);
askAdvice(workspace, draft);

const choices = new Set([...form.root.querySelectorAll("input[type=radio], select")].map((input) => input.name));
for (const kind of ["change", "elsewhere"]) {
  draft.addEventListener(kind, (event) => {
    sections.progress();
    // A choice may bring fields up or put them away: it is judged at once, typing a moment after it pauses.
    score.soon(event.detail.keys.some((key) => choices.has(key)) ? 0 : undefined);
  });
}
document.addEventListener("zq:scored", () => sections.progress());
score.ask();
