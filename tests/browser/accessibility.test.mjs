// WCAG 2.2 AA, as far as axe can see, in every look and at both widths.

import test from "node:test";
import { violations } from "./harness/axe.mjs";
import { WIDTHS, launch, open } from "./harness/browser.mjs";
import { serve } from "./harness/server.mjs";
import { none } from "./harness/none.mjs";
import { workshop } from "./harness/sites.mjs";
import { tour } from "./harness/tour.mjs";

const browser = await launch();
const server = await serve(workshop);
test.after(() => Promise.all([browser.close(), server.close()]));

for (const stop of tour()) {
  test(`accessible: ${stop.name}`, async () => {
    const { page, visit, close } = await open(browser);
    await visit(server.root + stop.path);
    await page.evaluate(unfold);
    const found = await violations(page, WIDTHS);
    await close();
    none(found);
  });
}

/** What is folded is read, too. */
function unfold() {
  for (const details of document.querySelectorAll("details")) details.open = true;
}
