// Log in again without leaving the page (accounts/again.html). Whoever meets a 401 says so:
//   document.dispatchEvent(new CustomEvent("zq:log-in"))
// and goes on when it is done:
//   document.addEventListener("zq:logged-in", function (event) { … event.detail.csrf … })
// Every form's token on the page is renewed by then. A 401 met by htmx opens the dialog by itself.
(function () {
  "use strict";
  var box = document.getElementById("zq-again");
  if (!box || !box.showModal) return;
  var form = box.querySelector("form");
  var told = box.querySelector("[role=alert]");

  function tell(text) {
    told.hidden = !text;
    told.querySelector("span").textContent = text || "";
  }
  function json(response) { return response.json(); }
  function who() {
    return fetch(box.dataset.who, { headers: { Accept: "application/json" }, cache: "no-store" }).then(json);
  }
  function renew(token) {
    document.querySelectorAll("input[name=csrfmiddlewaretoken]").forEach(function (field) { field.value = token; });
  }
  // True when the one this page belongs to is in; otherwise says what is wrong.
  function settle(now) {
    renew(now.csrf);
    if (!now.person) return false;
    if (now.person.email !== box.dataset.person) { tell(box.dataset.other); return true; }
    if (now.step) { tell(box.dataset.more); return true; }
    tell("");
    form.elements.password.value = "";
    box.close();
    document.dispatchEvent(new CustomEvent("zq:logged-in", { detail: now }));
    return true;
  }
  function offline() { tell(box.dataset.offline); }
  function open() {
    if (box.open) return;
    tell("");
    box.showModal();
    form.elements.password.focus();
    // Perhaps somebody logged in again in another window.
    who().then(settle).catch(offline);
  }
  function problems(answer) {
    var found = (answer.form && answer.form.errors) || [];
    var fields = (answer.form && answer.form.fields) || {};
    Object.keys(fields).forEach(function (name) { found = found.concat(fields[name].errors); });
    return found.join(" ") || box.dataset.failed;
  }
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    who().then(function (now) {
      if (settle(now)) return undefined;
      return fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" }
      }).then(function (response) {
        return json(response).then(function (answer) {
          if (!response.ok) { tell(problems(answer)); return; }
          if (!settle(answer.data)) tell(box.dataset.more);
        });
      });
    }).catch(offline);
  });
  box.querySelector("[data-again-check]").addEventListener("click", function () {
    who().then(function (now) { if (!settle(now)) tell(box.dataset.failed); }).catch(offline);
  });
  document.addEventListener("zq:log-in", open);
  document.addEventListener("htmx:responseError", function (event) {
    if (event.detail.xhr.status === 401) open();
  });
})();
