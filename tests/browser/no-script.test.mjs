// Without script every page shows all its text, and its links lead somewhere.

import test from "node:test";
import { launch, open } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { serve } from "./harness/server.mjs";
import { workshop } from "./harness/sites.mjs";
import { tour } from "./harness/tour.mjs";

const browser = await launch();
const server = await serve(workshop);
test.after(() => Promise.all([browser.close(), server.close()]));

for (const stop of tour()) {
  test(`without script: ${stop.name}`, async () => {
    const { page, visit, close } = await open(browser, { javaScriptEnabled: false });
    await visit(server.root + stop.path);
    const unseen = (await page.evaluate(findUnseen)).map((text) => `not shown: ${text}`);
    const dead = [];
    for (const link of await page.evaluate(someLinks)) {
      const answer = await visit(link);
      // There is no answer where a link stays in its page.
      if (answer && !answer.ok()) dead.push(`${answer.status()}: ${link}`);
    }
    await close();
    none([...unseen, ...dead]);
  });
}

/** Runs in the page: texts that a reader cannot get to see. What is folded can be unfolded without script. */
function findUnseen() {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const unseen = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    // The title of a picture's part names it, and is not shown by itself.
    const isControl = element.closest("button, [hidden], title") !== null;
    if (node.data.trim() && !isControl && !element.checkVisibility({ visibilityProperty: true })) {
      unseen.push(node.data.trim().slice(0, 80));
    }
  }
  return unseen;
}

/** Runs in the page: the first links of the page's head, text and foot that stay in the site. */
function someLinks() {
  const places = ["header.site", "main", "footer.site"];
  const links = places.flatMap((place) => [...document.querySelectorAll(`${place} a[href]`)].slice(0, 2));
  return links.map((link) => link.href).filter((href) => href.startsWith(`${location.origin}/`) && /\.html(#|$)/.test(href));
}
