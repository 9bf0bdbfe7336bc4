// A page of the preview follows its sources: what changed is put in place, what is wrong is shown over it.
//
// The preview's server puts this script into the pages it sends; no built file has it. One tab of a browser listens for all
// (browsers open six connections to a host, and a stream holds one), and hands on what it hears. A page asks for itself with
// the tag of the bytes it shows, so it catches up whatever it missed. All text is shown as text.
(function () {
  "use strict";
  var script = document.currentScript;
  var etag = script.dataset.etag;
  var base = "/_specfolio/";
  var build = null;
  var asking = false;
  var askAgain = false;
  var pages = "BroadcastChannel" in window ? new BroadcastChannel("specfolio.preview") : null;

  // Hearing.

  function hear(state) {
    // Builds are counted upwards, also from one run of the preview to the next.
    if (build !== null && state.build < build) return;
    showError(state.error);
    if (state.build === build) return;
    var isFirst = build === null;
    var all = isFirst || state.build !== build + 1 || !state.changed;
    build = state.build;
    if (all || !etag || state.changed.indexOf(ownPath()) >= 0) refresh();
    if (!isFirst) refreshImages(all ? null : state.changed);
  }

  function listen() {
    var events = new EventSource(base + "events");
    events.onmessage = function (event) {
      var state = JSON.parse(event.data);
      if (pages) pages.postMessage(state);
      hear(state);
    };
    events.onerror = function () {
      // The browser tries again by itself, unless the server refused.
      if (events.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
    };
    return events;
  }

  // Without locks (a page that is not on this machine) every tab listens for itself, while it is seen.
  function listenWhileSeen() {
    var events = null;
    function turn() {
      if (!document.hidden && !events) events = listen();
      else if (document.hidden && events) {
        events.close();
        events = null;
      }
    }
    document.addEventListener("visibilitychange", turn);
    turn();
  }

  function begin() {
    style();
    showProblems();
    if (!pages || !navigator.locks) return listenWhileSeen();
    pages.onmessage = function (event) { hear(event.data); };
    fetch(base + "state").then(function (response) { return response.json(); }).then(hear, function () {});
    // Whoever holds the lock listens, until its tab is closed.
    navigator.locks.request("specfolio.preview", function () {
      listen();
      return new Promise(function () {});
    });
  }

  // Putting in place.

  // The path in the site of an address.
  function pathOf(address) {
    try {
      return decodeURIComponent(address.pathname.slice(1));
    } catch (error) {
      return "404.html";
    }
  }

  function ownPath() {
    var path = pathOf(location);
    return path === "" || path.slice(-1) === "/" ? path + "index.html" : path;
  }

  function refresh() {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    var known = etag ? { "If-None-Match": "\"" + etag + "\"" } : {};
    fetch(location.pathname + location.search, { cache: "no-store", headers: known })
      .then(function (response) {
        if (response.status === 304 || response.status === 503) return null;
        return response.text().then(replace);
      })
      .catch(function () {})
      .then(function () {
        asking = false;
        if (!askAgain) return;
        askAgain = false;
        refresh();
      });
  }

  function own(root) {
    return root.querySelector("script[data-etag]");
  }

  function scripts(root) {
    var all = Array.prototype.slice.call(root.querySelectorAll("script[src]"));
    return all.map(function (each) { return each.getAttribute("src"); }).join("\n");
  }

  function replace(html) {
    var next = new DOMParser().parseFromString(html, "text/html");
    var tag = own(next);
    if (!tag || (etag && tag.dataset.etag === etag)) return;
    var from = document.querySelector("main");
    var to = next.querySelector("main");
    // A page that is none of the site's, or has other scripts, is loaded anew: scripts cannot be taken back.
    if (!etag || !from || !to || scripts(next) !== scripts(document)) return location.reload();
    etag = tag.dataset.etag;
    script.dataset.problems = tag.dataset.problems;
    swapStyles(next);
    var kept = keep(from);
    document.title = next.title;
    document.body.className = next.body.className;
    from.replaceWith(to);
    swapAll("header.site nav", next);
    swapAll("footer.site", next);
    restore(to, kept);
    showProblems();
    document.dispatchEvent(new CustomEvent("specfolio:replaced"));
  }

  function swapAll(selector, next) {
    var to = next.querySelectorAll(selector);
    document.querySelectorAll(selector).forEach(function (from, index) {
      if (to[index]) from.replaceWith(to[index]);
    });
  }

  function swapStyles(next) {
    var wanted = {};
    next.querySelectorAll("link[rel=stylesheet]").forEach(function (link) {
      wanted[link.getAttribute("href")] = link;
    });
    var gone = [];
    document.querySelectorAll("link[rel=stylesheet]:not([data-preview])").forEach(function (link) {
      var href = link.getAttribute("href");
      if (wanted[href]) delete wanted[href];
      else gone.push(link);
    });
    var added = Object.keys(wanted);
    var waiting = added.length;
    // The old style goes when the new one has come, so that the page is never bare.
    function drop() {
      gone.forEach(function (link) { link.remove(); });
    }
    if (!waiting) drop();
    added.forEach(function (href) {
      var link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = href;
      link.onload = link.onerror = function () {
        waiting -= 1;
        if (waiting === 0) drop();
      };
      document.head.append(link);
    });
  }

  function refreshImages(changed) {
    document.querySelectorAll("img[src]").forEach(function (image) {
      var url = new URL(image.src, location.href);
      if (url.origin !== location.origin) return;
      if (changed && changed.indexOf(pathOf(url)) < 0) return;
      url.search = "?build=" + build;
      image.src = url.href;
    });
  }

  // What the reader did to the page, to do it again.

  function focusable(main) {
    return Array.prototype.slice.call(
      main.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")
    );
  }

  // A fold is known by what it says, less the numbers in it, and by how many before it say the same.
  function folds(main) {
    var seen = {};
    return Array.prototype.map.call(main.querySelectorAll("details"), function (fold) {
      var says = fold.firstElementChild ? fold.firstElementChild.textContent.replace(/\d+/g, "") : "";
      seen[says] = (seen[says] || 0) + 1;
      return { fold: fold, name: says + "#" + seen[says] };
    });
  }

  function keep(main) {
    var anchor = null;
    main.querySelectorAll("[id]").forEach(function (element) {
      if (element.getBoundingClientRect().top <= 1) anchor = element;
    });
    var open = {};
    folds(main).forEach(function (each) { open[each.name] = each.fold.open; });
    return {
      open: open,
      anchor: anchor && anchor.id,
      top: anchor && anchor.getBoundingClientRect().top,
      x: window.scrollX,
      y: window.scrollY,
      focus: document.activeElement === main ? -2 : focusable(main).indexOf(document.activeElement),
      focusId: document.activeElement ? document.activeElement.id : ""
    };
  }

  function restore(main, kept) {
    folds(main).forEach(function (each) {
      if (each.name in kept.open) each.fold.open = kept.open[each.name];
    });
    var focus = kept.focus === -2 ? main : null;
    if (kept.focus >= 0) {
      var same = kept.focusId && document.getElementById(kept.focusId);
      focus = same || focusable(main)[kept.focus];
    }
    if (focus) focus.focus({ preventScroll: true });
    window.scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    var anchor = kept.anchor && document.getElementById(kept.anchor);
    if (!anchor) return;
    var moved = anchor.getBoundingClientRect().top - kept.top;
    window.scrollBy({ left: 0, top: moved, behavior: "instant" });
  }

  // What is wrong.

  function style() {
    var link = document.createElement("link");
    link.rel = "stylesheet";
    link.href = base + "serve.css";
    link.dataset.preview = "";
    document.head.append(link);
  }

  function element(name, text) {
    var made = document.createElement(name);
    made.textContent = text;
    return made;
  }

  function showProblems() {
    var count = Number(script.dataset.problems);
    var old = document.querySelector(".specfolio-problems");
    if (old) old.remove();
    if (!count) return;
    var strip = element("a", count + (count === 1 ? " problem" : " problems") + " in this document");
    strip.className = "specfolio-problems";
    strip.href = "/problems.html";
    document.body.append(strip);
  }

  function showError(text) {
    var old = document.querySelector(".specfolio-error");
    if (old && text && old.lastElementChild.textContent === text) return;
    if (old) old.remove();
    if (!text) return;
    var panel = document.createElement("section");
    panel.className = "specfolio-error";
    panel.setAttribute("role", "alert");
    var close = element("button", "Hide");
    close.type = "button";
    close.addEventListener("click", function () { panel.hidden = true; });
    panel.append(element("h2", "The site could not be built; this is the last one that could."), close);
    panel.append(element("pre", text));
    document.body.append(panel);
  }

  begin();
})();
