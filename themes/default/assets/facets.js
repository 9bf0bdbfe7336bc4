// The panel beside a list: its facets with their values as checkboxes, and how many rows each would leave.
//
// A facet with one value says nothing and is absent. Beyond twelve values the ones with most rows are shown, and a box finds
// the others.
(function () {
  "use strict";
  const specfolio = (window.specfolio = window.specfolio || {});
  const [ALL, MOST, FOUND] = [12, 8, 40];
  const FOLDED = ["area", "author", "story", "epic"];

  function make(name, className, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  function box(panel, facet, value) {
    const item = make("li");
    const label = make("label", "value");
    const input = make("input");
    input.type = "checkbox";
    input.addEventListener("change", () => panel.choose(facet, value, input.checked));
    const name = make("bdi", "", value.name);
    const count = make("span", "count");
    label.append(input, value.colour ? make("span", "dot " + value.colour) : "", name, " ", count);
    item.append(label);
    return Object.assign(value, { item, label, input, count });
  }

  /** The values that are to be seen: what is chosen, then those with most rows, or those that are looked for. */
  function seen(facet, counts, isChosen) {
    const all = facet.values.map((value, index) => ({ value, index }));
    if (!facet.find) return facet.ordered.map((index) => all[index]);
    const words = specfolio.rows.fold(facet.find.value.trim().replace(/^@/, ""));
    const byCount = (a, b) => counts[b.index] - counts[a.index] || b.value.total - a.value.total || a.index - b.index;
    const chosen = all.filter(({ value }) => isChosen(facet, value));
    const rest = all.filter(({ value }) => !isChosen(facet, value));
    const found = words ? rest.filter(({ value }) => specfolio.rows.fold(value.name + " " + value.key).includes(words)) : rest;
    return chosen.concat(found.sort(byCount).slice(0, words ? FOUND : MOST));
  }

  function makeFacet(panel, facet) {
    const details = make("details", "facet");
    details.open = !FOLDED.includes(facet.key);
    const summary = make("summary", "", facet.title);
    const values = make("ul", "values");
    values.setAttribute("aria-label", facet.title);
    details.append(summary);
    if (facet.values.length > ALL) {
      facet.find = make("input", "find");
      facet.find.type = "search";
      facet.find.placeholder = "Find one of " + facet.values.length;
      facet.find.setAttribute("aria-label", "Find: " + facet.title);
      facet.find.addEventListener("input", () => panel.update());
      details.append(facet.find);
    }
    details.append(values);
    Object.assign(facet, { details, list: values, ordered: order(facet) });
    return details;
  }

  /** Statuses come in the order of the workflow; others by how many bear them. */
  function order(facet) {
    const indexes = facet.values.map((_, index) => index);
    const isLast = (index) => facet.values[index].key === specfolio.rows.NONE;
    const standing = (index) => specfolio.rows.STANDINGS.indexOf(facet.values[index].key);
    if (facet.key === "standing") return indexes.sort((a, b) => standing(a) - standing(b));
    if (facet.key === "status") return indexes.sort((a, b) => facet.values[a].rank - facet.values[b].rank);
    return indexes.sort((a, b) => isLast(a) - isLast(b) || facet.values[b].total - facet.values[a].total);
  }

  function draw(panel, facet) {
    const shown = seen(facet, facet.counts, panel.isChosen);
    const items = shown.map(({ value, index }) => {
      if (!value.item) box(panel, facet, value);
      const count = String(facet.counts[index]);
      if (value.count.textContent !== count) value.count.textContent = count;
      value.label.classList.toggle("zero", count === "0");
      value.input.checked = panel.isChosen(facet, value);
      value.label.classList.toggle("chosen", value.input.checked);
      return value.item;
    });
    const now = facet.list.children;
    const isSame = items.length === now.length && items.every((item, at) => now[at] === item);
    if (!isSame) facet.list.replaceChildren(...items);
  }

  /** The panel of these facets. `choose` is told what is ticked; `isChosen` says what is. */
  specfolio.facets = function (facets, choose, isChosen) {
    const element = make("div", "panel");
    const told = facets.filter((facet) => facet.values.length > 1 || facet.key === "needs" && facet.values.length > 0);
    const panel = { element, facets: told, choose, isChosen };
    element.append(...told.map((facet) => makeFacet(panel, facet)));
    /** Shows the counts that the facets hold. */
    panel.update = function () {
      told.forEach((facet) => draw(panel, facet));
    };
    /** Unfolds what has something chosen in it. */
    panel.unfold = function () {
      const hasChosen = (facet) => facet.values.some((value) => isChosen(facet, value));
      told.filter(hasChosen).forEach((facet) => (facet.details.open = true));
    };
    return panel;
  };
})();
