// Who the reader is: chosen among the people of the portfolio, kept in this browser and nowhere else. "My desk" then leads to
// that person's page.
(function () {
  "use strict";
  const root = new URL("../", document.currentScript.src);
  const KEPT = "specfolio.me:" + root.pathname;
  const MOST = 40;
  const button = document.querySelector("[data-me]");
  if (!button) return;
  let [dialog, people, open] = [null, null, null];

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  function kept() {
    try {
      const me = JSON.parse(localStorage.getItem(KEPT));
      return me && typeof me.slug === "string" && typeof me.name === "string" ? me : null;
    } catch (error) {
      return null;
    }
  }

  function keep(me) {
    try {
      if (me) localStorage.setItem(KEPT, JSON.stringify(me));
      else localStorage.removeItem(KEPT);
    } catch (error) {
      // It holds for this page, then.
    }
    show(me);
    dialog.close();
  }

  function show(me) {
    const nav = document.querySelector("header.site nav");
    const old = nav.querySelector(".desk");
    if (old) old.remove();
    button.hidden = false;
    button.textContent = me ? me.name : "I am …";
    button.title = me ? "This is who you are, in this browser" : "";
    if (!me) return;
    const page = me.page === "author" ? "author" : "reviewer";
    const link = make("a", { className: "desk", textContent: "My desk", href: new URL(page + "/" + encodeURIComponent(me.slug) + ".html", root).href });
    if (link.pathname === location.pathname) link.setAttribute("aria-current", "page");
    nav.append(link);
  }

  /** Asks for the people once: a page from a disk can fetch nothing, so they come as a script. */
  function load(then) {
    if (people) return then();
    const script = make("script", { src: new URL("api/people.js", root).href });
    script.onload = script.onerror = () => {
      script.remove();
      people = window.specfolioPeople || [];
      then();
    };
    document.head.append(script);
  }

  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

  function list(found, words) {
    const matching = people.filter(([slug, name]) => fold(name + " " + slug).includes(fold(words)));
    const items = matching.slice(0, MOST).map(([slug, name, page]) => {
      const choice = make("button", { type: "button", textContent: name });
      choice.addEventListener("click", () => keep({ slug, name, page }));
      return make("li", {}, choice);
    });
    const more = matching.length > MOST ? [make("li", { className: "note", textContent: matching.length - MOST + " more: type a part of the name" })] : [];
    const none = matching.length === 0 ? [make("li", { className: "note", textContent: "Nobody of that name is in this portfolio." })] : [];
    found.replaceChildren(...items, ...more, ...none);
  }

  function build() {
    const box = make("input", { type: "search", autocomplete: "off", spellcheck: false });
    box.setAttribute("aria-label", "Your name");
    const found = make("ul", {});
    const nobody = make("button", { type: "button", textContent: "Nobody" });
    nobody.addEventListener("click", () => keep(null));
    const close = make("button", { type: "button", textContent: "Close" });
    close.addEventListener("click", () => dialog.close());
    box.addEventListener("input", () => list(found, box.value.trim()));
    box.addEventListener("keydown", (event) => {
      const first = found.querySelector("button");
      if (event.key !== "Enter" || !first || !box.value.trim()) return;
      // The key is spent here, and not on what gets the focus when this closes.
      event.preventDefault();
      first.click();
    });
    const words = "Choose yourself, and “My desk” leads to what is yours. It is kept in this browser and nowhere else.";
    dialog = make("dialog", { className: "people" }, make("h2", { textContent: "I am …" }), make("p", { textContent: words }), box, found, make("p", { className: "acts" }, nobody, close));
    dialog.setAttribute("aria-label", "I am …");
    document.body.append(dialog);
    return () => {
      box.value = "";
      nobody.hidden = !kept();
      list(found, "");
      dialog.showModal();
      box.focus();
    };
  }

  button.addEventListener("click", () =>
    load(() => {
      open = open || build();
      open();
    }),
  );
  document.addEventListener("specfolio:replaced", () => show(kept()));
  show(kept());
})();
