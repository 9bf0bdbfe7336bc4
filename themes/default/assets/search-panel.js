// The box that a reader types in and the list of what was found: in a dialog over any page, and on a page of its own.
//
// Everything of a document is written as text. The list is a listbox that the box controls: arrows move, Enter goes there.
var specfolioSearchPanel = (function () {
  "use strict";
  var SOON = 40;
  var IN_DIALOG = 8;
  var ON_PAGE = 30;
  var AT_ONCE = 4;
  var search = null;
  var dialog = null;
  var count = 0;

  function make(tag, attributes, children) {
    var element = document.createElement(tag);
    Object.keys(attributes || {}).forEach(function (name) {
      if (attributes[name] !== null) element.setAttribute(name, attributes[name]);
    });
    (children || []).forEach(function (child) { if (child) element.append(child); });
    return element;
  }

  function engine(value) {
    if (!search) search = window.specfolioSearch.engine(value);
    return search;
  }

  /** The box and its list. `most` results are shown; `more` is where all of them are. */
  function box(root, value, most, more) {
    var number = (count += 1);
    var id = function (name) { return "page.search." + number + "." + name; };
    var input = make("input", {
      type: "search", id: id("box"), role: "combobox", "aria-expanded": "false", "aria-controls": id("list"), "data-searches": "",
      "aria-autocomplete": "list", "aria-label": "Search all documents", placeholder: "Words, “a phrase”, an id, @person, status:draft",
      autocomplete: "off", autocapitalize: "off", spellcheck: "false", enterkeyhint: "go",
    });
    var list = make("div", { id: id("list"), role: "listbox", "aria-label": "Results" });
    var status = make("p", { class: "said", role: "status" });
    var all = make("a", { class: "all", href: root + "search.html", hidden: "" }, ["See all results"]);
    var element = make("div", { class: "searching" }, [input, status, list, more ? all : null]);
    var options = [];
    var active = -1;
    var asked = 0;
    var timer = null;
    var observer = null;
    // Whether Enter waits for the answer to what was typed.
    var goes = false;

    function activate(at) {
      if (options[active]) options[active].setAttribute("aria-selected", "false");
      active = options.length === 0 ? -1 : (at + options.length) % options.length;
      var option = options[active];
      if (option) {
        option.setAttribute("aria-selected", "true");
        option.scrollIntoView({ block: "nearest" });
        input.setAttribute("aria-activedescendant", option.id);
      } else input.removeAttribute("aria-activedescendant");
    }

    /** Takes up the options anew, keeping the chosen one. */
    function gather() {
      var kept = options[active];
      options = Array.prototype.slice.call(list.querySelectorAll("[role=option]"));
      options.forEach(function (option, at) {
        option.id = id("option." + at);
        option.setAttribute("aria-selected", "false");
      });
      input.setAttribute("aria-expanded", String(options.length > 0));
      activate(kept ? Math.max(0, options.indexOf(kept)) : 0);
    }

    function show(found, text) {
      var shown = found.results.slice(0, most);
      var groups = shown.map(function (result, at) { return group(result, root, id("group." + at)); });
      list.replaceChildren.apply(list, groups);
      active = -1;
      options = [];
      gather();
      status.textContent = said(found, text);
      all.href = root + "search.html?q=" + encodeURIComponent(text);
      all.hidden = found.results.length <= most;
      all.textContent = "See all " + found.results.length + " results";
      function excerpts(at) {
        return search.excerpts(shown[at], found.asked).then(function (sections) {
          addSections(groups[at], shown[at], sections, root);
        });
      }
      watch(groups, excerpts);
      return Promise.all(shown.slice(0, AT_ONCE).map(function (_, at) { return excerpts(at); }));
    }

    /** The texts of results further down are loaded when those are seen. */
    function watch(groups, excerpts) {
      if (observer) observer.disconnect();
      observer = new IntersectionObserver(function (entries) {
        entries.filter(function (entry) { return entry.isIntersecting; }).forEach(function (entry) {
          observer.unobserve(entry.target);
          excerpts(groups.indexOf(entry.target)).then(gather);
        });
      });
      groups.slice(AT_ONCE).forEach(function (group) { observer.observe(group); });
    }

    async function ask() {
      var text = input.value;
      var turn = (asked += 1);
      clearTimeout(timer);
      timer = null;
      element.dataset.state = "asking";
      if (text.trim() === "") {
        list.replaceChildren();
        gather();
        all.hidden = true;
        status.textContent = "";
      } else {
        try {
          var found = await engine(value).search(text);
          if (turn !== asked) return;
          var excerpts = show(found, text);
          await excerpts;
          if (turn !== asked) return;
          gather();
        } catch (error) {
          if (turn !== asked) return;
          status.textContent = "The index cannot be loaded.";
        }
      }
      element.dataset.state = "answered";
      if (goes) go();
      element.dispatchEvent(new CustomEvent("specfolio:searched", { bubbles: true }));
    }

    /** Whatever is on its way answers what stood here before: from now on it counts for nothing. */
    function soon() {
      asked += 1;
      goes = false;
      clearTimeout(timer);
      element.dataset.state = "asking";
      timer = setTimeout(ask, SOON);
    }

    input.addEventListener("input", soon);
    input.addEventListener("focus", function () { engine(value).manifest().catch(function () {}); });
    input.addEventListener("keydown", function (event) {
      if (event.isComposing || event.altKey || event.ctrlKey || event.metaKey) return;
      var step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) activate(active + step);
      else if (event.key === "Enter") go();
      else return;
      event.preventDefault();
    });
    list.addEventListener("pointermove", function (event) {
      var option = event.target.closest("[role=option]");
      var at = options.indexOf(option);
      if (option && at !== active) activate(at);
    });

    /** Goes to the chosen result, once what was typed is answered. */
    function go() {
      if (element.dataset.state === "asking") {
        goes = true;
        if (timer) ask();
        return;
      }
      goes = false;
      var link = options[active];
      if (link) link.click();
    }

    function stay() {
      goes = false;
    }

    return { element: element, input: input, ask: ask, go: go, stay: stay };
  }

  function said(found, text) {
    var number = found.results.length;
    if (number === 0) return "Nothing found for “" + text.trim() + "”.";
    return number + (number === 1 ? " result" : " results");
  }

  /** A document that was found, with what says which it is. */
  function group(result, root, id) {
    var title = make("bdi", {}, [result.title]);
    var status = result.status && make("span", { class: "status " + result.status.colour }, [result.status.name]);
    var kind = result.kind && result.kind !== "spec" && make("span", { class: "kind" }, [result.kind]);
    var link = make("a", { role: "option", class: "found", href: root + result.url, tabindex: "-1" }, [
      make("span", { class: "name" }, [result.id && make("span", { class: "id" }, [result.id]), " ", title]),
      " ",
      kind,
      " ",
      status || null,
    ]);
    return make("div", { role: "group", class: result.past ? "past" : null, "aria-label": (result.id + " " + result.title).trim() }, [link]);
  }

  /** The headings of a document that fit, each with a stretch of its text. The best one is where the document leads. */
  function addSections(group, result, sections, root) {
    var link = group.firstElementChild;
    sections.forEach(function (section, at) {
      var place = root + result.url + (section.anchor ? "#" + encodeURIComponent(section.anchor) : "");
      var heading = runs("span", "heading", section.heading);
      var text = section.text.length > 0 && (at === 0 || section.text.some(isMarked)) ? runs("span", "excerpt", section.text) : null;
      if (at === 0) {
        link.append(section.heading.length > 0 ? heading : "", text || "");
        if (result.score !== Infinity) link.href = place;
      } else {
        group.append(make("a", { role: "option", class: "found section", href: place, tabindex: "-1" }, [heading, text]));
      }
    });
  }

  function isMarked(run) {
    return run.marked;
  }

  function runs(tag, name, parts) {
    return make(tag, { class: name }, parts.map(function (run) {
      return run.marked ? make("mark", {}, [run.text]) : document.createTextNode(run.text.replace(/\n/g, " · "));
    }));
  }

  /** Opens the dialog. */
  function open(root, value, typed, isEntered) {
    if (dialog && dialog.isConnected) {
      if (!dialog.open) dialog.showModal();
      dialog.querySelector("input").select();
      return;
    }
    var made = box(root, value, IN_DIALOG, true);
    var close = make("button", { type: "button", class: "close" }, [make("span", { class: "hidden" }, ["Close the search: "]), "Esc"]);
    dialog = make("dialog", { class: "search", "aria-label": "Search" }, [close, made.element]);
    close.addEventListener("click", function () { dialog.close(); });
    dialog.addEventListener("close", made.stay);
    dialog.addEventListener("click", function (event) {
      var leads = event.target.closest("a[href]");
      // A result on this very page is behind the dialog.
      if (event.target === dialog || leads) dialog.close();
    });
    document.body.append(dialog);
    dialog.showModal();
    made.input.focus();
    if (!typed) return;
    made.input.value = typed;
    made.ask();
    if (isEntered) made.go();
  }

  /** Fills the page of the search; the query is in its address. */
  function fill(place, root, value) {
    var made = box(root, value, ON_PAGE, false);
    place.replaceChildren(made.element);
    function read() {
      made.input.value = new URLSearchParams(location.search).get("q") || "";
      made.ask();
    }
    made.input.addEventListener("input", function () {
      var query = made.input.value.trim();
      history.replaceState(null, "", query ? "?q=" + encodeURIComponent(query) : location.pathname);
    });
    window.addEventListener("popstate", read);
    read();
  }

  return { open: open, fill: fill, forget: function () { search = null; } };
})();
