// The sentences of the page's language, and the few small things every module needs.

const words = JSON.parse(document.getElementById("ap-words")?.textContent || "{}");

/** A sentence by name, with `{…}` filled in. An unknown name shows itself. */
export function say(name, values = {}) {
  return (words[name] || name).replace(/\{(\w+)\}/g, (whole, key) => (key in values ? String(values[key]) : whole));
}

/** The time of day as people write it. */
export function clock(stamp) {
  return new Date(stamp).toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", hour12: false });
}

/** An element with its class and text; never HTML. */
export function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** A copy of the single element inside a template of the page. */
export function fromTemplate(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}
