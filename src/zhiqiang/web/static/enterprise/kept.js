// The form kept on the server. What stands there is the ground; what was typed and is not yet acknowledged lies on top
// of it and in this browser, each answer with what stood there when it was typed: so a clash is never missed.

import { Draft } from "../applicant/draft.js";
import { Lock } from "./lock.js";
import { Saver } from "./saver.js";

const kept = JSON.parse(document.getElementById("kept")?.textContent || "{}");

/** The draft of the application on this page. */
export function open(workspace) {
  return new KeptDraft(kept, workspace.dataset.saveUrl);
}

/** Begins saving, and closes what may not be changed. */
export function watch(draft, form) {
  new Lock(form, draft, kept);
  new Saver(draft, form).begin();
}

export class KeptDraft extends Draft {
  constructor(start, url) {
    super("kept", start.key);
    this.url = url;
    this.revision = start.revision;
    this.closed = new Set(start.closed);
    this.writable = start.writable;
    this.server = Object.fromEntries(Object.entries(start.answers).map(([key, value]) => [key, String(value)]));
    this.clashes = new Map();
    this.dropped = [];
    this.adopt();
  }

  /** What another visit left unsent: kept if it may still be sent, shown to choose from where the ground has moved. */
  adopt() {
    for (const [key, [text, , was]] of Object.entries(this.cells)) {
      const stands = this.stands(key);
      if (text !== stands && this.closes(key)) this.dropped.push([key, text]);
      if (text === stands || this.closes(key)) delete this.cells[key];
      else if ((was ?? "") !== stands) this.clashes.set(key, { theirs: stands });
    }
    this.keep();
  }

  stands(key) {
    return this.server?.[key] ?? "";
  }

  closes(key) {
    return !this.writable || this.closed.has(key) || this.closed.has(key.split(".")[0]);
  }

  get(key) {
    return this.cells[key] ? this.cells[key][0] : this.stands(key);
  }

  answers() {
    const all = { ...this.server };
    for (const [key, [text]] of Object.entries(this.cells)) all[key] = text;
    return Object.fromEntries(Object.entries(all).filter(([, text]) => text !== ""));
  }

  set(changes, { shown = false } = {}) {
    const refused = Object.keys(changes).filter((key) => this.closes(key) && this.get(key) !== changes[key]);
    const keys = Object.keys(changes).filter((key) => !this.closes(key) && this.get(key) !== changes[key]);
    if (refused.length) this.tell("elsewhere", refused);
    if (!keys.length) return;
    const elsewhere = this.fromTab().filter((key) => !(key in changes));
    this.last = Math.max(Date.now(), this.last + 1);
    for (const key of keys) this.cells[key] = [changes[key], this.last, this.cells[key]?.[2] ?? this.stands(key)];
    this.keep();
    this.dispatchEvent(new CustomEvent("change", { detail: { keys, shown } }));
    if (elsewhere.length) this.tell("elsewhere", elsewhere);
  }

  keep() {
    try {
      if (Object.keys(this.cells).length) window.localStorage.setItem(this.name, JSON.stringify({ at: this.last, cells: this.cells }));
      else window.localStorage.removeItem(this.name);
      this.refused = false;
    } catch {
      this.refused = true;
    }
  }

  tell(kind, keys) {
    this.dispatchEvent(new CustomEvent(kind, { detail: { keys } }));
  }

  fromElsewhere() {
    if (!this.server) return;
    const keys = this.fromTab();
    if (keys.length) this.tell("elsewhere", keys);
  }

  /** Another tab of this application wrote: what is newer is taken in, what is gone was acknowledged over there. */
  fromTab() {
    const stored = readStored(this.name);
    const changed = [];
    let settled = false;
    for (const [key, cell] of Object.entries(this.cells)) {
      if (stored[key] || this.refused || this.clashes.has(key)) continue;
      this.server[key] = cell[0];
      delete this.cells[key];
      settled = true;
    }
    if (settled) this.dispatchEvent(new CustomEvent("settled"));
    for (const [key, cell] of Object.entries(stored)) {
      if (this.cells[key] && this.cells[key][1] >= cell[1]) continue;
      if (this.get(key) !== cell[0]) changed.push(key);
      this.cells[key] = cell;
      this.last = Math.max(this.last, cell[1]);
    }
    return changed;
  }

  /** What is to be sent, the oldest first; what clashes waits for the choice. */
  unsent(most) {
    const waiting = Object.entries(this.cells).filter(([key]) => !this.clashes.has(key));
    return waiting.sort((one, other) => one[1][1] - other[1][1]).slice(0, most);
  }

  /** The server has taken these cells. */
  acknowledged(cells) {
    for (const [key, [text, stamp]] of cells) {
      this.server[key] = text;
      const now = this.cells[key];
      if (!now) continue;
      if (now[1] === stamp) delete this.cells[key];
      else now[2] = text;
    }
    this.keep();
  }

  /** What stands on the server now, put there by somebody else: [key, text, told]. Returns what is to be shown anew. */
  moved(news) {
    const shown = [];
    for (const [key, text, told] of news) {
      const cell = this.cells[key];
      if (cell && cell[0] === text) delete this.cells[key];
      else if (cell && cell[2] === text) this.clashes.delete(key);
      else if (cell) this.clashes.set(key, { ...told, theirs: text });
      else if (this.stands(key) !== text) shown.push(key);
      this.server[key] = text;
    }
    this.keep();
    if (shown.length) this.tell("elsewhere", shown);
    return shown;
  }

  /** A clash is settled: with mine, which is sent on top of theirs, or with theirs. */
  settle(key, mine) {
    const cell = this.cells[key];
    this.clashes.delete(key);
    if (!cell) return;
    if (mine) cell[2] = this.stands(key);
    else delete this.cells[key];
    this.keep();
    this.tell("change", [key]);
  }
}

function readStored(name) {
  try {
    const cells = JSON.parse(window.localStorage.getItem(name) || "{}").cells || {};
    return Object.fromEntries(Object.entries(cells).filter(([, cell]) => Array.isArray(cell) && typeof cell[0] === "string" && Number.isFinite(cell[1])));
  } catch {
    return {};
  }
}
