// Runs in <head> before anything is painted, so that no page flashes in the wrong colours.
(function () {
  "use strict";
  var KEY = "zhiqiang.theme";
  var root = document.documentElement;
  var dark = window.matchMedia("(prefers-color-scheme: dark)");

  function chosen() {
    try { return window.localStorage.getItem(KEY); } catch (refused) { return null; }
  }
  function apply() {
    root.setAttribute("data-bs-theme", chosen() || (dark.matches ? "dark" : "light"));
    document.dispatchEvent(new CustomEvent("zq:theme"));
  }
  function toggle() {
    var next = root.getAttribute("data-bs-theme") === "dark" ? "light" : "dark";
    try {
      // Choosing what the system wears anyway means: follow the system again.
      if (next === (dark.matches ? "dark" : "light")) window.localStorage.removeItem(KEY);
      else window.localStorage.setItem(KEY, next);
      apply();
    } catch (refused) { root.setAttribute("data-bs-theme", next); }
  }

  root.classList.add("zq-js");
  apply();
  if (dark.addEventListener) dark.addEventListener("change", apply);
  window.addEventListener("storage", function (event) { if (event.key === KEY) apply(); });
  document.addEventListener("zq:toggle-theme", toggle);
})();
