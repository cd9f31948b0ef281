// The panel of the score: its tabs, its two sizes, and the way to a reason inside it.

export class Panel {
  constructor() {
    this.panel = document.getElementById("panel");
    this.tabs = [...this.panel.querySelectorAll("[role=tab]")];
    this.tabs.forEach((tab) => tab.addEventListener("click", () => this.choose(tab)));
    this.panel.querySelector("[role=tablist]").addEventListener("keydown", (event) => this.key(event));
    document.addEventListener("zq:reveal", (event) => this.reveal(event.detail.target));
    document.addEventListener("zq:score-view", (event) => this.size(event.detail.whole));
  }

  choose(tab, { focus = false } = {}) {
    for (const one of this.tabs) {
      const chosen = one === tab;
      one.setAttribute("aria-selected", String(chosen));
      one.tabIndex = chosen ? 0 : -1;
      document.getElementById(one.getAttribute("aria-controls")).hidden = !chosen && !this.whole;
    }
    if (focus) tab.focus();
  }

  key(event) {
    const at = this.tabs.indexOf(document.activeElement);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: this.tabs.length - 1 }[event.key];
    if (to === undefined || at < 0) return;
    event.preventDefault();
    this.choose(this.tabs[(to + this.tabs.length) % this.tabs.length], { focus: true });
  }

  /** As a whole page every view is open; beside the form, the one that was chosen. */
  size(whole) {
    this.whole = whole;
    this.choose(this.tabs.find((tab) => tab.getAttribute("aria-selected") === "true"));
    const open = this.panel.hasAttribute("data-open");
    if (!whole && open) this.panel.querySelector("[data-panel-toggle]").click();
  }

  reveal(target) {
    const view = target.closest("[role=tabpanel]");
    if (view) this.choose(this.tabs.find((tab) => tab.getAttribute("aria-controls") === view.id));
    target.closest("details")?.setAttribute("open", "");
    target.scrollIntoView({ block: "start", behavior: "instant" });
    const focusable = target.querySelector("summary") || target;
    if (!focusable.matches("summary, a, button")) focusable.tabIndex = -1;
    focusable.focus({ preventScroll: true });
  }
}
