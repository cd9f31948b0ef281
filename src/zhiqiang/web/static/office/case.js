// One application: keys that walk the claims, the viewer's zoom and sheet, forms that are sent once.
(function () {
  "use strict";
  var KEY = "zhiqiang.office.keys";
  var viewer = document.getElementById("viewer");
  var dialog = document.getElementById("keys");
  var zoom = 1;

  function claims() { return Array.prototype.slice.call(document.querySelectorAll("#pane .zq-claim[data-claim]")); }
  function current() { return document.activeElement ? document.activeElement.closest(".zq-claim[data-claim]") : null; }
  var last = null;

  // --- the claim one is at
  function walk(step) {
    var all = claims();
    if (!all.length) return;
    var here = all.indexOf(current() || all.find(function (one) { return one.dataset.claim === last; }));
    var next = all[here < 0 ? (step > 0 ? 0 : all.length - 1) : Math.min(all.length - 1, Math.max(0, here + step))];
    go(next);
  }
  function go(claim) {
    last = claim.dataset.claim;
    claim.focus({ preventScroll: true });
    claim.scrollIntoView({ block: "nearest" });
  }
  document.addEventListener("focusin", function (event) {
    var claim = event.target.closest ? event.target.closest(".zq-claim[data-claim]") : null;
    if (claim) last = claim.dataset.claim;
  });
  function here() {
    return current() || claims().find(function (one) { return one.dataset.claim === last; }) || null;
  }
  function openProof() {
    var claim = here();
    if (!claim) { walk(1); claim = here(); }
    var proofs = claim ? Array.prototype.slice.call(claim.querySelectorAll(".zq-proof")) : [];
    if (!proofs.length) return;
    var open = proofs.findIndex(function (one) { return one.parentNode.classList.contains("is-open"); });
    proofs[(open + 1) % proofs.length].click();
  }
  function press(selector) {
    var claim = here();
    var button = claim && claim.querySelector(selector);
    if (button) button.click();
  }

  // --- the viewer
  function pages() { return viewer && viewer.querySelector(".zq-viewer__pages"); }
  function setZoom(value) {
    zoom = Math.min(3, Math.max(0, value));
    var box = pages();
    if (!box) return;
    box.dataset.zoom = String(zoom);
    if (zoom > 1) box.querySelectorAll("img[data-large]").forEach(function (image) {
      if (image.complete && image.src !== image.dataset.large) image.src = image.dataset.large;
    });
  }
  function sheet(open) {
    if (!viewer) return;
    viewer.toggleAttribute("data-open", open);
    document.documentElement.classList.toggle("zq-sheet-open", open);
  }
  document.addEventListener("load", function (event) {
    if (event.target.matches && event.target.matches(".zq-viewer__page img")) {
      event.target.setAttribute("data-drawn", "");
      if (zoom > 1 && event.target.dataset.large && event.target.src.indexOf(event.target.dataset.large) < 0) event.target.src = event.target.dataset.large;
    }
  }, true);
  function drawn() {
    document.querySelectorAll(".zq-viewer__page img:not([data-drawn])").forEach(function (image) {
      if (image.complete && image.naturalWidth) image.setAttribute("data-drawn", "");
    });
  }
  drawn();
  document.addEventListener("error", function (event) {
    if (!event.target.matches || !event.target.matches(".zq-viewer__page img")) return;
    var image = event.target;
    // Too many pages at once: ask again in a moment. Anything else is said where the page would be.
    fetch(image.src, { credentials: "same-origin" }).then(function (answer) {
      if (answer.status === 503) { window.setTimeout(function () { image.src = image.src; }, 3000); return null; }
      return answer.ok ? null : answer.text();
    }).then(function (text) {
      if (text === null) return;
      var note = document.createElement("p");
      note.className = "zq-viewer__broken";
      note.textContent = text.length < 200 && text.indexOf("<") < 0 ? text : image.alt;
      image.replaceWith(note);
    }).catch(function () {});
  }, true);

  document.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target.id === "viewer") {
      var bar = viewer.querySelector("[data-viewed]");
      document.querySelectorAll(".zq-proofs li").forEach(function (one) {
        var link = one.querySelector(".zq-proof");
        one.classList.toggle("is-open", !!(bar && link && link.dataset.file === bar.dataset.viewed));
      });
      setZoom(zoom);
    }
    if (event.detail.target.classList.contains("zq-claim__form") || event.detail.target.classList.contains("zq-piece__form")) {
      var note = event.detail.target.querySelector("textarea");
      if (note) { note.focus(); note.select(); }
    }
  });
  // A card that was drawn anew keeps the place of the one before.
  document.addEventListener("htmx:load", function (event) {
    if (event.detail.elt.matches && event.detail.elt.matches(".zq-claim[data-claim]") && event.detail.elt.dataset.claim === last) {
      event.detail.elt.focus({ preventScroll: true });
    }
  });

  // --- clicks
  document.addEventListener("click", function (event) {
    var target = event.target.closest ? event.target : null;
    if (!target) return;
    if (target.closest(".zq-proof")) sheet(true);
    if (target.closest("[data-viewer-close]")) { sheet(false); var claim = here(); if (claim) claim.focus({ preventScroll: true }); }
    var button = target.closest("[data-zoom]");
    if (button && button.matches("button")) setZoom(zoom + (button.dataset.zoom === "in" ? 1 : -1));
    if (target.closest("[data-keys-open]") && dialog) dialog.showModal();
  });

  // --- keys, unless switched off
  var on = document.getElementById("keys-on");
  function keysOn() {
    try { return window.localStorage.getItem(KEY) !== "off"; } catch (refused) { return true; }
  }
  if (on) {
    on.checked = keysOn();
    on.addEventListener("change", function () {
      try { window.localStorage.setItem(KEY, on.checked ? "on" : "off"); } catch (refused) { /* for this page only */ }
    });
  }
  var ACTS = {
    j: function () { walk(1); },
    k: function () { walk(-1); },
    o: openProof,
    a: function () { press(".zq-claim__mark"); },
    r: function () { press(".zq-claim__ask"); },
    "+": function () { setZoom(zoom + 1); },
    "=": function () { setZoom(zoom + 1); },
    "-": function () { setZoom(zoom - 1); },
    "?": function () { if (dialog) dialog.showModal(); }
  };
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && viewer && viewer.hasAttribute("data-open")) { sheet(false); return; }
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || !(on ? on.checked : keysOn())) return;
    if (event.target.closest("input, textarea, select, [contenteditable], dialog[open]")) return;
    if (dialog && dialog.open) return;
    var act = ACTS[event.key];
    if (act) { event.preventDefault(); act(); }
  });
})();
