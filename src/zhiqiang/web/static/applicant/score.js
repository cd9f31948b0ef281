// The live score: answers go out a moment after the last change, what changed on the page comes back. A lost line is
// told, the last score stays with its time, and it is asked for again.

import { clock, say } from "./words.js";

const PAUSE = 220;
const LONGEST_WAIT = 30_000;
const SLOW = 400;

export class Score {
  constructor(workspace, draft, judged) {
    this.workspace = workspace;
    this.url = workspace.dataset.scoreUrl;
    this.digest = workspace.dataset.digest;
    this.draft = draft;
    this.judged = judged;
    this.status = document.querySelector("[data-score-status]");
    this.stale = document.querySelector("[data-stale]");
    this.said = document.querySelector("[data-score-said]");
    this.failures = 0;
    this.at = 0;
    document.getElementById("panel").addEventListener("toggle", (event) => event.target.open && this.soon(60), true);
    window.addEventListener("online", () => this.failures && this.ask());
  }

  /** Asks for a score soon; asking again puts it off. */
  soon(pause = PAUSE) {
    window.clearTimeout(this.timer);
    this.state("waiting");
    this.timer = window.setTimeout(() => this.ask(), pause);
  }

  async ask() {
    window.clearTimeout(this.timer);
    this.asking?.abort();
    const asking = new AbortController();
    this.asking = asking;
    const slow = window.setTimeout(() => this.say("scoring", "zq-status--busy"), SLOW);
    try {
      const answer = await fetch(this.url, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(this.question()), signal: asking.signal, credentials: "same-origin" });
      const content = (answer.headers.get("Content-Type") || "").startsWith("application/json") ? await answer.json() : {};
      if (answer.ok) this.take(content);
      else this.refused(answer, content);
    } catch (problem) {
      if (problem.name !== "AbortError") this.lost();
    } finally {
      window.clearTimeout(slow);
    }
  }

  question() {
    const shown = {};
    document.querySelectorAll("[data-part]").forEach((part) => { shown[part.dataset.part] = part.dataset.tag; });
    const opened = [...document.querySelectorAll(".zq-why[open]")].map((one) => one.id.replace(/^why-/, ""));
    return { answers: this.draft.answers(), shown, opened, language: document.documentElement.lang === "en" ? "en" : "zh-hans" };
  }

  take(content) {
    this.failures = 0;
    this.at = Date.now();
    this.stale.hidden = true;
    this.state("current");
    for (const [name, part] of Object.entries(content.parts)) {
      const place = document.querySelector(`[data-part="${CSS.escape(name)}"]`);
      if (!place) continue;
      place.innerHTML = part.html;
      place.dataset.tag = part.tag;
    }
    this.judged.take(content);
    this.say("");
    this.announce(content);
    document.dispatchEvent(new CustomEvent("zq:scored", { detail: content }));
    if (content.digest !== this.digest) this.warn(say("new_edition"));
  }

  /** Says the total to a screen reader once typing has paused. */
  announce({ total, maximum }) {
    window.clearTimeout(this.announcing);
    const words = say("score_said", { total, maximum });
    this.announcing = window.setTimeout(() => { if (this.said.textContent !== words) this.said.textContent = words; }, 1500);
  }

  refused(answer, content) {
    if (answer.status === 429) {
      const seconds = Number(answer.headers.get("Retry-After")) || 5;
      this.warn(say("too_fast", { n: seconds }));
      this.soon(seconds * 1000);
    } else if (answer.status >= 500) this.lost();
    else this.warn(say("refused", { why: content.error || answer.status }));
  }

  lost() {
    this.failures += 1;
    this.warn(say("offline", { time: this.at ? clock(this.at) : "—" }));
    this.soon(Math.min(LONGEST_WAIT, 1000 * 2 ** (this.failures - 1)));
  }

  /** The score shown is not of these answers, and why. */
  warn(words) {
    this.say("");
    this.state("stale");
    this.stale.querySelector("[data-stale-words]").textContent = words;
    this.stale.hidden = false;
  }

  /** Whether the score shown is that of the answers: waiting, current, or stale. */
  state(word) {
    if (word === "waiting" && this.workspace.dataset.state === "stale") return;
    this.workspace.dataset.state = word;
  }

  say(name, kind = "") {
    this.status.className = `zq-status ap-score__status ${kind}`;
    this.status.textContent = name ? say(name) : "";
  }
}
