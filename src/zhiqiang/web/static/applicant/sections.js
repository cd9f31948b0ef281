// One section at a time, with its progress; every link to a field opens the section it stands in.

import { say } from "./words.js";

const SCORE = "score";

export class Sections {
  constructor(workspace, form, draft, judged) {
    this.workspace = workspace;
    this.form = form;
    this.draft = draft;
    this.judged = judged;
    this.nav = workspace.querySelector("[data-sections]");
    this.opener = this.nav.querySelector("[data-sections-open]");
    this.sections = [...form.root.querySelectorAll("[data-section]")];
    this.ids = this.sections.map((section) => section.dataset.section);
    this.panel = document.getElementById("panel");
    document.addEventListener("click", (event) => this.clicked(event));
    window.addEventListener("hashchange", () => this.follow(window.location.hash));
    this.opener.addEventListener("click", () => this.fold(this.opener.getAttribute("aria-expanded") === "true"));
    form.root.querySelector("[data-previous]").addEventListener("click", () => this.step(-1));
    form.root.querySelector("[data-next]").addEventListener("click", () => this.step(1));
    if (!this.follow(window.location.hash, { focus: false })) this.open(this.remembered() || this.ids[0], { focus: false, address: false });
    this.progress();
    workspace.classList.add("is-ready");
  }

  clicked(event) {
    const link = event.target.closest?.('a[href^="#"]');
    if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey) return;
    if (this.follow(link.getAttribute("href"))) event.preventDefault();
  }

  /** Goes where an address inside the page points; tells whether there was something to go to. */
  follow(hash, { focus = true } = {}) {
    const id = decodeURIComponent(hash.slice(1));
    if (id === SCORE) return this.open(SCORE, { focus });
    if (id.startsWith("section-")) return this.ids.includes(id.slice(8)) && this.open(id.slice(8), { focus });
    const target = id ? document.getElementById(id) : null;
    const section = target?.closest("[data-section]");
    if (section) {
      this.open(section.dataset.section, { focus: false });
      this.point(target);
      return true;
    }
    if (target && this.panel.contains(target)) {
      document.dispatchEvent(new CustomEvent("zq:reveal", { detail: { target } }));
      return true;
    }
    return false;
  }

  open(id, { focus = true, address = true } = {}) {
    const whole = id === SCORE;
    this.workspace.classList.toggle("is-score", whole);
    document.dispatchEvent(new CustomEvent("zq:score-view", { detail: { whole } }));
    if (!whole) {
      this.here = id;
      this.sections.forEach((section) => section.classList.toggle("is-here", section.dataset.section === id));
      this.remember(id);
    }
    this.nav.querySelectorAll("[data-step] a").forEach((link) => {
      const current = link.parentElement.dataset.step === id;
      if (current) link.setAttribute("aria-current", "step");
      else link.removeAttribute("aria-current");
      if (!current) return;
      this.opener.querySelector("[data-sections-here]").textContent = name(link);
      this.opener.querySelector("[data-sections-note]").textContent = link.querySelector("[data-progress-said]")?.textContent || "";
    });
    // Not at first: the browser would scroll past the head of the page to where the address points.
    if (address) window.history.replaceState(null, "", whole ? "#score" : `#section-${id}`);
    this.fold(true);
    this.neighbours();
    if (focus) this.arrive(whole ? document.getElementById("panel-title") : document.getElementById(`s-${id}`));
    return true;
  }

  arrive(heading) {
    heading.tabIndex = -1;
    heading.focus({ preventScroll: true });
    const top = this.workspace.getBoundingClientRect().top + window.scrollY;
    window.scrollTo({ top: Math.max(0, top - 96), behavior: "instant" });
  }

  /** Shows one field and puts the cursor there. */
  point(target) {
    const place = target.closest("[data-field]") || target;
    const input = target.matches("input, select, textarea, output") ? target : place.querySelector("input, select, textarea") || target;
    closePanel(this.panel);
    place.closest("details")?.setAttribute("open", "");
    place.scrollIntoView({ block: "center", inline: "nearest", behavior: "instant" });
    const shown = input.classList.contains("visually-hidden") ? place.querySelector("[role=combobox]") : input;
    (shown || input).focus({ preventScroll: true });
    place.classList.remove("is-pointed");
    void place.offsetWidth;
    place.classList.add("is-pointed");
  }

  step(by) {
    const at = this.ids.indexOf(this.here) + by;
    this.open(at >= this.ids.length ? SCORE : this.ids[Math.max(0, at)]);
  }

  neighbours() {
    const at = this.ids.indexOf(this.here);
    const label = (n) => name(this.nav.querySelector(`[data-step="${CSS.escape(this.ids[n] || SCORE)}"] a`));
    const previous = this.form.root.querySelector("[data-previous]");
    previous.hidden = at === 0;
    if (at > 0) previous.querySelector("span").textContent = label(at - 1);
    this.form.root.querySelector("[data-next] span").textContent = label(at + 1);
  }

  fold(closed) {
    this.opener.setAttribute("aria-expanded", String(!closed));
    this.nav.toggleAttribute("data-open", !closed);
  }

  /** Counts what is filled in and what is wrong, section by section. */
  progress() {
    for (const section of this.sections) {
      const places = [...section.querySelectorAll("[data-field]")].filter((place) => !this.judged.void.has(place.dataset.field) && place.querySelector("[name]") && place.dataset.list === undefined);
      const required = places.filter((place) => place.dataset.required !== undefined);
      const counted = required.length ? required : places;
      const filled = counted.filter((place) => this.draft.get(place.dataset.field) !== "").length;
      const wrong = Object.entries(this.judged.problems).filter(([key, told]) => section.contains(this.form.place(key)) && told.some((one) => one.severity === "error")).length;
      this.note(section.dataset.section, { filled, of: required.length, wrong });
    }
  }

  note(id, { filled, of, wrong }) {
    const step = this.nav.querySelector(`[data-step="${CSS.escape(id)}"]`);
    const mark = step.querySelector(".zq-steps__mark");
    mark.dataset.number ||= mark.textContent;
    const done = of > 0 && filled === of && !wrong;
    step.classList.toggle("is-wrong", wrong > 0);
    step.classList.toggle("is-done", done);
    mark.textContent = wrong ? "!" : done ? "✓" : mark.dataset.number;
    const said = wrong ? say("wrong", { n: wrong }) : of ? say(done ? "done" : "filled", { n: filled, of }) : filled ? say("filled_some", { n: filled }) : "";
    step.querySelector("[data-progress-said]").textContent = said;
    step.querySelector("[data-progress]").textContent = wrong || (done || (!of && !filled) ? "" : of ? `${filled}/${of}` : filled);
    if (id === this.here) this.opener.querySelector("[data-sections-note]").textContent = said;
  }

  remember(id) {
    try { window.sessionStorage.setItem(`zhiqiang.section.${this.draft.scheme}`, id); } catch { /* then it opens at the first */ }
  }

  remembered() {
    try {
      const id = window.sessionStorage.getItem(`zhiqiang.section.${this.draft.scheme}`);
      return this.ids.includes(id) ? id : "";
    } catch { return ""; }
  }
}

function name(link) {
  return link.querySelector(".zq-steps__label").textContent;
}

function closePanel(panel) {
  if (panel.hasAttribute("data-open")) panel.querySelector("[data-panel-toggle]").click();
}
