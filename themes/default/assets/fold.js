// A document's name and status at the top of the window, once its header has scrolled away.
(function () {
  "use strict";
  var line = document.querySelector(".folded");
  var header = document.querySelector("header.document");
  if (!line || !header || !("IntersectionObserver" in window)) return;
  new IntersectionObserver(function (entries) {
    var entry = entries[entries.length - 1];
    line.hidden = entry.isIntersecting || entry.boundingClientRect.top > 0;
  }).observe(header);
})();
