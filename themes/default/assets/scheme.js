// Colours as the reader chose them, before the first paint: this script alone blocks.
(function () {
  "use strict";
  var chosen = null;
  try {
    chosen = localStorage.getItem("specfolio.theme");
  } catch (error) {
    // A browser that keeps nothing shows the site's own choice.
  }
  if (chosen === "light" || chosen === "dark") document.documentElement.dataset.theme = chosen;
  else if (chosen === "auto") delete document.documentElement.dataset.theme;
})();
