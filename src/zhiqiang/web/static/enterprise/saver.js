// Sends what is typed a moment after it pauses, one save after the other. A save that may have been lost on the way is
// sent again under its own number, so that it counts once.

import { clock, element, say } from "../applicant/words.js";

const PAUSE = 500;
const LONGEST_WAIT = 30_000;
const LISTEN_EVERY = 30_000;
const MOST = 1000;

export class Saver {
  constructor(draft, form) {
    this.draft = draft;
    this.form = form;
    this.line = document.querySelector("[data-saved]");
    this.notices = document.querySelector("[data-notices]");
    this.token = form.root.querySelector("[name=csrfmiddlewaretoken]").value;
    this.batch = null;
    this.failures = 0;
    this.stopped = false;
  }

  begin() {
    this.dropped();
    if (!this.draft.writable) return this.say(say("kept_readonly"));
    this.draft.addEventListener("change", () => this.soon());
    this.draft.addEventListener("settled", () => this.settled());
    window.addEventListener("online", () => this.failures && this.send());
    window.addEventListener("focus", () => (this.stopped ? this.again() : this.send({ listen: true })));
    document.addEventListener("visibilitychange", () => document.hidden && this.waiting() && this.send());
    window.addEventListener("beforeunload", (event) => { if (this.waiting() && (this.failures || this.stopped)) event.preventDefault(); });
    window.setInterval(() => !document.hidden && !this.failures && !this.stopped && this.send({ listen: true }), LISTEN_EVERY);
    document.addEventListener("zq:logged-in", (event) => {
      this.token = event.detail.csrf || this.token;
      this.notice?.remove();
      this.again();
    });
    this.say(say("kept_ready"));
    this.clashes();
    if (this.waiting()) this.soon(0);
    return undefined;
  }

  waiting() {
    return this.batch !== null || this.draft.unsent(1).length > 0;
  }

