// A change of many answers at once can be taken back: by the button that is offered, or by Ctrl+Z until the next edit.

import { element, say } from "./words.js";

const SECONDS = 20;

export class Undo {
  constructor(draft) {
    this.draft = draft;
    this.last = null;
    this.tray = document.getElementById("zq-toasts");
    draft.addEventListener("change", (event) => {
      if (event.detail.shown) this.last = null;
    });
    document.addEventListener("keydown", (event) => {
      if ((event.ctrlKey || event.metaKey) && !event.shiftKey && event.key.toLowerCase() === "z" && this.last) {
        event.preventDefault();
        this.take();
      }
    });
  }

  /** Makes a change that can be taken back; `text` says what was done. */
  change(changes, text) {
    const before = this.draft.before(Object.keys(changes));
    this.draft.set(changes);
    this.last = before;
    if (text) this.offer(text);
  }

  /** Takes the last change back. */
  take() {
    if (!this.last) return;
    const before = this.last;
    this.last = null;
    this.box?.remove();
    this.draft.set(before);
    document.dispatchEvent(new CustomEvent("zq:toast", { detail: { text: say("undone") } }));
  }

  offer(text) {
    this.box?.remove();
    const box = element("div", "zq-toast ap-undo");
    const button = element("button", "zq-button zq-button--quiet zq-button--small", say("undo"));
    button.type = "button";
    button.dataset.undo = "";
    button.addEventListener("click", () => this.take());
    const close = element("button", "zq-toast__close", "×");
    close.type = "button";
    close.setAttribute("aria-label", say("dismiss"));
    close.addEventListener("click", () => box.remove());
    box.append(element("div", "", text), button, close);
    this.tray.append(box);
    this.box = box;
    window.setTimeout(() => box.remove(), SECONDS * 1000);
  }
}
