// The way back: lists remember how they were looked at while the tab is open, and the path above a document leads there.
(function () {
  "use strict";
  const KEPT = "specfolio.view:";

  /** Storage that a browser may refuse. */
  function inStorage(act) {
    try {
      return act(sessionStorage);
    } catch (error) {
      return null;
    }
  }

  function remember() {
    if (document.querySelector(".index")) inStorage((storage) => storage.setItem(KEPT + location.pathname, location.search));
  }

  function lead() {
    for (const link of document.querySelectorAll(".trail a")) {
      link.search = inStorage((storage) => storage.getItem(KEPT + link.pathname)) || "";
    }
  }

  function begin() {
    remember();
    lead();
  }

  document.addEventListener("specfolio:view", remember);
  document.addEventListener("specfolio:replaced", begin);
  addEventListener("pageshow", lead);
  begin();
})();
