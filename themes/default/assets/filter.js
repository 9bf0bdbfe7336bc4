// Rows and a filter → what is found, what each value of a facet would leave, and the groups that rows fall into.
(function () {
  "use strict";
  const specfolio = (window.specfolio = window.specfolio || {});
  const { fold, plain, idKey, NONE } = specfolio.rows;

  // As in the search: what a reader may write before a colon, and the facet that it means.
  const FIELDS = { status: "status", turn: "turn", kind: "kind", type: "kind", reviewer: "reviewer", approver: "approver", author: "author", area: "area", label: "area", story: "story", epic: "epic" };
  const PARTS = /([a-z]+):(?:"([^"]*)"?|([^\s"]+))|"([^"]*)"?|([^\s"]+)/gi;
  const ID = /^[\p{L}][\p{L}.]*[-_ ]?0*(\d+)$/u;

  /** What is typed → tests of a row, all of which it has to pass. */
  function testsOf(index, text) {
    const id = ID.exec(fold(text).trim());
    // Where ids are numbers, people write before them what they are numbers of.
    const tests = wordTests(index, text);
    if (!id) return tests;
    const key = idKey(text);
    return [(row) => row.idKey === id[1] || row.idKey === key || tests.every((test) => test(row))];
  }

  function wordTests(index, text) {
    return Array.from(text.matchAll(PARTS)).flatMap((part) => {
      const facet = part[1] && FIELDS[part[1].toLowerCase()];
      if (facet) return [valueTest(index, [facet], part[2] || part[3] || "")];
      if (part[4] !== undefined) return [(row) => row.text.includes(plain(part[4]).trim())];
      return plain(part[0]).split(/\s+/).filter(Boolean).map((word) => test(index, word));
    });
  }

  /** `login` stands anywhere, a number at the beginning of a word or in the id, `EIP-20` in an id 20, `@ann` in the name of a person. */
  function test(index, word) {
    if (word.startsWith("@") && word.length > 1) return valueTest(index, ["reviewer", "approver", "author"], word.slice(1));
    const id = ID.exec(word);
    if (id) return (row) => row.text.includes(word) || row.idKey === id[1] || row.idKey === idKey(word);
    if (!/^\d+$/.test(word)) return (row) => row.text.includes(word);
    const number = idKey(word);
    return (row) => row.text.includes(" " + word) || row.number.startsWith(number);
  }

  /** Whether a row has a value of these facets whose name, or its name in addresses, begins so: as a whole, or a word of it. */
  function valueTest(index, keys, asked) {
    const words = (text) => " " + fold(text).replace(/[\s_-]+/g, " ").trim();
    const wanted = words(asked.replace(/^@/, ""));
    const isMeant = (value) => value.key !== NONE && (words(value.key).includes(wanted) || words(value.name).includes(wanted));
    const facets = index.facets.map(({ key, values }, at) => keys.includes(key) && { at, isMeant: values.map(isMeant) }).filter(Boolean);
    return (row) => facets.some(({ at, isMeant }) => row.values[at].some((value) => isMeant[value]));
  }

  function bears(values, marks) {
    for (let at = 0; at < values.length; at += 1) if (marks[values[at]]) return true;
    return false;
  }

  function count(counts, values) {
    for (let at = 0; at < values.length; at += 1) counts[values[at]] += 1;
  }

  /**
   * Marks what is found. Each facet gets the `counts` of its values: what they would leave if nothing else of this facet
   * were chosen, and everything of the others were.
   */
  function find(index, text, chosen) {
    const tests = testsOf(index, text);
    const counts = index.facets.map((facet) => (facet.counts = new Array(facet.values.length).fill(0)));
    const used = index.facets.flatMap(({ key, values }, at) => {
      const keys = chosen.get(key);
      return keys ? [{ at, marks: values.map((value) => keys.has(value.key)) }] : [];
    });
    index.found = [];
    for (const row of index.rows) {
      row.isFound = false;
      if (!tests.every((test) => test(row))) continue;
      let [failures, failed] = [0, 0];
      for (const { at, marks } of used) {
        if (bears(row.values[at], marks)) continue;
        failures += 1;
        failed = at;
      }
      row.isFound = failures === 0;
      if (row.isTwin || failures > 1) continue;
      if (failures === 1) count(counts[failed], row.values[failed]);
      else {
        index.found.push(row);
        for (let at = 0; at < counts.length; at += 1) count(counts[at], row.values[at]);
      }
    }
  }

  /** The document that a number or an id names, if it is one. */
  function named(index, text) {
    const key = idKey(text);
    if (!key) return null;
    const rows = index.rows.filter((row) => row.idKey && !row.isTwin);
    const exact = rows.filter((row) => row.idKey === key);
    const id = ID.exec(fold(text.trim()));
    const number = /^\d+$/.test(key) ? key : id && id[1];
    const isIt = id ? (row) => row.idKey === number : (row) => row.number === number;
    const found = exact.length > 0 || !number ? exact : rows.filter(isIt);
    return found.length === 1 ? found[0] : null;
  }

  function byValue(index, key) {
    const at = index.facets.findIndex((facet) => facet.key === key);
    const groups = index.facets[at].values.map(({ key, name, rank }) => ({ title: name, key, rank, rows: [] }));
    for (const row of index.rows) if (!row.isTwin) row.values[at].forEach((value) => groups[value].rows.push(row));
    const isLast = (group) => group.key === NONE;
    const byName = (a, b) => isLast(a) - isLast(b) || a.title.localeCompare(b.title, undefined, { numeric: true });
    return groups.sort(key === "status" ? (a, b) => a.rank - b.rank : byName);
  }

  function byFolder(rows) {
    const groups = new Map();
    for (const row of rows) {
      if (!groups.has(row.folder)) groups.set(row.folder, { title: row.folder || "At the root", rows: [] });
      groups.get(row.folder).rows.push(row);
    }
    return Array.from(groups.values()).sort((a, b) => a.title.localeCompare(b.title));
  }

  /** The groups of that name; those that the page came with where there is none. */
  function groups(index, key) {
    if (!key) return index.groups;
    if (!index.made.has(key)) {
      const rows = index.rows.filter(({ isTwin }) => !isTwin);
      const make = { none: () => [{ title: "All", rows }], folder: () => byFolder(rows) }[key];
      index.made.set(key, make ? make() : byValue(index, key));
    }
    return index.made.get(key);
  }

  specfolio.filter = { find, named, groups };
})();
