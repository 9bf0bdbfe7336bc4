// On paper there is no navigation, and a document that is not in force still says so.

import assert from "node:assert/strict";
import test from "node:test";
import { launch, open } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { address, pagesOf } from "./harness/pages.mjs";
import { serve } from "./harness/server.mjs";
import { theCase, workshop } from "./harness/sites.mjs";
import { tour } from "./harness/tour.mjs";

const browser = await launch();
const server = await serve(workshop);
test.after(() => Promise.all([browser.close(), server.close()]));

for (const stop of tour()) {
  test(`printed: ${stop.name}`, async () => {
    const { page, visit, close } = await open(browser);
    await visit(server.root + stop.path);
    await page.emulateMedia({ media: "print" });
    const kept = await page.evaluate(() => {
      const furniture = [...document.querySelectorAll("nav, header.site, footer.site, .skip, button")];
      return furniture.filter((element) => element.checkVisibility()).map((element) => element.outerHTML.slice(0, 100));
    });
    const heading = await page.locator("h1").first().isVisible();
    await close();
    none([...kept.map((element) => `still there: ${element}`), ...(heading ? [] : ["its heading is gone"])]);
  });
}

test("printed: what is not in force says so first", async () => {
  const site = theCase("not-in-force");
  const { page, visit, close } = await open(browser, { javaScriptEnabled: false });
  const sentences = [];
  for (const { path } of pagesOf(site).filter(({ family }) => family === "document")) {
    await visit(`${server.root}${site.name}/${address(path)}`);
    await page.emulateMedia({ media: "print" });
    const first = page.locator("main .banner").first();
    if ((await first.count()) === 0) continue;
    assert.ok(await first.isVisible(), `${path} hides its sentence`);
    const text = await page.locator("main").innerText();
    assert.ok(text.trim().startsWith(await first.innerText()), `${path} says something else first`);
    sentences.push(path);
  }
  await close();
  assert.ok(sentences.length > 0, "no document of the case is out of force");
});
