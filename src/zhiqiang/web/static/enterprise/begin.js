// The self-assessment of this browser, taken along into an application.

import { Draft } from "../applicant/draft.js";

const form = document.querySelector("[data-begin]");
if (form) {
  const draft = new Draft(form.dataset.scheme, form.dataset.digest);
  let answers = draft.answers();
  if (!Object.keys(answers).length) answers = draft.earlier()?.answers || {};
  const count = Object.keys(answers).length;
  if (count) {
    const words = form.querySelector("[data-count]");
    words.textContent = words.dataset.words.replace("{n}", count);
    form.querySelector("[data-found]").hidden = false;
    form.querySelector("[data-none]").hidden = true;
  }
  form.addEventListener("submit", () => {
    form.elements.answers.value = JSON.stringify(form.querySelector("[data-take]").checked ? answers : {});
  });
}
