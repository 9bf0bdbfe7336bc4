// A card over a link to a document: its title, its status and what it is about, for pointers and for the keyboard. It goes
// with Escape, stays while the pointer is on it, and takes nothing that the link does not have already.
(function () {
  "use strict";
  const script = document.currentScript;
  const root = new URL("../", script.src);
  const drawers = Number(script.dataset.drawers) || 1;
  const LINKS = ".body a[href], .facts a[href], .banner a[href], .beside a[href]";
  const [COME, GO] = [350, 250];
  const asked = new Map();
  const cards = (window.specfolioCards = {});
  let [card, link, timer] = [null, null, 0];

  /** The path in the site of the page that a link leads to; null where that is no other page of it. */
  function pathOf(to) {
    const isHere = to.protocol === root.protocol && to.host === root.host && to.pathname.startsWith(root.pathname);
    if (!isHere || to.pathname === location.pathname || !to.pathname.endsWith(".html")) return null;
    try {
      return decodeURIComponent(to.pathname.slice(root.pathname.length));
    } catch (error) {
      return null;
    }
  }

  /** The drawer of a path: a sum over its bytes, as the program computes it. */
  function drawerOf(path) {
    return new TextEncoder().encode(path).reduce((sum, byte) => (Math.imul(sum, 31) + byte) >>> 0, 0) % drawers;
  }

  function load(drawer, then) {
    if (!asked.has(drawer)) {
      asked.set(drawer, new Promise((resolve) => {
        const source = document.createElement("script");
        source.src = new URL("api/cards/" + drawer + ".js", root).href;
        source.onload = source.onerror = () => {
          source.remove();
          resolve();
        };
        document.head.append(source);
      }));
    }
    asked.get(drawer).then(then);
  }

  function make(name, className, text) {
    const element = document.createElement(name);
    element.className = className;
    element.textContent = text;
    return element;
  }

  function build() {
    card = make("div", "card", "");
    card.id = "page.card";
    card.setAttribute("role", "tooltip");
    card.addEventListener("pointerenter", () => clearTimeout(timer));
    card.addEventListener("pointerleave", soonHide);
    document.body.append(card);
  }

  function fill([id, title, status, colour, summary]) {
    const heading = make("p", "what", "");
    if (id) heading.append(make("span", "id", id), " ");
    heading.append(make("bdi", "", title));
    card.replaceChildren(heading);
    if (status) card.append(make("p", "stands status " + colour.replace(/[^a-z]/g, ""), status));
    if (summary) card.append(make("p", "about", summary));
  }

  /** Below the link where there is room, else above it. */
  function place() {
    const at = link.getClientRects()[0];
    const { width, height } = card.getBoundingClientRect();
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
    const isBelow = at.bottom + height + 8 < window.innerHeight || at.top < height + 8;
    card.style.left = left + window.scrollX + "px";
    card.style.top = (isBelow ? at.bottom + 4 : at.top - height - 4) + window.scrollY + "px";
  }

  function show(wanted, path) {
    if (wanted !== link || !wanted.isConnected || !cards[path]) return;
    if (!card || !card.isConnected) build();
    fill(cards[path]);
    card.hidden = false;
    place();
    link.setAttribute("aria-describedby", card.id);
  }

  function hide() {
    clearTimeout(timer);
    if (link) link.removeAttribute("aria-describedby");
    if (card) card.hidden = true;
    link = null;
  }

  function soonHide() {
    clearTimeout(timer);
    timer = setTimeout(hide, GO);
  }

  function soonShow(wanted) {
    clearTimeout(timer);
    if (wanted === link) return;
    const path = pathOf(wanted);
    if (path === null) return;
    timer = setTimeout(() => {
      hide();
      link = wanted;
      load(drawerOf(path), () => show(wanted, path));
    }, COME);
  }

  const linkAt = (target) => (target.closest ? target.closest(LINKS) : null);

  document.addEventListener("pointerover", (event) => {
    const over = event.pointerType === "touch" ? null : linkAt(event.target);
    if (over) soonShow(over);
  });
  document.addEventListener("pointerout", (event) => {
    const left = linkAt(event.target);
    if (left && !left.contains(event.relatedTarget)) soonHide();
  });
  document.addEventListener("focusin", (event) => {
    const focused = linkAt(event.target);
    if (focused && focused.matches(":focus-visible")) soonShow(focused);
  });
  document.addEventListener("focusout", (event) => linkAt(event.target) && hide());
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && card && !card.hidden) hide();
  });
  document.addEventListener("specfolio:replaced", hide);
})();
