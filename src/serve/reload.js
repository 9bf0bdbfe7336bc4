// A page of the preview follows its sources: what changed is put in place, what is wrong is shown over it.
//
// The preview's server puts this script into the pages it sends; no built file has it. One tab of a browser listens for all
// (browsers open six connections to a host, and a stream holds one), and hands on what it hears. A page asks for itself with
// the tag of the bytes it shows, so it catches up whatever it missed. All text is shown as text.
(function () {
  "use strict";
  var script = document.currentScript;
  var base = "/_specfolio/";
  // What is put in place beside the main part. The switch of colours is none of it: a script has hold of that.
  var PARTS = "header.site > :not([data-theme-switch]), footer.site > *";
  // Of the last that was heard.
  var run = null;
  var build = null;
  // The builds by which pictures changed: one of them, or any.
  var fresh = {};
  var allFresh = 0;
  // Of the page as it came, before any script has changed it.
  var loaded = [];
  var frame = "";
  var asking = false;
  var askAgain = false;
  var pages = "BroadcastChannel" in window ? new BroadcastChannel("specfolio.preview") : null;

  // Hearing.

  function hear(state) {
    // Builds are counted upwards in one run of the preview; what another run says is all new.
    var isFirst = build === null;
    var isSameRun = !isFirst && state.run === run;
    if (isSameRun && state.build < build) return;
    showError(state.error);
    if (isSameRun && state.build === build) return;
    var changed = isSameRun && state.build === build + 1 ? state.changed : null;
    run = state.run;
    build = state.build;
    if (!changed || isOwn(changed)) refresh();
    if (isFirst) return;
    if (changed) changed.forEach(function (path) { fresh[path] = build; });
    else allFresh = build;
    freshen(document);
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

  function ask(tries) {
    function fail() { later(ask, tries || 0); }
    fetch(base + "state").then(function (response) { return response.json(); }).then(hear, fail);
  }

  // What had no answer is asked again, a few times: a laptop that wakes is not all there at once.
  function later(what, tries) {
    if (tries < 6) setTimeout(function () { what(tries + 1); }, 250 << tries);
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
    // A tab that nobody sees may sleep: whatever was said meanwhile, it asks when it is shown.
    document.addEventListener("visibilitychange", function () { if (!document.hidden) ask(); });
    window.addEventListener("pageshow", function (event) { if (event.persisted) ask(); });
    ask();
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

  // Whether what changed is what this page shows. A page that says that there is nothing may be that of a folder to come.
  function isOwn(changed) {
    var path = pathOf(location);
    var names = path === "" || path.slice(-1) === "/" ? [path + "index.html"] : [path];
    if ("missing" in script.dataset) names.push(path + "/index.html", "404.html");
    return !script.dataset.etag || names.some(function (name) { return changed.indexOf(name) >= 0; });
  }

  function refresh(tries) {
    if (asking) {
      askAgain = true;
      return;
    }
    asking = true;
    var etag = script.dataset.etag;
    var headers = etag ? { "If-None-Match": "\"" + etag + "\"" } : {};
    fetch(location.pathname + location.search, { cache: "no-store", headers: headers })
      .then(function (response) {
        if (response.status === 304) return null;
        if (response.status === 503) throw new Error("it is busy");
        // What stands at another address has its links from there.
        if (response.redirected) return location.reload();
        return response.text().then(replace);
      })
      .catch(function () { later(refresh, tries || 0); })
      .then(function () {
        asking = false;
        if (!askAgain) return;
        askAgain = false;
        refresh();
      });
  }

  function list(root, selector) {
    return Array.prototype.slice.call(root.querySelectorAll(selector));
  }

  function addresses(root) {
    return list(root, "script[src]").map(function (each) { return each.src; });
  }

  function replace(html) {
    var next = new DOMParser().parseFromString(html, "text/html");
    var tag = next.querySelector("script[data-etag]");
    var etag = script.dataset.etag;
    if (!tag || (etag && tag.dataset.etag === etag)) return;
    var from = document.querySelector("main");
    var to = next.querySelector("main");
    var wanted = addresses(next);
    var isLess = loaded.some(function (address) { return wanted.indexOf(address) < 0; });
    // What is none of the site's pages, has lost a script, or has another frame, is loaded anew.
    if (!etag || !from || !to || isLess || around(next) !== frame) return location.reload();
    ["etag", "problems", "missing"].forEach(function (name) {
      if (name in tag.dataset) script.dataset[name] = tag.dataset[name];
      else delete script.dataset[name];
    });
    swapStyles(next);
    var kept = keep(from);
    document.title = next.title;
    document.body.className = next.body.className;
    freshen(to);
    keepImages(from, to);
    from.replaceWith(to);
    swapAll(next);
    showProblems();
    // Scripts have their way first: what they add is there to be in focus.
    document.dispatchEvent(new CustomEvent("specfolio:replaced"));
    restore(to, kept);
    addScripts(wanted);
  }

  // What stands around that which is put in place.
  function around(root) {
    var body = root.body.cloneNode(true);
    list(body, "main, " + PARTS).forEach(function (part) { part.textContent = ""; });
    return body.innerHTML.replace(/\s+/g, " ");
  }

  function swapAll(next) {
    var to = list(next, PARTS);
    list(document, PARTS).forEach(function (from, index) {
      if (to[index] && !to[index].isEqualNode(from)) from.replaceWith(to[index]);
    });
  }

  function addScripts(wanted) {
    wanted.forEach(function (address) {
      if (loaded.indexOf(address) >= 0) return;
      loaded.push(address);
      var added = document.createElement("script");
      added.src = address;
      // In their order, as they would have come with the page.
      added.async = false;
      document.head.append(added);
    });
  }

  function swapStyles(next) {
    var gone = {};
    list(document, "link[rel=stylesheet]:not([data-preview])").forEach(function (link) { gone[link.href] = link; });
    var waiting = 0;
    // The old style goes when the new one has come, so that the page is never bare.
    function drop() {
      Object.keys(gone).forEach(function (href) { gone[href].remove(); });
    }
    function come() {
      waiting -= 1;
      if (waiting === 0) drop();
    }
    // From the last to the first, each before the one after it: what comes later wins.
    var after = document.querySelector("link[data-preview]");
    list(next, "link[rel=stylesheet]").reverse().forEach(function (wanted) {
      var link = gone[wanted.href];
      delete gone[wanted.href];
      if (!link) {
        link = document.createElement("link");
        link.rel = "stylesheet";
        link.href = wanted.href;
        link.onload = link.onerror = come;
        waiting += 1;
        after.before(link);
      } else if (!(link.compareDocumentPosition(after) & Node.DOCUMENT_POSITION_FOLLOWING)) {
        after.before(link);
      }
      after = link;
    });
    if (waiting === 0) drop();
  }

  // Pictures that changed since the page was loaded are asked for by another address than they were.
  function freshen(root) {
    list(root, "img[src]").forEach(function (image) {
      var url = new URL(image.src, location.href);
      if (url.origin !== location.origin) return;
      var since = Math.max(fresh[pathOf(url)] || 0, allFresh);
      if (!since || url.search === "?build=" + since) return;
      url.search = "?build=" + since;
      image.src = url.href;
    });
  }

  // A picture that is the same is not loaded again, and so leaves no gap meanwhile.
  function keepImages(from, to) {
    var there = list(from, "img[src]");
    list(to, "img[src]").forEach(function (image) {
      var at = there.findIndex(function (other) { return other.isEqualNode(image); });
      if (at >= 0) image.replaceWith(there.splice(at, 1)[0]);
    });
  }

  // What the reader did to the page, to do it again.

  // Elements by what they say, less the numbers in it, and by how many before them say the same.
  function named(elements, words) {
    var seen = {};
    return elements.map(function (element) {
      var says = element.localName + " " + words(element).replace(/\d+/g, "");
      seen[says] = (seen[says] || 0) + 1;
      return { element: element, name: says + "#" + seen[says] };
    });
  }

  function focusable(main) {
    var all = list(main, "a[href], button, input, select, textarea, summary, [tabindex]");
    return named(all, function (element) {
      return element.id || (element.getAttribute("href") || "") + " " + element.textContent;
    });
  }

  function folds(main) {
    return named(list(main, "details"), function (fold) {
      return fold.firstElementChild ? fold.firstElementChild.textContent : "";
    });
  }

  function keep(main) {
    var anchor = null;
    list(main, "[id]").forEach(function (element) {
      if (element.getBoundingClientRect().top <= 1) anchor = element;
    });
    var open = {};
    folds(main).forEach(function (each) { open[each.name] = each.element.open; });
    var stops = focusable(main);
    var at = stops.findIndex(function (each) { return each.element === document.activeElement; });
    return {
      open: open,
      anchor: anchor && anchor.id,
      top: anchor && anchor.getBoundingClientRect().top,
      x: window.scrollX,
      y: window.scrollY,
      isMain: document.activeElement === main,
      focus: at,
      focusName: at < 0 ? null : stops[at].name
    };
  }

  function restore(main, kept) {
    folds(main).forEach(function (each) {
      if (each.name in kept.open) each.element.open = kept.open[each.name];
    });
    refocus(main, kept);
    window.scrollTo({ left: kept.x, top: kept.y, behavior: "instant" });
    var anchor = kept.anchor && document.getElementById(kept.anchor);
    if (!anchor) return;
    var moved = anchor.getBoundingClientRect().top - kept.top;
    window.scrollBy({ left: 0, top: moved, behavior: "instant" });
  }

  function refocus(main, kept) {
    var stops = focusable(main);
    var same = stops.filter(function (each) { return each.name === kept.focusName; })[0] || stops[kept.focus];
    var focus = kept.isMain ? main : same && same.element;
    if (focus) focus.focus({ preventScroll: true });
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

  // This script does not wait, as others do, until the page is whole: it sees the page before they do.
  document.addEventListener("readystatechange", function () {
    if (document.readyState !== "interactive") return;
    loaded = addresses(document);
    frame = around(document);
  });
  document.addEventListener("DOMContentLoaded", begin);
})();
