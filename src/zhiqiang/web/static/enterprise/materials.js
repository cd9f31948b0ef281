// Uploads with their progress: by choosing, by dropping, by camera. What is refused says why beside its material.

import { say } from "../applicant/words.js";

const root = document.querySelector("[data-materials]");
const most = Number(root.dataset.most) * 1024 * 1024;

root.addEventListener("change", (event) => {
  const input = event.target;
  if (input.type !== "file" || !input.files.length) return;
  sendAll(input.closest("[data-upload]"), [...input.files]);
});
for (const kind of ["dragenter", "dragover"]) root.addEventListener(kind, (event) => hover(event, true));
for (const kind of ["dragleave", "drop"]) root.addEventListener(kind, (event) => hover(event, false));
root.addEventListener("drop", (event) => {
  const drop = event.target.closest("[data-drop]");
  if (drop && event.dataTransfer.files.length) sendAll(drop.closest("[data-upload]"), [...event.dataTransfer.files]);
});
root.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-change], [data-upload]")) return;
  event.preventDefault();
  if (form.matches("[data-change]")) send(form, new FormData(form), form.closest("[data-material]"));
});
// A file dropped beside the box must not take the page away.
for (const kind of ["dragover", "drop"]) window.addEventListener(kind, (event) => event.preventDefault());
window.addEventListener("beforeunload", (event) => { if (document.querySelector("[data-progress]:not([hidden])")) event.preventDefault(); });

function hover(event, over) {
  const drop = event.target.closest?.("[data-drop]");
  if (!drop) return;
  event.preventDefault();
  drop.classList.toggle("is-over", over);
}

/** One after the other; the first that is refused ends it. */
async function sendAll(form, files) {
  const id = form.closest("[data-material]").dataset.material;
  for (const file of files) {
    const card = document.querySelector(`[data-material="${CSS.escape(id)}"]`);
    const present = card.querySelector("[data-upload]");
    if (!present) break;
    if (file.size > most) { problem(card, say("upload_large", { name: file.name, mb: root.dataset.most })); break; }
    const body = new FormData();
    body.set("csrfmiddlewaretoken", present.elements.csrfmiddlewaretoken.value);
    body.set("upload_id", window.crypto.randomUUID ? window.crypto.randomUUID() : String(Math.random()).slice(2));
    body.set("file", file);
    if (!(await send(present, body, card, file.name))) break;
  }
}

function send(form, body, card, name = "", again = 2) {
  problem(card, "");
  const bar = card.querySelector("[data-progress]");
  const words = card.querySelector("[data-progress-words]");
  if (name && bar) { bar.hidden = false; bar.querySelector("progress").value = 0; }
  return new Promise((done) => {
    const asked = new XMLHttpRequest();
    asked.open("POST", form.action);
    asked.setRequestHeader("HX-Request", "true");
    asked.upload.addEventListener("progress", (event) => {
      if (!name || !bar || !event.lengthComputable) return;
      const percent = Math.round((event.loaded / event.total) * 100);
      bar.querySelector("progress").value = percent;
      words.textContent = say("upload_busy", { name, percent });
    });
    asked.addEventListener("load", () => {
      if (bar) bar.hidden = true;
      if (asked.status === 401) { problem(card, say("kept_login")); onceLoggedIn(() => send(form, body, card, name).then(done), body); return; }
      if (asked.status === 200) { done(true); shown(card, asked.responseText, name); return; }
      problem(card, said(asked, name));
      done(false);
    });
    asked.addEventListener("error", () => {
      // The same upload_id: should the server have it already, it is not stored twice.
      if (again) { window.setTimeout(() => send(form, body, card, name, again - 1).then(done), 1500); return; }
      if (bar) bar.hidden = true;
      problem(card, say("upload_line"));
      done(false);
    });
    asked.send(body);
  });
}

/** The session is over: one logs in on this page, and what was under way goes on with the new session's token. */
function onceLoggedIn(goOn, body) {
  document.addEventListener("zq:logged-in", (event) => {
    if (event.detail.csrf) body.set("csrfmiddlewaretoken", event.detail.csrf);
    goOn();
  }, { once: true });
  document.dispatchEvent(new CustomEvent("zq:log-in"));
}

function shown(card, html, name) {
  const holder = document.createElement("template");
  holder.innerHTML = html;
  const fresh = holder.content.firstElementChild;
  card.replaceWith(fresh);
  window.htmx?.process(fresh); // what asks again by itself
  fresh.focus({ preventScroll: true });
  if (name) document.dispatchEvent(new CustomEvent("zq:toast", { detail: { text: say("upload_done", { name }) } }));
}

function said(asked, name) {
  if (asked.status === 413) return say("upload_large", { name, mb: root.dataset.most });
  try {
    return say("upload_failed", { why: JSON.parse(asked.responseText).error });
  } catch {
    return say("upload_failed", { why: (asked.responseText || String(asked.status)).slice(0, 200) });
  }
}

function problem(card, text) {
  const line = card.querySelector("[data-problem]");
  line.hidden = !text;
  line.querySelector("span").textContent = text;
}
