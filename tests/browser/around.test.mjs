// Getting around: cards over links, who the reader is, and the way back to a list as it was; from a server and from a disk.

import assert from "node:assert/strict";
import * as path from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { violations } from "./harness/axe.mjs";
import { launch, open } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { serve } from "./harness/server.mjs";
import { many, own } from "./harness/sites.mjs";

const site = own();
const browser = await launch();
const server = await serve(site.folder);
test.after(() => Promise.all([browser.close(), server.close()]));

const DOCUMENT = "specs/SPEC-007-index-and-search.html";
const disk = pathToFileURL(site.folder + path.sep).href;
const PLACES = [["a server", server.root], ["a disk", disk]];

async function at(url, act, options = {}) {
  const visitor = await open(browser, options);
  await visitor.visit(url);
  await act(visitor.page, visitor);
  await visitor.close();
  none(visitor.complaints);
}

const link = (page) => page.locator(".body a[href*='SPEC-002']").first();

for (const [where, root] of PLACES) {
  test(`a card says what a link leads to: ${where}`, () =>
    at(root + DOCUMENT, async (page) => {
      await link(page).hover();
      const card = page.locator(".card");
      await card.waitFor();
      assert.match(await card.locator(".what").textContent(), /^SPEC-002 /);
      assert.ok((await card.locator(".status").textContent()).length > 0);
      assert.ok((await card.locator(".about").textContent()).length > 20);
      assert.equal(await link(page).getAttribute("aria-describedby"), "page.card");
      const box = await card.boundingBox();
      await page.mouse.move(box.x + 20, box.y + 10, { steps: 4 });
      await page.waitForTimeout(600);
      assert.ok(await card.isVisible(), "it stays while the pointer is on it");
      // On a disk axe itself asks for what it may not have.
      if (root !== disk) none(await violations(page));
      await page.keyboard.press("Escape");
      assert.equal(await card.isVisible(), false, "Escape takes it away");
      await page.mouse.move(5, 5);
    }));

  test(`"My desk" leads to the page of who I am: ${where}`, () =>
    at(root + DOCUMENT, async (page, visitor) => {
      assert.equal(await page.locator(".desk").count(), 0);
      await page.locator("[data-me]").click();
      await page.getByLabel("Your name").fill("maint");
      await page.keyboard.press("Enter");
      assert.equal(await page.locator("dialog[open]").count(), 0);
      const desk = page.getByRole("link", { name: "My desk" });
      assert.match(await desk.evaluate((element) => element.href), /reviewer\/maintainer\.html$/);
      await visitor.visit(await desk.evaluate((element) => element.href));
      assert.equal(await page.locator("h1").textContent(), "Maintainer");
      assert.equal(await page.locator(".desk").getAttribute("aria-current"), "page");
      await page.locator("[data-me]").click();
      await page.getByRole("button", { name: "Nobody" }).click();
      assert.equal(await page.locator(".desk").count(), 0);
      assert.equal(await page.locator("[data-me]").textContent(), "I am …");
    }));

  test(`the path above a document leads back to the list as it was: ${where}`, () =>
    at(`${root}documents.html`, async (page, visitor) => {
      await page.locator(".box").fill("index");
      await page.waitForTimeout(60);
      await visitor.visit(root + DOCUMENT);
      const up = await page.locator(".trail a").first().evaluate((element) => element.href);
      assert.equal(up, `${root}documents.html?q=index`);
      await visitor.visit(up);
      assert.equal(await page.locator(".box").inputValue(), "index");
    }));
}

test("a keyboard brings a card, and takes it away", () =>
  at(server.root + DOCUMENT, async (page) => {
    await page.locator("h1").click();
    for (let press = 0; press < 60; press += 1) {
      await page.keyboard.press("Tab");
      if (await link(page).evaluate((element) => element === document.activeElement)) break;
    }
    await page.locator(".card").waitFor();
    await page.keyboard.press("Tab");
    assert.equal(await page.locator(".card").isVisible(), false);
  }));

test("a card is found in whichever drawer it lies", async () => {
  const folder = many(300).folder;
  for (const number of [3, 40, 77, 150, 299]) {
    const file = path.join(folder, "specs", `${String(number).padStart(4, "0")}-spec.html`);
    await at(pathToFileURL(file).href, async (page) => {
      const to = page.locator(".body a[href$='-spec.html']").first();
      await to.hover();
      await page.locator(".card").waitFor();
      assert.equal(await page.locator(".card .id").textContent(), await to.textContent());
      await page.mouse.move(5, 5);
    });
  }
});

test("a card stays within the window", () =>
  at(
    server.root + DOCUMENT,
    async (page) => {
      await link(page).hover();
      await page.locator(".card").waitFor();
      const { left, right, overflow } = await page.locator(".card").evaluate((card) => {
        const { left, right } = card.getBoundingClientRect();
        return { left, right, overflow: document.documentElement.scrollWidth > document.documentElement.clientWidth };
      });
      assert.ok(left >= 0 && right <= 320 && !overflow, `${left} to ${right}`);
    },
    { viewport: { width: 320, height: 640 } },
  ));

test("without a script nobody is asked who they are", () =>
  at(server.root + DOCUMENT, async (page) => assert.equal(await page.locator("[data-me]").isVisible(), false), { javaScriptEnabled: false }));
