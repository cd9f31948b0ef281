// Runs where the form ends, before anything else has arrived: what was filled in earlier stands there from the first
// look, and what is typed while the rest still loads is marked, so that form.js takes it in instead of painting over it.
(function () {
  "use strict";
  var space = document.querySelector("[data-assessment]");
  var form = space.querySelector("[data-form]");
  var kept = document.getElementById("kept");
  var start = kept ? JSON.parse(kept.textContent) : null;
  var name = "zhiqiang.draft." + (start ? "kept." + start.key : space.dataset.scheme + "." + space.dataset.digest);
  var answers = start ? start.answers : {};

  try {
    var cells = JSON.parse(window.localStorage.getItem(name) || "{}").cells || {};
    Object.keys(cells).forEach(function (key) {
      if (Array.isArray(cells[key]) && typeof cells[key][0] === "string") answers[key] = cells[key][0];
    });
  } catch (unreadable) { /* draft.js says so */ }

  form.querySelectorAll("[name]:not([type=hidden])").forEach(function (control) {
    var text = String(answers[control.name] || "");
    if (text === "") return;
    if (control.type === "radio") control.checked = control.value === text;
    else if (control.dataset.number === undefined || !/^[-+]?\d+(\.\d+)?$/.test(text)) control.value = text;
    else control.value = text.replace(/\d+/, function (whole) { return whole.replace(/\B(?=(\d{3})+$)/g, ","); });
  });

  // The part the address points to, or the one left last, is the one that is shown; sections.js takes over from here.
  function shown() {
    try {
      var place = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
      if (place && form.contains(place)) return place.closest("[data-section]");
      return document.getElementById("section-" + window.sessionStorage.getItem("zhiqiang.section." + (start ? "kept" : space.dataset.scheme)));
    } catch (refused) { return null; }
  }
  var here = shown();
  if (here) form.querySelectorAll("[data-section]").forEach(function (section) { section.classList.toggle("is-here", section === here); });

  form.addEventListener("input", function (event) {
    if (form.dataset.shown === undefined) event.target.dataset.typed = "";
  });
})();
