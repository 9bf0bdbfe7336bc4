// On a narrow phone no page scrolls sideways: what is wide scrolls in a box of its own.

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
  test(`narrow: ${stop.name}`, async () => {
    const { page, visit, close } = await open(browser, { viewport: { width: 320, height: 640 } });
    await visit(server.root + stop.path);
    const wide = await page.evaluate(findWide);
    await close();
    none(wide);
  });
}

/** Runs in the page: what makes it wider than the window, with all that is folded open. */
function findWide() {
  for (const details of document.querySelectorAll("details")) details.open = true;
  const { scrollWidth, clientWidth } = document.documentElement;
  if (scrollWidth <= clientWidth) return [];
  const box = (element) => element.getBoundingClientRect();
  const beyond = [...document.querySelectorAll("body *")].filter((element) => box(element).right > clientWidth + 1);
  const deepest = beyond.filter((element) => !beyond.some((other) => other !== element && element.contains(other)));
  const shown = deepest.slice(0, 5).map((element) => `${box(element).right}: ${element.outerHTML.slice(0, 160)}`);
  return [`${scrollWidth} wide in a window of ${clientWidth}`, ...shown];
}
