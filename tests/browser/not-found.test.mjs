// The page for what is missing finds its styles and its links however deep the missing address is.

import assert from "node:assert/strict";
import test from "node:test";
import { launch, open } from "./harness/browser.mjs";
import { serve } from "./harness/server.mjs";
import { ownUnder } from "./harness/sites.mjs";

const browser = await launch();
test.after(() => browser.close());

for (const base of ["/", "/repo/"]) {
  test(`not found below ${base}`, async () => {
    const server = await serve(ownUnder(base).folder, base);
    const { page, visit, complaints, close } = await open(browser);
    const answer = await visit(`${server.root}a/b/c`);
    const display = await page.evaluate(() => getComputedStyle(document.body).display);
    const sheets = await page.evaluate(() => [...document.styleSheets].map((sheet) => sheet.cssRules.length));
    const lead = await page.locator("main a").first().evaluate((link) => link.href);
    const led = await visit(lead);
    await close();
    await server.close();
    assert.equal(answer.status(), 404);
    assert.ok(sheets.length > 0 && sheets.every((rules) => rules > 0), "its styles are loaded");
    assert.equal(display, "flex", "its styles apply");
    assert.equal(led.status(), 200, `its link ${lead} leads somewhere`);
    // The browser itself notes the 404 of the page on its console.
    assert.deepEqual(complaints.filter((complaint) => !complaint.startsWith("console: Failed to load resource")), []);
  });
}
