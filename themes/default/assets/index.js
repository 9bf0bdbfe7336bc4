// A list that can be narrowed down: a box, facets, groups and an order. The address is the view, and defaults leave no trace
// in it. What an address names and this list does not have is said as text, and can be removed like any part of the filter.
(function () {
  "use strict";
  const specfolio = window.specfolio;
  const GROUPS = { status: "Status", area: "Area", epic: "Epic", reviewer: "Reviewer", folder: "Folder", none: "One list" };
  const LATEST_FIRST = ["created", "updated", "next_review", "progress"];
  /** With so few rows left, what was typed may be meant for the texts. */
  const FEW = 5;
  const wide = matchMedia("(min-width: 62.5rem)");

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function button(text, properties, act) {
    const element = make("button", Object.assign({ type: "button", textContent: text }, properties));
    element.addEventListener("click", act);
    return element;
  }

  // The address.

  function readAddress(index) {
    const query = new URLSearchParams(location.search || ofPlace(index));
    const state = { q: query.get("q") || "", chosen: new Map(), sort: "", group: "", odd: [] };
    for (const { key } of index.facets) {
      const keys = (query.get(key) || "").split(",").map((one) => one.trim()).filter(Boolean);
      if (keys.length > 0) state.chosen.set(key, new Set(keys));
    }
    const sort = query.get("sort") || "";
    if (Object.hasOwn(index.columns, sort.replace(/^-/, ""))) state.sort = sort;
    else if (sort) state.odd.push(["order", sort]);
    const group = query.get("group") || "";
    if (index.groupings.includes(group)) state.group = group;
    else if (group && group !== index.by) state.odd.push(["grouping", group]);
    return state;
  }

  /** Who is led to the documents of a standing gets the list of them, where there is a script. */
  function ofPlace(index) {
    const place = location.hash.slice(1);
    if (!specfolio.rows.STANDINGS.includes(place) || !index.facets.some(({ key }) => key === "standing")) return "";
    history.replaceState(history.state, "", location.href.split("#")[0] + "?standing=" + place);
    return location.search;
  }

  function addressOf(index) {
    const { state } = index;
    const ours = ["q", "sort", "group", ...index.facets.map(({ key }) => key)];
    const parts = Array.from(new URLSearchParams(location.search)).filter(([key]) => !ours.includes(key));
    for (const [key, keys] of state.chosen) parts.push([key, Array.from(keys)]);
    for (const key of ["q", "sort", "group"]) if (state[key].trim()) parts.push([key, state[key].trim()]);
    const write = (text) => encodeURIComponent(text).replace(/%20/g, "+");
    const written = parts.map(([key, value]) => write(key) + "=" + [].concat(value).map(write).join(","));
    return location.href.split(/[?#]/)[0] + (written.length > 0 ? "?" + written.join("&") : "") + location.hash;
  }

  function keepAddress(index) {
    index.state.odd = [];
    clearTimeout(index.keeping);
    // The rows come first.
    index.keeping = setTimeout(() => {
      try {
        history.replaceState(history.state, "", addressOf(index));
      } catch (error) {
        // A browser that has had enough of new addresses still filters.
      }
      document.dispatchEvent(new CustomEvent("specfolio:view"));
    });
  }

  // What is seen.

  function show(index, isWhole) {
    const { state } = index;
    specfolio.filter.find(index, state.q, state.chosen);
    const groups = specfolio.filter.groups(index, state.group);
    arrange(index, groups, isWhole);
    heads(index);
    index.panel.update();
    index.clear.hidden = !index.sentence.say();
    index.chosen.textContent = state.chosen.size > 0 ? " (" + state.chosen.size + ")" : "";
    index.done.textContent = "Show " + index.sentence.counted();
    index.nothing.hidden = index.found.length > 0;
    pointOn(index);
    const row = specfolio.filter.named(index, state.q);
    index.hint.textContent = row ? "Enter opens " + row.id + " " + row.title : "";
    index.hint.hidden = !row;
  }

  /** The box looks at rows only: where they say little, the texts may say more. */
  function pointOn(index) {
    const { q } = index.state;
    const search = document.querySelector("header.site a.search");
    index.beyond.hidden = !search || q.trim() === "" || index.found.length > FEW;
    if (index.beyond.hidden) return;
    index.beyond.href = search.getAttribute("href") + "?q=" + encodeURIComponent(q.trim());
    index.beyond.textContent = "Search all texts for “" + q.trim() + "”";
  }

  function arrange(index, groups, isWhole) {
    const { state } = index;
    const at = index.facets.findIndex(({ key }) => key === "status");
    const rank = (row) => (row.values[at].length > 0 ? index.facets[at].values[row.values[at][0]].rank : Infinity);
    for (const group of groups) {
      const found = group.rows.filter(({ isFound, isTwin }) => isFound && !(isTwin && state.group));
      group.found = index.shown.sorted(found, state.sort, index.columns, rank);
    }
    index.shown.show(groups, { isOpen: state.q.trim() !== "" || state.chosen.size > 0, isWhole });
  }

  /** The first open group bears the column headings that order; others have theirs for who cannot see the first. */
  function heads(index) {
    const tables = Array.from(index.place.querySelectorAll("table.documents"));
    const bearing = tables.find((table) => !table.closest("details:not([open])"));
    for (const table of tables) {
      table.closest(".group").classList.toggle("bare", table !== bearing && table.closest("details") === null);
      if (table !== bearing && table.querySelector(".order")) table.tHead.replaceWith(index.plainHead.cloneNode(true));
    }
    if (bearing) bearing.tHead.querySelectorAll("th").forEach((th) => head(index, th));
  }

  function head(index, th) {
    const { sort } = index.state;
    const column = th.className.slice(3);
    if (!th.firstElementChild) th.replaceChildren(button(th.textContent, { className: "order" }, () => order(index, column)));
    if (sort.replace(/^-/, "") === column) th.setAttribute("aria-sort", sort.startsWith("-") ? "descending" : "ascending");
    else th.removeAttribute("aria-sort");
  }

  // What a reader does.

  function change(index) {
    keepAddress(index);
    show(index, false);
  }

  function choose(index, facet, key, isChosen) {
    const { chosen } = index.state;
    const keys = chosen.get(facet.key) || new Set();
    if (isChosen) keys.add(key);
    else keys.delete(key);
    if (keys.size > 0) chosen.set(facet.key, keys);
    else chosen.delete(facet.key);
    change(index);
  }

  function ask(index, text) {
    index.state.q = text;
    if (index.box.value !== text) index.box.value = text;
    change(index);
  }

  function set(index, name, value) {
    index.state[name] = value;
    index[name].value = value;
    change(index);
  }

  /** A heading orders one way, then the other, then not. */
  function order(index, column) {
    const { sort } = index.state;
    const [first, second] = LATEST_FIRST.includes(column) ? ["-" + column, column] : [column, "-" + column];
    set(index, "sort", sort === first ? second : sort === second ? "" : first);
    const heading = index.place.querySelector(".of-" + column + " .order");
    if (heading) heading.focus();
  }

  function clear(index) {
    const hasFocus = document.activeElement === index.clear;
    Object.assign(index.state, { q: "", chosen: new Map(), sort: "", group: "" });
    index.box.value = index.sort.value = index.group.value = "";
    change(index);
    if (hasFocus) index.box.focus();
  }

  function enter(index) {
    const row = specfolio.filter.named(index, index.state.q) || (index.found.length === 1 ? index.found[0] : null);
    if (row) location.assign(row.link.href);
    else specfolio.move(1);
  }

  // The tools.

  function select(words, options, act) {
    const element = make("select", {}, ...options.map(([value, text]) => make("option", { value, textContent: text })));
    element.addEventListener("change", () => act(element.value));
    return [element, make("label", {}, words + " ", element)];
  }

  function orders(index) {
    const heading = (column) => index.plainHead.querySelector(".of-" + column).textContent;
    const ways = (column) => {
      if (column === "progress") return ["Most done", "Least done"];
      return LATEST_FIRST.includes(column) ? [heading(column) + ", latest first", heading(column) + ", earliest first"] : null;
    };
    const options = Object.keys(index.columns).flatMap((column) => {
      const words = ways(column);
      return words ? [["-" + column, words[0]], [column, words[1]]] : [[column, heading(column)], ["-" + column, heading(column) + ", backwards"]];
    });
    return [["", "As listed"], ...options];
  }

  function groupings(index) {
    const folders = new Set(index.rows.map(({ folder }) => folder));
    const makesSense = (key) => {
      if (key === "none") return index.groups.length > 1;
      return key === "folder" ? folders.size > 1 : index.facets.find((facet) => facet.key === key).values.length > 1;
    };
    return Object.keys(GROUPS).filter((key) => key !== index.by && makesSense(key));
  }

  function makeTools(index) {
    const properties = { type: "search", className: "box", placeholder: "Filter: id, words, @person", autocomplete: "off", spellcheck: false };
    index.box = make("input", properties);
    index.box.setAttribute("aria-label", "Filter by id, words or @person");
    index.box.setAttribute("aria-keyshortcuts", "/");
    index.box.addEventListener("input", () => ask(index, index.box.value));
    index.box.addEventListener("keydown", (event) => event.key === "Enter" && !event.isComposing && enter(index));
    const listed = [["", index.by ? GROUPS[index.by] : "As listed"]];
    const [group, byGroup] = select("Group", listed.concat(index.groupings.map((key) => [key, GROUPS[key]])), (value) => set(index, "group", value));
    const [sort, bySort] = select("Sort", orders(index), (value) => set(index, "sort", value));
    byGroup.hidden = index.groupings.length === 0;
    Object.assign(index, { group, sort, selects: [byGroup, bySort] });
    index.hint = make("p", { className: "hint", hidden: true });
    index.clear = button("Clear", {}, () => clear(index));
    index.copy = button("Copy link", { hidden: !navigator.clipboard }, () => index.sentence.copy(addressOf(index), index.copy));
    index.sheetButton = button("Filter", { className: "open-sheet" }, () => index.sheet.showModal());
    index.chosen = index.sheetButton.appendChild(make("span", {}));
    index.keys = button("?", { className: "help-keys", title: "Keys", ariaLabel: "Keys" }, () => specfolio.showKeys());
  }

  function placeTools(index) {
    const acts = {
      change: () => change(index),
      choose: (facet, key, isChosen) => choose(index, facet, key, isChosen),
      ask: (text) => ask(index, text),
      set: (name, value) => set(index, name, value),
      optionOf: (name) => index[name].selectedOptions[0].textContent,
    };
    index.sentence = specfolio.sentence(index, acts);
    index.element.querySelector(".tools").replaceChildren(
      make("div", { className: "said" }, index.sentence.element, make("span", { className: "acts" }, index.clear, index.copy)),
      make("div", { className: "narrow" }, index.box, index.sheetButton, ...index.selects, index.keys),
      index.hint,
      index.sentence.live,
    );
    const isChosen = (facet, value) => (index.state.chosen.get(facet.key) || new Set()).has(value.key);
    index.panel = specfolio.facets(index.facets, (facet, value, is) => choose(index, facet, value.key, is), isChosen);
    index.nothing = make("p", { className: "nothing", textContent: "Nothing is left. Remove a part of the filter above.", hidden: true });
    index.beyond = make("a", { className: "beyond", hidden: true });
    index.place.before(index.nothing, index.beyond);
  }

  /** The panel stands beside the list where there is room, else with the orders in a sheet. */
  function makeSheet(index) {
    const body = make("div", { className: "body-of-sheet" });
    const aside = index.element.querySelector(".facets");
    index.done = button("", { className: "done" }, () => index.sheet.close());
    index.sheet = make("dialog", { className: "sheet" }, make("h2", { textContent: "Filter" }), body, index.done);
    index.sheet.setAttribute("aria-label", "Filter");
    index.element.append(index.sheet);
    index.settle = () => {
      if (wide.matches) index.keys.before(...index.selects);
      else body.append(...index.selects);
      (wide.matches ? aside : body).append(index.panel.element);
      if (wide.matches && index.sheet.open) index.sheet.close();
    };
    index.settle();
  }

  /** Puts the view of the address in place. */
  function settle(index, isWhole) {
    index.state = readAddress(index);
    for (const [name, value] of [["box", index.state.q], ["sort", index.state.sort], ["group", index.state.group]]) index[name].value = value;
    index.panel.unfold();
    show(index, isWhole);
  }

  /** A reader who comes back, or to a place on the page, finds it as long as it was. */
  function comesBack() {
    const [navigation] = performance.getEntriesByType("navigation");
    return location.hash !== "" || Boolean(navigation && navigation.type !== "navigate");
  }

  let current = null;

  function begin() {
    const element = document.querySelector(".index");
    current = specfolio.index = null;
    if (!element) return;
    const index = Object.assign({ element, made: new Map() }, specfolio.rows.read(element));
    index.place = element.querySelector(".groups");
    index.by = element.dataset.group;
    index.groupings = groupings(index);
    index.plainHead = index.groups[0].table.tHead.cloneNode(true);
    index.shown = specfolio.groups(index.place, index.groups[0]);
    index.place.addEventListener("toggle", () => heads(index), true);
    // What a reader unfolds stays so when a filter, which unfolds everything, is gone.
    for (const group of index.groups.filter(({ details }) => details)) {
      group.details.firstElementChild.addEventListener("click", () => (group.isUnfolded = !group.details.open));
    }
    makeTools(index);
    placeTools(index);
    makeSheet(index);
    current = index;
    settle(index, comesBack());
    specfolio.index = { box: index.box, clear: () => clear(index), isFiltered: () => !index.clear.hidden };
  }

  wide.addEventListener("change", () => current && current.settle());
  addEventListener("popstate", () => current && settle(current, true));
  document.addEventListener("specfolio:replaced", begin);
  begin();
})();
