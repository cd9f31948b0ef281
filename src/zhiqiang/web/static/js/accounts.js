// Accounts: show and hide what is typed into a password field, and bring the eye to what is wrong.
(function () {
  "use strict";
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-show-secret]") : null;
    if (!button) return;
    var field = document.getElementById(button.dataset.showSecret);
    var shown = field.type === "text";
    if (!button.dataset.show) button.dataset.show = button.textContent;
    field.type = shown ? "password" : "text";
    button.textContent = shown ? button.dataset.show : button.dataset.hide;
    button.setAttribute("aria-pressed", String(!shown));
  });
  // In the demonstration: a log-in to try is filled in.
  document.addEventListener("click", function (event) {
    var button = event.target.closest ? event.target.closest("[data-fill-login]") : null;
    if (!button) return;
    var password = document.querySelector("input[name=password]");
    document.querySelector("input[name=login]").value = button.dataset.fillLogin;
    password.value = button.dataset.fillPassword;
    password.form.querySelector("button:not([type=button])").focus();
  });
  // What is sent is a password again, so that a browser offers to keep it.
  document.addEventListener("submit", function (event) {
    event.target.querySelectorAll("[data-show-secret]").forEach(function (button) {
      document.getElementById(button.dataset.showSecret).type = "password";
    });
  });
  var wrong = document.querySelector(".zq-errors[role=alert]");
  if (wrong) wrong.focus();
})();
