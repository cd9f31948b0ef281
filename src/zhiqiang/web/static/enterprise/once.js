// A form that is sent once: the button closes while the answer is under way.
(function () {
  "use strict";
  document.querySelectorAll("form[data-hand-in]").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      if (form.dataset.handedIn) { event.preventDefault(); return; }
      form.dataset.handedIn = "1";
      form.querySelectorAll("button").forEach(function (button) { button.setAttribute("aria-disabled", "true"); });
    });
  });
  window.addEventListener("pageshow", function (event) { if (event.persisted) window.location.reload(); });
})();
