// The view of a list in words: how many documents, and each part of the filter with a button that takes it away. Said aloud
// when a reader has stopped changing it; copied together with the address.
(function () {
  "use strict";
  const specfolio = (window.specfolio = window.specfolio || {});
  const KINDS = { spec: "specs", story: "stories", epic: "epics", decision: "decisions", page: "pages" };

  function make(name, className, text) {
    const element = document.createElement(name);
    if (className) element.className = className;
    if (text) element.textContent = text;
    return element;
  }

  /** `41 specs`, by the kind of all that is found. */
  function counted(index) {
    const at = index.facets.findIndex(({ key }) => key === "kind");
    const kinds = new Set(index.found.map((row) => row.values[at][0]));
    const only = kinds.size === 1 ? index.facets[at].values[Array.from(kinds)[0]].key : "";
    const count = index.found.length;
    if (count === 1) return "1 " + (KINDS[only] ? only : "document");
    return count + " " + (KINDS[only] || "documents");
  }

  function wordsOf(facet, key) {
    const value = facet.byKey.has(key) ? facet.values[facet.byKey.get(key)] : null;
    if (!value) return "no " + facet.title.toLowerCase() + " “" + key + "” here";
    if (key === specfolio.rows.NONE) return value.name.toLowerCase();
    return facet.said ? facet.said(value.name) : value.name;
  }

  /** The parts of the view: their words, how to do without them, and whether one is an alternative to the one before. */
  function parts(index, acts) {
    const { state } = index;
    const chosen = index.facets.flatMap((facet) =>
      Array.from(state.chosen.get(facet.key) || [], (key, at) => ({
        words: wordsOf(facet, key),
        isOr: at > 0,
        drop: () => acts.choose(facet, key, false),
      })),
    );
    const more = [];
    const text = state.q.trim();
    if (text) more.push({ words: "with “" + text + "”", drop: () => acts.ask("") });
    if (state.group) more.push({ words: "grouped: " + acts.optionOf("group").toLowerCase(), drop: () => acts.set("group", "") });
    if (state.sort) more.push({ words: "ordered: " + acts.optionOf("sort").toLowerCase(), drop: () => acts.set("sort", "") });
    for (const [what, word] of state.odd) more.push({ words: "no " + what + " “" + word + "” here", drop: () => acts.change() });
    return chosen.concat(more);
  }

  specfolio.sentence = function (index, acts) {
    const element = make("p", "sentence");
    const live = make("p", "hidden");
    live.setAttribute("role", "status");
    const chips = () => Array.from(element.querySelectorAll(".part"));
    let [said, saying, isSaid] = ["", 0, false];

    function chip(part) {
      const button = make("button", "part", part.words);
      button.type = "button";
      const cross = make("span", "", " ×");
      cross.setAttribute("aria-hidden", "true");
      button.append(cross, make("span", "hidden", " (remove)"));
      button.addEventListener("click", () => {
        const at = chips().indexOf(button);
        part.drop();
        const left = chips();
        (left[Math.min(at, left.length - 1)] || index.box).focus();
      });
      return button;
    }

    /** Says the view; whether it is any other than all there is. */
    function say() {
      const all = parts(index, acts);
      said = counted(index) + all.map(({ words, isOr }) => (isOr ? " or " : ", ") + words).join("");
      const whole = index.found.length < index.count ? [" ", make("span", "count", "of " + index.count)] : [];
      element.replaceChildren(make("strong", "", counted(index)), ...whole, ...all.flatMap((part) => [part.isOr ? " or " : " ", chip(part)]));
      clearTimeout(saying);
      // What a page comes with is read like any text.
      if (isSaid) saying = setTimeout(() => (live.textContent = said), 600);
      isSaid = true;
      return all.length > 0;
    }

    /** Copies the address and the sentence: as a link where a text takes links, else one after the other. */
    function copy(address, button) {
      const link = make("a", "", document.querySelector("h1").textContent + ": " + said);
      link.href = address;
      const plain = link.textContent + "\n" + link.href;
      const as = (type, text) => new Blob([text], { type });
      const rich = () => [new ClipboardItem({ "text/plain": as("text/plain", plain), "text/html": as("text/html", link.outerHTML) })];
      const done = window.ClipboardItem ? navigator.clipboard.write(rich()) : navigator.clipboard.writeText(plain);
      done.then(() => "Copied", () => "Not allowed").then((words) => {
        button.textContent = live.textContent = words;
        setTimeout(() => (button.textContent = "Copy link"), 2000);
      });
    }

    return { element, live, say, copy, counted: () => counted(index) };
  };
})();
