// The switch between light, dark and the system's choice: a button, a name in the browser's store, and no flash.

import assert from "node:assert/strict";
import test from "node:test";
import { launch, open } from "./harness/browser.mjs";
import { address, pagesOf } from "./harness/pages.mjs";
import { serve } from "./harness/server.mjs";
import { own } from "./harness/sites.mjs";

const KEY = "specfolio.theme";
const site = own();
const browser = await launch();
const server = await serve(site.folder);
test.after(() => Promise.all([browser.close(), server.close()]));

const chosen = (page) => page.evaluate((key) => [document.documentElement.dataset.theme ?? null, localStorage.getItem(key)], KEY);
const ground = (page) => page.evaluate(() => getComputedStyle(document.body).backgroundColor);

async function home(options) {
  const visitor = await open(browser, options);
  await visitor.visit(server.root);
  const button = visitor.page.locator("button[data-theme-switch]");
  assert.equal(await button.count(), 1, "the page has no `<button data-theme-switch>`: the theme has no switch yet");
  return { ...visitor, button };
}

test("the switch goes from the system's choice to light, to dark and back", async () => {
  const { page, button, complaints, close } = await home();
  const seen = [await chosen(page)];
  for (let press = 0; press < 3; press += 1) {
    await button.click();
    seen.push(await chosen(page));
  }
  await close();
  assert.deepEqual(seen.map(([theme]) => theme), [null, "light", "dark", null]);
  assert.deepEqual(seen.slice(1, 3).map(([, kept]) => kept), ["light", "dark"], `under the key ${KEY}`);
  assert.deepEqual(complaints, []);
});

test("a choice stands against the system's, in both directions", async () => {
  const grounds = {};
  for (const colorScheme of ["light", "dark"]) {
    const { page, button, close } = await home({ colorScheme });
    grounds[`${colorScheme} system`] = await ground(page);
    await button.click();
    grounds[`${colorScheme} system, light`] = await ground(page);
    await button.click();
    grounds[`${colorScheme} system, dark`] = await ground(page);
    await close();
  }
  assert.notEqual(grounds["light system"], grounds["dark system"]);
  assert.equal(grounds["dark system, light"], grounds["light system"]);
  assert.equal(grounds["light system, dark"], grounds["dark system"]);
  assert.equal(grounds["light system, light"], grounds["light system"]);
  assert.equal(grounds["dark system, dark"], grounds["dark system"]);
});

test("the switch works from the keyboard and has a name that says what it did", async () => {
  const { page, button, close } = await home();
  const name = async () => (await button.getAttribute("aria-label")) ?? (await button.innerText());
  const before = await name();
  await button.focus();
  await page.keyboard.press("Enter");
  const after = await name();
  const [theme] = await chosen(page);
  await close();
  assert.equal(theme, "light");
  assert.ok(before.trim() && after.trim(), "the switch has a name");
});

test("a kept choice stands before anything is painted, on a page of every family", async () => {
  const families = new Map(pagesOf(site).filter(({ family }) => family !== "id").map((page) => [page.family, page.path]));
  for (const [family, file] of families) {
    const { page, visit, close } = await open(browser, { colorScheme: "light" });
    await page.addInitScript((key) => {
      localStorage.setItem(key, "dark");
      // The parser has made the body and nothing is painted yet: the choice must stand by now.
      new MutationObserver((_, observer) => {
        if (!document.body) return;
        window.atFirst = document.documentElement.dataset.theme ?? null;
        observer.disconnect();
      }).observe(document, { childList: true, subtree: true });
    }, KEY);
    await visit(server.root + address(file));
    const atFirst = await page.evaluate(() => window.atFirst);
    await close();
    assert.equal(atFirst, "dark", `${family}: no blocking script in the head sets the kept theme (${file})`);
  }
});

test("without script there is no switch that does nothing", async () => {
  const { page, visit, close } = await open(browser, { javaScriptEnabled: false });
  await visit(server.root);
  const visible = await page.locator("[data-theme-switch]:visible").count();
  await close();
  assert.equal(visible, 0);
});

test("a choice that is none is forgotten", async () => {
  const { page, visit, complaints, close } = await open(browser);
  await page.addInitScript((key) => localStorage.setItem(key, "<img src=x>"), KEY);
  await visit(server.root);
  const [theme] = await chosen(page);
  await close();
  assert.equal(theme, null);
  assert.deepEqual(complaints, []);
});
