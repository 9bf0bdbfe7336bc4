// Rows → the tables of a list: in groups, in order, and only as many at once as a frame has time for.
//
// What a window holds is put in place at once, and the rest when a reader comes near, asks for it, searches in the page or
// prints it: what a page holds is what every change has to take away again.
(function () {
  "use strict";
  const specfolio = (window.specfolio = window.specfolio || {});
  const [AT_ONCE, AHEAD] = [24, 40];
  const collator = new Intl.Collator(document.documentElement.lang || undefined, { numeric: true, sensitivity: "base" });

  function make(name, className, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  /** A group like those the page came with. */
  function build(group, like) {
    const section = make("section", "group");
    const heading = make("h2");
    const title = make("bdi", "", group.title);
    if (group.href) {
      const link = make("a");
      link.href = group.href;
      link.append(title);
      heading.append(link, " ");
    } else heading.append(title, " ");
    group.count = make("span", "count");
    heading.append(group.count);
    const region = like.table.parentElement.cloneNode(false);
    region.setAttribute("aria-label", group.title);
    group.table = like.table.cloneNode(false);
    const caption = make("caption", "hidden", group.title);
    group.tbody = make("tbody");
    group.table.append(caption, like.table.querySelector("colgroup").cloneNode(true), like.table.tHead.cloneNode(true), group.tbody);
    region.append(group.table);
    section.append(heading, region);
    return Object.assign(group, { section, band: null, details: null });
  }

  /** What a column is ordered by. */
  function sortKey(row, column, index, ranks) {
    if (row.keys && row.keys[column] !== undefined) return row.keys[column];
    const text = row.tr.cells[index].textContent.trim();
    let key = text;
    if (column === "progress" && text) key = text.split("/").reduce((done, total) => done / total);
    else if (column === "status") key = ranks(row);
    else if (column === "title") key = row.title;
    row.keys = Object.assign(row.keys || {}, { [column]: key });
    return key;
  }

  /** Orders rows by a column, `-` before its name turns it around; what is empty comes last either way. */
  function sorted(rows, sort, columns, ranks) {
    if (!sort) return rows;
    const column = sort.replace(/^-/, "");
    const sign = sort.startsWith("-") ? -1 : 1;
    const key = (row) => sortKey(row, column, columns[column], ranks);
    const compare = (a, b) => (typeof a === "number" ? a - b : collator.compare(a, b));
    return rows.slice().sort((left, right) => {
      const [a, b] = [key(left), key(right)];
      if (a === "" || b === "") return (a === "") - (b === "") || left.at - right.at;
      return sign * compare(a, b) || left.at - right.at;
    });
  }

  /** The row for the first group that shows a document, copies for the others. */
  function element(row, shown) {
    const turn = shown.get(row) || 0;
    shown.set(row, turn + 1);
    if (turn === 0) return row.tr;
    row.copies = row.copies || [];
    row.copies[turn - 1] = row.copies[turn - 1] || row.tr.cloneNode(true);
    return row.copies[turn - 1];
  }

  // Who searches in the page or prints it means all of it.
  let showAll = () => {};
  addEventListener("beforeprint", () => showAll());
  addEventListener("keydown", (event) => (event.ctrlKey || event.metaKey) && event.key === "f" && showAll());

  /** Shows groups in `place`, each with its `found` rows. */
  specfolio.groups = function (place, like) {
    const rest = make("button", "rest");
    rest.type = "button";
    const near = new IntersectionObserver(([{ isIntersecting }]) => isIntersecting && fill(AHEAD), { rootMargin: "1000px" });
    let queue = [];

    /** Begins a group: its band, if that has not begun, and its heading. */
    function begin(next) {
      const { group } = next;
      if (!group.section) build(group, like);
      if (next.band) {
        next.band.querySelector(".count").textContent = next.inBand;
        place.append(next.band);
      }
      group.count.textContent = group.found.length;
      if (group.details) group.details.open = next.isOpen;
      group.tbody.replaceChildren();
      group.waiting = next.isOpen ? null : next.rows;
      if (group.waiting) next.rows = [];
      place.append(group.section);
      next.hasBegun = true;
    }

    function fill(budget) {
      rest.remove();
      while (queue.length > 0 && budget > 0) {
        const next = queue[0];
        if (!next.hasBegun) begin(next);
        const some = next.rows.slice(next.at, next.at + budget);
        next.group.tbody.append(...some);
        next.at += some.length;
        budget -= some.length + 1;
        if (next.at >= next.rows.length) queue.shift();
      }
      if (queue.length === 0) return;
      const left = queue.reduce((sum, { rows, at }) => sum + rows.length - at, 0);
      rest.textContent = "Show " + left + " more";
      place.append(rest);
      // It is looked at anew: what was near the window before may be so still.
      near.unobserve(rest);
      near.observe(rest);
    }

    function all() {
      fill(Infinity);
      for (const tbody of place.querySelectorAll("details:not([open]) tbody")) unfold(tbody);
    }

    /** The rows of a folded group come when it is unfolded. */
    function unfold(tbody) {
      const group = byBody.get(tbody);
      if (!group || !group.waiting) return;
      tbody.append(...group.waiting);
      group.waiting = null;
    }

    const byBody = new Map();
    rest.addEventListener("click", all);
    place.addEventListener("toggle", ({ target }) => target.open && unfold(target.querySelector("tbody")), true);
    showAll = all;

    return {
      sorted,
      show(groups, { isOpen, isWhole }) {
        queue = [];
        const shown = new Map();
        const some = groups.filter(({ found }) => found.length > 0);
        let band = null;
        for (const group of some) {
          if (group.tbody) byBody.set(group.tbody, group);
          const next = { group, at: 0, isOpen: !group.details || isOpen || group.isUnfolded === true };
          next.rows = group.found.map((row) => element(row, shown));
          if (group.band && group.band !== band) {
            band = group.band;
            const inBand = some.filter((other) => other.band === band);
            Object.assign(next, { band, inBand: inBand.reduce((sum, { found }) => sum + found.length, 0) });
          }
          queue.push(next);
        }
        place.replaceChildren();
        fill(isWhole ? Infinity : AT_ONCE);
      },
    };
  };
})();
