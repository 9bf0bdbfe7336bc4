// Opens the search from any page: its link, Ctrl-K, or `/` where no list has a box of its own. What searches is loaded when
// it is first asked for.
(function () {
  "use strict";
  var link = document.querySelector("header.site a.search[data-search]");
  if (!link) return;
  var root = new URL(".", link.href).href;
  var loaded = null;

  function script(url) {
    return new Promise(function (resolve, reject) {
      var element = document.createElement("script");
      element.src = url;
      element.onload = function () {
        element.remove();
        resolve();
      };
      element.onerror = function () {
        element.remove();
        reject(new Error("cannot load " + url));
      };
      document.head.append(element);
    });
  }

  function style(url) {
    return new Promise(function (resolve) {
      var element = document.createElement("link");
      element.rel = "stylesheet";
      element.href = url;
      element.onload = element.onerror = resolve;
      document.head.append(element);
    });
  }

  function load() {
    if (!loaded) {
      var urls = link.dataset.search.split(" ").map(function (url) { return new URL(url, document.baseURI).href; });
      // Each script needs those before it; the style sheet stands last.
      var sheet = style(urls.pop());
      loaded = urls.reduce(function (before, url) { return before.then(function () { return script(url); }); }, Promise.resolve());
      loaded = Promise.all([sheet, loaded]);
      loaded.catch(function () { loaded = null; });
    }
    return loaded;
  }

  /** Loads a script of the index: what it hands over is taken before anything else runs. */
  function value(name, fresh) {
    var url = root + "search/" + name + ".js" + (fresh ? "?" + encodeURIComponent(fresh) : "");
    return script(url).then(function () { return window.specfolioSearch.value; });
  }

  function open() {
    var typed = early();
    load().then(
      function () {
        var keys = typed();
        if (!keys.isLeft) window.specfolioSearchPanel.open(root, value, keys.text, keys.isEntered);
      },
      function () {
        typed();
        location.href = link.href;
      }
    );
  }

  /**
   * Who types at once is not kept waiting: gives what was typed before the box was there, whether Enter was the end of it, and
   * whether the reader has thought better of it.
   */
  function early() {
    var keys = { text: "", isEntered: false, isLeft: false };
    function take(event) {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "Enter") keys.isEntered = true;
      else if (event.key === "Escape") keys.isLeft = true;
      else if (event.key === "Backspace") keys.text = keys.text.slice(0, -1);
      else if (event.key.length === 1) keys = { text: keys.text + event.key, isEntered: false, isLeft: false };
      else return;
      event.preventDefault();
      event.stopPropagation();
    }
    window.addEventListener("keydown", take, true);
    return function () {
      window.removeEventListener("keydown", take, true);
      return keys;
    };
  }

  function isTyping(element) {
    return element.isContentEditable || /^(input|textarea|select)$/i.test(element.localName);
  }

  function asks(event) {
    if (event.key.toLowerCase() === "k") return (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    var plain = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    return plain && !isTyping(event.target) && !document.querySelector("main input[type=search]:not([data-searches])");
  }

  var page = document.querySelector("[data-search-page]");

  document.addEventListener("keydown", function (event) {
    if (event.defaultPrevented || !asks(event)) return;
    event.preventDefault();
    if (page) page.querySelector("input").focus();
    else open();
  });
  document.addEventListener("click", function (event) {
    var clicked = event.target.closest && event.target.closest("a.search[data-search]");
    if (!clicked || page || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open();
  });
  document.addEventListener("specfolio:replaced", function () {
    link = document.querySelector("header.site a.search[data-search]") || link;
    if (loaded) loaded.then(function () { window.specfolioSearchPanel.forget(); });
  });
  if (page) load().then(function () { window.specfolioSearchPanel.fill(page, root, value); });
})();
