// What is filled in, kept in this browser and nowhere else. Every answer carries the time it was given, so that two
// tabs merge answer by answer: the later one holds.

const PREFIX = "zhiqiang.draft.";

export class Draft extends EventTarget {
  constructor(scheme, digest) {
    super();
    this.scheme = scheme;
    this.name = `${PREFIX}${scheme}.${digest}`;
    this.cells = {};
    this.last = 0;
    this.savedAt = 0;
    this.refused = false;
    this.merge(read(this.name));
    window.addEventListener("storage", (event) => {
      if (event.key === this.name) this.fromElsewhere();
    });
  }

  /** The answer under a key, "" where there is none. */
  get(key) {
    return this.cells[key]?.[0] || "";
  }

  /** All answers that are not empty. */
  answers() {
    return Object.fromEntries(Object.entries(this.cells).flatMap(([key, [text]]) => (text === "" ? [] : [[key, text]])));
  }

  /** The present answers under these keys, to be given back by an undo. */
  before(keys) {
    return Object.fromEntries(keys.map((key) => [key, this.get(key)]));
  }

  /** Takes answers in and keeps them at once. Answers that are as they were are left alone. */
  set(changes, { shown = false } = {}) {
    const keys = Object.keys(changes).filter((key) => this.get(key) !== changes[key]);
    if (!keys.length) return;
    const elsewhere = this.merge(read(this.name)).filter((key) => !(key in changes));
    this.last = Math.max(Date.now(), this.last + 1);
    for (const key of keys) this.cells[key] = [changes[key], this.last];
    this.keep();
    this.dispatchEvent(new CustomEvent("change", { detail: { keys, shown } }));
    if (elsewhere.length) this.dispatchEvent(new CustomEvent("elsewhere", { detail: { keys: elsewhere } }));
  }

  keep() {
    try {
      window.localStorage.setItem(this.name, JSON.stringify({ at: this.last, cells: this.cells }));
      this.savedAt = Date.now();
      this.refused = false;
    } catch {
      this.refused = true;
    }
    this.dispatchEvent(new CustomEvent("kept"));
  }

  fromElsewhere() {
    const keys = this.merge(read(this.name));
    if (keys.length) this.dispatchEvent(new CustomEvent("elsewhere", { detail: { keys } }));
  }

  /** Takes in what is newer; tells whose text changed. */
  merge(stored) {
    const changed = [];
    for (const [key, cell] of Object.entries(stored.cells)) {
      if (!whole(cell) || (this.cells[key] && this.cells[key][1] >= cell[1])) continue;
      if (this.get(key) !== cell[0]) changed.push(key);
      this.cells[key] = cell;
      this.last = Math.max(this.last, cell[1]);
    }
    if (stored.at) this.savedAt ||= stored.at;
    return changed;
  }

  /** The newest draft of an earlier state of the edition's data: { name, answers }, or null. */
  earlier() {
    const found = [];
    try {
      for (let n = 0; n < window.localStorage.length; n += 1) {
        const name = window.localStorage.key(n);
        if (name.startsWith(`${PREFIX}${this.scheme}.`) && name !== this.name) found.push([name, read(name)]);
      }
    } catch { return null; }
    found.sort((one, other) => other[1].at - one[1].at);
    if (!found.length) return null;
    const [name, stored] = found[0];
    const answers = Object.fromEntries(Object.entries(stored.cells).flatMap(([key, cell]) => (whole(cell) && cell[0] !== "" ? [[key, cell[0]]] : [])));
    return { name, answers };
  }

  /** Forgets an earlier draft, once it has been carried over. */
  forget(name) {
    try { window.localStorage.removeItem(name); } catch { /* then it stays */ }
  }
}

function whole(cell) {
  return Array.isArray(cell) && typeof cell[0] === "string" && Number.isFinite(cell[1]);
}

function read(name) {
  try {
    const stored = JSON.parse(window.localStorage.getItem(name) || "{}");
    if (stored && typeof stored.cells === "object" && stored.cells) return { at: Number(stored.at) || 0, cells: stored.cells };
  } catch { /* nothing that can be read */ }
  return { at: 0, cells: {} };
}