  soon(pause = PAUSE) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => this.send(), pause);
  }

  again() {
    this.stopped = false;
    this.failures = 0;
    this.send({ listen: true });
  }

  /** Sends the next batch; with `listen`, asks for others' changes even when there is nothing to send. */
  async send({ listen = false } = {}) {
    window.clearTimeout(this.timer);
    if (this.sending || this.stopped) return;
    this.batch ||= this.next(listen);
    if (!this.batch) return;
    this.sending = true;
    if (this.batch.cells.length) this.say(say("kept_saving"), "zq-status--busy");
    try {
      const answer = await this.post(this.batch);
      const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
      await this.take(answer, json ? await answer.json() : {});
    } catch {
      this.lost();
    } finally {
      this.sending = false;
    }
    if (!this.failures && !this.stopped && this.waiting()) this.soon(this.batch ? 0 : 120);
  }

  next(listen) {
    const cells = this.draft.unsent(MOST).map(([key, cell]) => [key, [...cell]]);
    if (!cells.length && !listen) return null;
    const save_id = window.crypto.randomUUID ? window.crypto.randomUUID() : `${Date.now()}-${Math.random().toString(36).slice(2)}`;
    return { save_id, base: this.draft.revision, cells };
  }

  post({ save_id, base, cells }) {
    const changes = Object.fromEntries(cells.map(([key, [text]]) => [key, text === "" ? null : text]));
    return fetch(this.draft.url, {
      method: "POST", credentials: "same-origin", keepalive: document.hidden && cells.length < 100,
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.token },
      body: JSON.stringify({ save_id, base, changes }),
    });
  }

  /** The session is over: one logs in on this very page and goes on; the notice has the other way, through the entrance. */
  loggedOut(link) {
    this.stop("kept_login", {}, link);
    document.dispatchEvent(new CustomEvent("zq:log-in"));
  }

  async take(answer, content) {
    if (answer.ok && "revision" in content) this.saved(content);
    else if (answer.status === 401) this.loggedOut(content.login);
    else if (answer.status === 403 && !content.problem && !this.renewed) await this.renew();
    else if (answer.status === 429) this.lost(Number(answer.headers.get("Retry-After")) * 1000 || 5000);
    else if (answer.status >= 500 || answer.ok) this.lost();
    else this.stop("kept_refused", { why: content.error || (content.reasons || []).join("") || content.title || answer.status });
  }

  saved(content) {
    const { cells } = this.batch;
    const clashing = new Set(content.clashes.map((clash) => clash.key));
    const stood = new Map(cells.map(([key, [text]]) => [key, text]));
    this.batch = null;
    this.failures = 0;
    this.renewed = false;
    this.draft.acknowledged(cells.filter(([key]) => !clashing.has(key) && (!(key in content.news) || (content.news[key] ?? "") === stood.get(key))));
    const news = Object.entries(content.news).filter(([key]) => !clashing.has(key)).map(([key, text]) => [key, text ?? "", {}]);
    const told = content.clashes.map((clash) => [clash.key, clash.theirs ?? "", { by: clash.by, at: clash.at }]);
    const shown = this.draft.moved([...news.map(([key, text, about]) => [key, String(text), about]), ...told.map(([key, text, about]) => [key, String(text), about])]);
    this.draft.revision = content.revision;
    this.notice?.remove();
    this.say(say(cells.length || this.hasSaved ? "kept_saved" : "kept_ready", { time: clock(cells.length ? content.at : this.hasSaved) }));
    if (cells.length) this.hasSaved = content.at;
    if (shown.length) document.dispatchEvent(new CustomEvent("zq:toast", { detail: { text: say("kept_news", { n: shown.length }) } }));
    this.clashes();
  }

  /** Another tab of this browser sent what was typed here. */
  settled() {
    if (this.waiting()) return;
    this.hasSaved = Date.now();
    this.say(say("kept_saved", { time: clock(this.hasSaved) }));
  }

  lost(wait = 0) {
    this.failures += 1;
    if (this.batch && !this.batch.cells.length) this.batch = null;
    const busy = wait ? say("kept_busy", { n: Math.ceil(wait / 1000) }) : say("kept_offline");
    this.say(this.draft.refused ? say("unsaved") : busy, "zq-status--error");
    this.soon(wait || Math.min(LONGEST_WAIT, 1000 * 2 ** (this.failures - 1)));
  }

  /** Nothing more is sent until the person has done something about it; what was typed stays in this browser. */
  stop(name, values, link = "") {
    this.stopped = true;
    this.batch = null;
    this.say(say(name, values), "zq-status--error");
    this.notice?.remove();
    const box = element("div", "zq-notice zq-notice--error");
    const words = element("div");
    box.setAttribute("role", "alert");
    words.append(element("p", "zq-notice__title", say(name, values)), element("p", "", say("kept_still_here")));
    const way = element("a", "zq-button zq-button--small", say(link ? "kept_login_link" : "kept_reload"));
    way.href = link || window.location.pathname;
    words.append(way);
    box.append(element("span"), words);
    this.notices.append(box);
    this.notice = box;
  }

  /** The form's token is of an earlier log-in: the page has a new one. */
  async renew() {
    this.renewed = true;
    const answer = await fetch(window.location.pathname, { credentials: "same-origin" });
    const found = /name="csrfmiddlewaretoken" value="(\w+)"/.exec(await answer.text());
    if (!answer.ok || !found) return this.stop("kept_refused", { why: answer.status });
    this.token = found[1];
    document.querySelectorAll("[name=csrfmiddlewaretoken]").forEach((input) => { input.value = this.token; });
    return this.soon(0);
  }

  /** What an earlier visit typed and can no longer be taken is shown once more, so that nobody loses it unawares. */
  dropped() {
    if (!this.draft.dropped.length) return;
    const box = element("div", "zq-notice zq-notice--warn");
    const words = element("div");
    box.setAttribute("role", "alert");
    const list = element("ul");
    for (const [key, text] of this.draft.dropped) list.append(element("li", "", `${this.form.place(key)?.dataset.name || key}：${this.shown(key, text)}`));
    words.append(element("p", "zq-notice__title", say("kept_dropped", { n: this.draft.dropped.length })), list);
    box.append(element("span"), words);
    this.notices.append(box);
  }

  // --- two people changed the same answer

  clashes() {
    this.box?.remove();
    this.box = null;
    if (!this.draft.clashes.size) return;
    this.box = element("div", "zq-notice zq-notice--warn en-clash");
    this.box.setAttribute("role", "alert");
    const words = element("div");
    words.append(element("p", "zq-notice__title", say("kept_clash_title", { n: this.draft.clashes.size })));
    const list = element("ul", "en-clash__list");
    for (const [key, clash] of this.draft.clashes) list.append(this.clash(key, clash));
    words.append(list);
    this.box.append(element("span"), words);
    this.notices.append(this.box);
  }

  clash(key, { theirs, by, at }) {
    const item = element("li");
    const place = this.form.place(key);
    const link = element("a", "", place?.dataset.name || key);
    link.href = `#f-${key}`;
    const text = say("kept_clash", {
      mine: this.shown(key, this.draft.get(key)), theirs: this.shown(key, theirs),
      by: by || say("kept_colleague"), time: at ? clock(at) : say("kept_meanwhile"),
    });
    item.append(link, element("span", "", text), this.choice(key, true), this.choice(key, false));
    return item;
  }

  choice(key, mine) {
    const button = element("button", `zq-button zq-button--small${mine ? "" : " zq-button--quiet"}`, say(mine ? "kept_mine" : "kept_theirs"));
    button.type = "button";
    button.addEventListener("click", () => {
      this.draft.settle(key, mine);
      this.clashes();
      this.soon(0);
    });
    return button;
  }

  /** An answer as people read it: a choice by its words. */
  shown(key, text) {
    if (text === "") return say("kept_empty");
    const input = this.form.inputs(key).find((one) => one.type !== "radio" || one.value === text);
    if (input?.type === "radio") return input.parentElement.textContent.trim();
    if (input?.tagName === "SELECT") return [...input.options].find((option) => option.value === text)?.textContent || text;
    return text.length > 80 ? `${text.slice(0, 80)}…` : text;
  }

  say(words, kind = "") {
    if (!this.line) return;
    this.line.className = `zq-status ${kind}`;
    if (this.line.textContent !== words) this.line.textContent = words;
  }
}
