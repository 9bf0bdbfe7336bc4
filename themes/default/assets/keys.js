// The keys of a list: to the box, up and down its rows, and what they are. Who does not want single keys can switch them
// off, which the browser remembers.
(function () {
  "use strict";
  const specfolio = (window.specfolio = window.specfolio || {});
  const KEYS = [
    ["/", "to the box"],
    ["j, ↓", "next document"],
    ["k, ↑", "previous document"],
    ["Enter", "open it; in the box, open the id, or go to the first document"],
    ["Esc", "clear the box, then the filter"],
    ["?", "these keys"],
  ];
  if (document.querySelector("a.search")) KEYS.push(["Ctrl K", "search all texts: words, “a phrase”, an id, @person, status:draft"]);
  const KEPT = "specfolio.keys";
  let dialog = null;

  function areOn() {
    try {
      return localStorage.getItem(KEPT) !== "off";
    } catch (error) {
      return true;
    }
  }

  function keep(on) {
    try {
      if (on) localStorage.removeItem(KEPT);
      else localStorage.setItem(KEPT, "off");
    } catch (error) {
      // It holds for this page, then.
    }
  }

  let on = areOn();

  function make(name, text) {
    const element = document.createElement(name);
    if (text) element.textContent = text;
    return element;
  }

  function build() {
    dialog = make("dialog");
    dialog.className = "keys";
    dialog.setAttribute("aria-label", "Keys");
    const list = make("dl");
    for (const [key, what] of KEYS) {
      const term = make("dt");
      key.split(", ").forEach((one) => term.append(make("kbd", one), " "));
      const row = make("div");
      row.append(term, make("dd", what));
      list.append(row);
    }
    const label = make("label");
    const box = make("input");
    box.type = "checkbox";
    box.checked = on;
    box.addEventListener("change", () => {
      on = box.checked;
      keep(on);
    });
    label.append(box, " Single keys are on");
    const close = make("button", "Close");
    close.type = "button";
    close.addEventListener("click", () => dialog.close());
    dialog.append(make("h2", "Keys"), list, label, close);
    document.body.append(dialog);
  }

  specfolio.showKeys = function () {
    if (!dialog) build();
    dialog.showModal();
  };

  /** The links of the rows that can be seen. */
  function links() {
    const all = Array.from(document.querySelectorAll(".index tbody th a"));
    return all.filter((link) => !link.closest("details:not([open])"));
  }

  /** Goes to the row that is so many further than the one that has the focus, or than the first that can be seen. */
  specfolio.move = function (by) {
    const all = links();
    if (all.length === 0) return;
    const row = document.activeElement.closest(".index tbody tr");
    const at = row ? all.findIndex((link) => row.contains(link)) : -1;
    const to = all[at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1)];
    to.focus({ preventScroll: true });
    to.scrollIntoView({ block: "nearest" });
    return at === 0 && by < 0;
  };

  function isWriting(element) {
    return element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
  }

  function onArrow(event, index) {
    const by = event.key === "ArrowDown" ? 1 : -1;
    const isBox = event.target === index.box;
    const isRow = event.target.closest(".index tbody tr") !== null;
    if (!(isRow || (isBox && by > 0))) return;
    event.preventDefault();
    if (specfolio.move(by) && !isBox) index.box.focus();
  }

  function onEscape(event, index) {
    if (event.target === index.box && index.box.value) {
      event.preventDefault();
      index.box.value = "";
      index.box.dispatchEvent(new Event("input"));
    } else if (index.isFiltered() && (event.target === index.box || !isWriting(event.target))) index.clear();
  }

  const ACTS = {
    "/": (index) => {
      index.box.focus();
      index.box.select();
    },
    j: () => specfolio.move(1),
    k: () => specfolio.move(-1),
    "?": () => specfolio.showKeys(),
  };

  document.addEventListener("keydown", (event) => {
    const { index } = specfolio;
    if (!index || !index.box.isConnected || event.defaultPrevented || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") return onArrow(event, index);
    if (event.key === "Escape") return onEscape(event, index);
    const act = ACTS[event.key];
    if (!act || !on || isWriting(event.target)) return;
    event.preventDefault();
    act(index);
  });
})();
