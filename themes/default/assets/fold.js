// A document's name and status at the top of the window, once its header has scrolled away.
(function () {
  "use strict";
  if (!("IntersectionObserver" in window)) return;
  var line = null;
  var observer = new IntersectionObserver(function (entries) {
    var entry = entries[entries.length - 1];
    line.hidden = entry.isIntersecting || entry.boundingClientRect.top > 0;
  });

  function begin() {
    var header = document.querySelector("header.document");
    observer.disconnect();
    line = document.querySelector(".folded");
    if (line && header) observer.observe(header);
  }

  document.addEventListener("specfolio:replaced", begin);
  begin();
})();
