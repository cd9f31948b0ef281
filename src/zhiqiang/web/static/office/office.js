// The office's small helpers: deadlines that count down by the server's clock, selects that send, drawers that close.
(function () {
  "use strict";

  // --- countdowns: the server's instant, counted on by the browser's own steady clock
  function two(number) { return (number < 10 ? "0" : "") + number; }
  var started = performance.now();
  function tick() {
    var passed = performance.now() - started;
    document.querySelectorAll(".zq-countdown").forEach(function (one) {
      var left = Math.floor((Number(one.dataset.until) - Number(one.dataset.now) - passed) / 1000);
      if (left <= 0) { one.textContent = one.dataset.over; return; }
      var days = Math.floor(left / 86400);
      var clock = two(Math.floor(left / 3600) % 24) + ":" + two(Math.floor(left / 60) % 60) + ":" + two(left % 60);
      one.textContent = (days ? days + " " + one.dataset.day + " " : "") + clock;
    });
  }
  if (document.querySelector(".zq-countdown")) { tick(); window.setInterval(tick, 1000); }

  // --- a select that is a switch
  document.addEventListener("change", function (event) {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });

  // --- a form that is sent once: the second click finds the button resting
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (!form.matches("[data-once]")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    window.setTimeout(function () { delete form.dataset.sent; }, 8000);
  });

  // --- drawers close on Escape and on a click elsewhere
  document.addEventListener("click", function (event) {
    document.querySelectorAll(".zq-drawer--columns[open]").forEach(function (drawer) {
      if (!drawer.contains(event.target)) drawer.open = false;
    });
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    document.querySelectorAll(".zq-drawer--columns[open]").forEach(function (drawer) {
      drawer.open = false;
      drawer.querySelector("summary").focus();
    });
  });
})();
