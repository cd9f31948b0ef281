// What every page of the house can do: theme switch, panel, toasts, print. A page speaks to it by events:
//   document.dispatchEvent(new CustomEvent("zq:toast", { detail: { text: "…", kind: "error" } }))
(function () {
  "use strict";
  var root = document.documentElement;

  // --- theme switch
  function nameThemeSwitch() {
    var label = root.getAttribute("data-bs-theme") === "dark" ? "toLight" : "toDark";
    document.querySelectorAll("[data-theme-switch]").forEach(function (button) {
      button.setAttribute("aria-label", button.dataset[label]);
      button.title = button.dataset[label];
    });
  }
  document.addEventListener("zq:theme", nameThemeSwitch);
  nameThemeSwitch();

  // --- the panel: a side column on a desk, a sheet at the foot of a phone
  function openPanel(panel, open) {
    panel.toggleAttribute("data-open", open);
    var toggle = panel.querySelector("[data-panel-toggle]");
    if (toggle) toggle.setAttribute("aria-expanded", String(open));
  }

  // --- toasts
  var tray = document.getElementById("zq-toasts");
  function toast(text, kind) {
    if (!tray || !text) return;
    Array.prototype.forEach.call(tray.children, function (old) { if (old.dataset.text === text) old.remove(); });
    var box = document.createElement("div");
    box.className = "zq-toast" + (kind ? " zq-toast--" + kind : "");
    box.dataset.text = text;
    var words = document.createElement("div");
    words.textContent = text;
    var close = document.createElement("button");
    close.type = "button";
    close.className = "zq-toast__close";
    close.setAttribute("aria-label", tray.dataset.close);
    close.textContent = "×";
    close.addEventListener("click", function () { box.remove(); });
    box.append(words, close);
    tray.append(box);
    // An error stays until it is closed or said again; the rest goes by itself.
    if (kind !== "error") window.setTimeout(function () { box.remove(); }, 6000);
  }
  document.addEventListener("zq:toast", function (event) { toast(event.detail.text, event.detail.kind); });

  // --- htmx: what went wrong is said once, the page stays as it is
  document.addEventListener("htmx:sendError", function () { toast(tray && tray.dataset.offline, "error"); });
  document.addEventListener("htmx:timeout", function () { toast(tray && tray.dataset.offline, "error"); });
  document.addEventListener("htmx:responseError", function (event) {
    var answer = event.detail.xhr;
    var plain = (answer.getResponseHeader("Content-Type") || "").indexOf("text/plain") === 0;
    toast(plain && answer.responseText ? answer.responseText : tray && tray.dataset.failed, "error");
  });

  // --- a file that was waited for is saved as soon as it is there
  document.addEventListener("htmx:load", function (event) {
    var link = event.detail.elt.querySelector && event.detail.elt.querySelector("[data-download-now]");
    if (!link) return;
    link.removeAttribute("data-download-now");
    link.click();
  });

  // --- clicks and keys
  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target : null;
    if (!target) return;
    if (target.closest("[data-theme-switch]")) document.dispatchEvent(new CustomEvent("zq:toggle-theme"));
    if (target.closest("[data-print]")) window.print();
    var toggle = target.closest("[data-panel-toggle]");
    if (toggle) {
      var panel = toggle.closest(".zq-panel");
      openPanel(panel, !panel.hasAttribute("data-open"));
    }
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".zq-panel[data-open]").forEach(function (panel) {
      openPanel(panel, false);
      var toggle = panel.querySelector("[data-panel-toggle]");
      if (toggle && panel.contains(document.activeElement)) toggle.focus();
    });
  });

  // --- on paper every reason is open
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details:not([open])").forEach(function (details) {
      details.dataset.openedForPrint = "";
      details.open = true;
    });
  });
  window.addEventListener("afterprint", function () {
    document.querySelectorAll("details[data-opened-for-print]").forEach(function (details) {
      delete details.dataset.openedForPrint;
      details.open = false;
    });
  });
})();
