// What the page says about keeping: saved when, by another tab, carried over from an earlier edition's data.

import { clock, element, say } from "./words.js";

/** The line that says when the work was last kept, or that this browser refuses to. */
export function status(draft) {
  const line = document.querySelector("[data-saved]");
  const tell = () => {
    line.classList.toggle("zq-status--error", draft.refused);
    if (draft.refused) line.textContent = say("unsaved");
    else if (draft.savedAt) line.textContent = say("saved", { time: clock(draft.savedAt) });
  };
  draft.addEventListener("kept", tell);
  draft.addEventListener("elsewhere", (event) => {
    document.dispatchEvent(new CustomEvent("zq:toast", { detail: { text: say("other_tab", { n: event.detail.keys.length }) } }));
  });
  tell();
}

/** Takes over a draft of an earlier state of the edition; what no longer fits is listed, with its text. */
export function carryOver(draft, form, undo) {
  const earlier = draft.earlier();
  if (!earlier || Object.keys(draft.cells).length) return;
  const known = new Set(form.keys());
  const lists = [...form.root.querySelectorAll("[data-list]")].map((item) => item.dataset.list);
  const fits = {}, rest = [];
  for (const [key, text] of Object.entries(earlier.answers)) {
    const listed = lists.includes(key.split(".")[0]) && known.has(key.replace(/\.\d+\./, ".0."));
    if ((known.has(key) || listed) && offered(form, key, text)) fits[key] = text;
    else rest.push([key, text]);
  }
  if (Object.keys(fits).length) undo.change(fits);
  notice(draft, earlier, Object.keys(fits).length, rest);
}

/** Whether a choice still has this option. */
function offered(form, key, text) {
  const inputs = form.inputs(key);
  if (!inputs.length) return true;
  if (inputs[0].type === "radio") return inputs.some((input) => input.value === text);
  return inputs[0].tagName !== "SELECT" || [...inputs[0].options].some((option) => option.value === text);
}

function notice(draft, earlier, count, rest) {
  const box = element("div", "zq-notice ap-carried");
  box.setAttribute("role", "status");
  const words = element("div");
  words.append(element("p", "zq-notice__title", say("carried", { n: count })));
  if (rest.length) {
    const list = element("ul", "ap-carried__rest");
    list.append(...rest.map(([key, text]) => element("li", "", `${key}：${text.slice(0, 200)}`)));
    words.append(element("p", "", say("left_over", { n: rest.length })), list);
  }
  const button = element("button", "zq-button zq-button--quiet zq-button--small", say("dismiss"));
  button.type = "button";
  button.addEventListener("click", () => {
    draft.forget(earlier.name);
    box.remove();
  });
  words.append(button);
  box.append(words);
  document.querySelector("[data-notices]").append(box);
}
