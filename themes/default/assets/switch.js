// The button that changes the colours: as the system says, light, dark, and around again.
(function () {
  "use strict";
  var order = ["auto", "light", "dark"];
  var root = document.documentElement;
  var button = document.querySelector("[data-theme-switch]");
  if (!button) return;

  function current() {
    return root.dataset.theme || "auto";
  }

  function show() {
    button.querySelector("span").textContent = current();
  }

  button.addEventListener("click", function () {
    var next = order[(order.indexOf(current()) + 1) % order.length];
    if (next === "auto") delete root.dataset.theme;
    else root.dataset.theme = next;
    try {
      localStorage.setItem("specfolio.theme", next);
    } catch (error) {
      // It holds for this page, then.
    }
    show();
  });
  button.hidden = false;
  show();
})();
