// Rows and a filter → what is found, what each value of a facet would leave, and the groups that rows fall into.
(function () {
  "use strict";
  const specfolio = (window.specfolio = window.specfolio || {});
  const { fold, plain, idKey, NONE } = specfolio.rows;

  /** `login` stands anywhere, a number at the beginning of a word or in the id, `@ann` in the name of a person. */
  function test(index, word) {
    if (word.startsWith("@") && word.length > 1) return personTest(index, word.slice(1));
    if (!/^\d+$/.test(word)) return (row) => row.text.includes(word);
    const number = idKey(word);
    return (row) => row.text.includes(" " + word) || row.number.startsWith(number);
  }

  function personTest(index, name) {
    const people = index.facets.map(({ key, values }, at) => {
      if (key !== "reviewer" && key !== "author") return null;
      const isNamed = (value) => value.key !== NONE && (value.key.startsWith(name) || (" " + fold(value.name)).includes(" " + name));
      return { at, isNamed: values.map(isNamed) };
    }).filter(Boolean);
    return (row) => people.some(({ at, isNamed }) => row.values[at].some((value) => isNamed[value]));
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
    const tests = plain(text).split(/\s+/).filter(Boolean).map((word) => test(index, word));
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
    const found = exact.length > 0 || !/^\d+$/.test(key) ? exact : rows.filter((row) => row.number === key);
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
