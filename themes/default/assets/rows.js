// The tables of a list → what its tools go by: every row with its values, the facets they fall into, and the groups they
// stand in. The page is the only source: cells say what they show, `data-…` on a row says the rest.
(function () {
  "use strict";
  const specfolio = (window.specfolio = window.specfolio || {});

  // In the order of the panel. `said` puts a value into the sentence, `without` is said of rows that have none.
  const FACETS = [
    { key: "standing", title: "Standing", fact: "standing", said: (name) => name.toLowerCase() },
    { key: "status", title: "Status", fact: "status", without: "No status" },
    { key: "turn", title: "Turn", fact: "turn", said: (name) => (name === "Nobody" ? "waiting for nobody" : "waiting for the " + name.toLowerCase()) },
    { key: "reviewer", title: "Reviewer", column: "reviewers", fact: "reviewers", said: (name) => "reviewed by " + name, without: "No reviewer" },
    { key: "approver", title: "Approver", column: "approvers", fact: "approvers", said: (name) => "with " + name + " as approver", without: "No approver" },
    { key: "kind", title: "Kind", fact: "kind", said: (name) => "only " + name.toLowerCase() },
    { key: "needs", title: "Needs attention" },
    { key: "area", title: "Area", column: "labels", fact: "labels", said: (name) => "in " + name, without: "No area" },
    { key: "author", title: "Author", column: "authors", fact: "authors", said: (name) => "by " + name, without: "No author" },
    { key: "story", title: "Story", fact: "stories", said: (name) => "for story " + name, without: "No story" },
    { key: "epic", title: "Epic", fact: "epics", said: (name) => "in epic " + name, without: "No epic" },
  ];
  const WORDS = { open: "Open", "in-force": "In force", closed: "Closed", overdue: "Overdue", author: "Author", reviewers: "Reviewers", approvers: "Approvers", nobody: "Nobody", problems: "With problems",
    spec: "Specs", story: "Stories", epic: "Epics", decision: "Decisions", page: "Pages" };
  const NONE = "-";
  const STANDINGS = ["open", "in-force", "closed"];
  const STATUS = FACETS.findIndex(({ key }) => key === "status");

  /** Text as words are looked for: without case and accents. */
  function fold(text) {
    const plain = /^[\x00-\x7f]*$/.test(text) ? text : text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "");
    return plain.toLowerCase();
  }

  /** The words of a text, each after a space, without what stands before them: `#12` is 12. */
  function plain(text) {
    return " " + fold(text).replace(/(^|\s)[\s"'“(#]+/g, " ").trim();
  }

  /** An id as ids are compared: without case, separators and leading zeros. */
  function idKey(text) {
    return fold(text).replace(/[^\p{L}\p{N}]/gu, "").replace(/(^|\D)0+(?=\d)/g, "$1");
  }

  /** The name that a link's page has in addresses. */
  function nameOf(href) {
    const name = href.slice(href.lastIndexOf("/") + 1).replace(/\.html$/, "");
    try {
      return decodeURIComponent(name);
    } catch (error) {
      return name;
    }
  }

  function makeFacet(facet) {
    const values = [];
    const byKey = new Map();
    return Object.assign({ values, byKey }, facet, {
      index(key, name, colour) {
        if (byKey.has(key)) return byKey.get(key);
        values.push({ key, name: WORDS[key] && !name ? WORDS[key] : name || key, colour, total: 0 });
        byKey.set(key, values.length - 1);
        return values.length - 1;
      },
    });
  }

  /** The day it is for the reader. */
  function today() {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function ofLinks(facet, cell, found) {
    const links = cell.getElementsByTagName("a");
    for (let at = 0; at < links.length; at += 1) {
      const href = links[at].getAttribute("href");
      let index = facet.seen.get(href);
      if (index === undefined) {
        const colour = links[at].classList.contains("status") ? links[at].classList[1] : null;
        index = facet.index(nameOf(href), links[at].textContent, colour);
        facet.seen.set(href, index);
      }
      found.push(index);
    }
  }

  function ofFact(facet, fact, found) {
    for (const line of fact.split("\n")) {
      const space = line.indexOf(" ");
      const index = space < 0 ? facet.index(line) : facet.index(line.slice(0, space), line.slice(space + 1));
      if (!found.includes(index)) found.push(index);
    }
  }

  function attention(facet, row, columns) {
    const found = [];
    const due = row.tr.dataset.due || (columns.next_review >= 0 ? row.tr.cells[columns.next_review].textContent : "");
    if (due && due < day && row.tr.dataset.standing !== "closed") found.push(facet.index("overdue"));
    if (row.tr.getElementsByClassName("warn").length > 0) found.push(facet.index("problems"));
    return found;
  }

  function valuesOf(facet, row, columns) {
    if (facet.key === "needs") return attention(facet, row, columns);
    const found = [];
    const column = columns[facet.column || facet.key];
    if (column !== undefined && facet.key === "kind") ofFact(facet, row.tr.cells[column].textContent, found);
    else if (column !== undefined) ofLinks(facet, row.tr.cells[column], found);
    const fact = row.tr.dataset[facet.fact];
    if (fact) ofFact(facet, fact, found);
    return found.length === 0 && facet.without ? [facet.index(NONE, facet.without)] : found;
  }

  function textOf(tr) {
    const texts = [];
    for (let at = 0; at < tr.cells.length; at += 1) texts.push(tr.cells[at].textContent);
    for (const name in tr.dataset) if (name !== "due") texts.push(tr.dataset[name]);
    return plain(texts.join(" "));
  }

  /** A status comes after those of standings before its own; among its likes it stays where the rows had it. */
  function rankStatus(row, facet) {
    const [value] = row.values[STATUS].map((index) => facet.values[index]);
    const standing = STANDINGS.indexOf(row.tr.dataset.standing);
    if (value && value.rank === undefined) value.rank = (standing < 0 ? STANDINGS.length : standing) * 1000 + facet.byKey.get(value.key);
  }

  function readRow(tr, group, at, reader) {
    const { columns, facets, root } = reader;
    const link = tr.querySelector("th a");
    const id = columns.id === undefined ? tr.dataset.id || "" : tr.cells[columns.id].textContent;
    const row = { tr, group, at, link, href: link.getAttribute("href"), id, idKey: idKey(id), text: textOf(tr) };
    row.number = row.idKey.replace(/^\D+/, "");
    row.title = link.textContent;
    row.folder = row.href.slice(root.length).replace(/\/index\.html$/, "").replace(/(^|\/)[^/]*$/, "");
    row.values = facets.map((facet) => valuesOf(facet, row, columns));
    rankStatus(row, facets[STATUS]);
    return row;
  }

  function columnsOf(table) {
    const columns = {};
    table.querySelectorAll("thead th").forEach((th, index) => (columns[th.className.slice(3)] = index));
    return columns;
  }

  function readGroup(section) {
    const band = section.previousElementSibling;
    const link = section.querySelector("h2 a, h3 a");
    return {
      section,
      band: band && band.classList.contains("band") ? band : null,
      details: section.querySelector("details"),
      count: section.querySelector(".count"),
      title: section.querySelector("h2 bdi, h3 bdi").textContent,
      href: link ? link.getAttribute("href") : null,
      table: section.querySelector("table.documents"),
      tbody: section.querySelector("tbody"),
    };
  }

  let day = today();

  /** Everything that the tools of this list go by. */
  function read(list) {
    day = today();
    const groups = Array.from(list.querySelectorAll("section.group"), readGroup);
    // A group within a band does not begin it; its band is that of the group before.
    groups.forEach((group, index) => (group.band = group.band || (index > 0 ? groups[index - 1].band : null)));
    const columns = columnsOf(groups[0].table);
    const facets = FACETS.map((facet) => Object.assign(makeFacet(facet), { seen: new Map() }));
    const reader = { columns, facets, root: list.dataset.root };
    const [rows, known] = [[], new Set()];
    for (const group of groups) {
      group.rows = Array.from(group.tbody.rows, (tr) => {
        const row = readRow(tr, group, rows.length, reader);
        // The page of a person who is reviewer and approver has a document in two groups: it is one.
        row.isTwin = known.has(row.href);
        known.add(row.href);
        if (!row.isTwin) row.values.forEach((found, at) => found.forEach((index) => (facets[at].values[index].total += 1)));
        rows.push(row);
        return row;
      });
    }
    return { rows, groups, facets, columns, count: known.size };
  }

  specfolio.rows = { read, fold, plain, idKey, NONE, STANDINGS };
})();
