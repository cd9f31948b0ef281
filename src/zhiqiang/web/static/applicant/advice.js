// What the page offers: a worked-out answer to take over, and the way to a total one would like to reach.

import { say } from "./words.js";

/** A button with `data-take` puts its value into the field it names. */
export function take(draft, undo) {
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    const label = button.closest(".ap-sizing")?.querySelector("b")?.textContent || button.dataset.value;
    undo.change({ [button.dataset.take]: button.dataset.value }, say("taken", { value: label }));
  });
}

/** Asks the server for the steps to a total. */
export function askAdvice(workspace, draft) {
  const form = document.querySelector("[data-advice-form]");
  const place = document.querySelector("[data-advice]");
  if (!form || !workspace.dataset.adviceUrl) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const target = form.querySelector("input").value.trim();
    if (!target) {
      place.textContent = say("advice_first");
      return;
    }
    place.textContent = say("scoring");
    const body = JSON.stringify({ answers: draft.answers(), target, language: document.documentElement.lang === "en" ? "en" : "zh-hans" });
    try {
      const answer = await fetch(workspace.dataset.adviceUrl, { method: "POST", headers: { "Content-Type": "application/json" }, body });
      const content = await answer.json();
      if (answer.ok) place.innerHTML = content.html;
      else place.textContent = content.error;
    } catch {
      place.textContent = say("no_connection");
    }
  });
}
