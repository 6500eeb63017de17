// Old WebViews run this: no modules, nothing newer than 2012. Without it every page works just as well.
(function () {
  "use strict";
  var offline = document.getElementById("offline"), forms = document.forms, i;

  function each(form, act) {
    for (var n = 0; n < form.elements.length; n++) {
      var field = form.elements[n];
      if (field.name && /^(text|search|date|tel|email|number|textarea)$/.test(field.type)) act(field);
    }
  }

  // what is typed survives a lost network and the back button, in this tab only
  function keep(form) {
    var place = "portal " + location.pathname + " " + form.getAttribute("data-keep");
    try {
      var saved = JSON.parse(sessionStorage.getItem(place) || "{}");
      if (/[?&]said=/.test(location.search)) { sessionStorage.removeItem(place); saved = {}; }
      each(form, function (field) { if (!field.value && saved[field.name]) field.value = saved[field.name]; });
      form.addEventListener("input", function () {
        var typed = {};
        each(form, function (field) { if (field.value) typed[field.name] = field.value; });
        sessionStorage.setItem(place, JSON.stringify(typed));
      });
    } catch (error) { /* no storage here */ }
  }

  function send(event) {
    var form = event.target, button = form.querySelector("[data-pressed]");
    if (navigator.onLine === false) {
      event.preventDefault();
      if (offline) offline.hidden = false;
      return;
    }
    if (form.getAttribute("aria-busy") === "true") { event.preventDefault(); return; } // pressed twice
    form.setAttribute("aria-busy", "true");
    if (button) button.setAttribute("aria-busy", "true");
  }

  function press(event) {
    var form = event.target.form;
    if (!form) return;
    var before = form.querySelector("[data-pressed]");
    if (before) before.removeAttribute("data-pressed");
    event.target.setAttribute("data-pressed", "1");
  }

  for (i = 0; i < forms.length; i++) {
    if (forms[i].getAttribute("data-keep")) keep(forms[i]);
    forms[i].addEventListener("submit", send);
    forms[i].addEventListener("click", press);
  }
  window.addEventListener("online", function () { if (offline) offline.hidden = true; });
  window.addEventListener("pageshow", function () { // back from the next page: it can be sent again
    for (var n = 0; n < forms.length; n++) forms[n].removeAttribute("aria-busy");
  });
})();
