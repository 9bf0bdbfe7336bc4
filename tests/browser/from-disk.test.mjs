// Opened from disk, a page of every family has its styles and its links, and complains of nothing.

import assert from "node:assert/strict";
import * as path from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { launch, open } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { pagesOf, sample } from "./harness/pages.mjs";
import { hostile, own } from "./harness/sites.mjs";

const browser = await launch();
test.after(() => browser.close());

// The page for what is missing is for hosts.
const stops = [own(), hostile()].flatMap((site) =>
  sample(pagesOf(site)).filter(({ family }) => family !== "not-found").map((page) => [site, page]),
);

for (const [site, { path: file, family }] of stops) {
  test(`from disk: ${site.name}: ${file} (${family})`, async () => {
    const { page, visit, complaints, close } = await open(browser);
    await visit(pathToFileURL(path.join(site.folder, file)).href);
    const display = await page.evaluate(() => getComputedStyle(document.body).display);
    const link = await page.locator("header.site nav a").first().evaluate((element) => element.href);
    await visit(link);
    const heading = await page.locator("h1").count();
    await close();
    assert.equal(display, "flex", "its styles apply");
    assert.equal(heading, 1, `${link} is a page`);
    none(complaints);
  });
}
