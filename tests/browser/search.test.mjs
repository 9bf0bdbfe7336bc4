// The search as a reader has it: opened from any page by a key, answered from disk and from a host, left by Enter to a heading.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import test from "node:test";
import { pathToFileURL } from "node:url";
import { LOOKS, WIDTHS, launch, open } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { serve } from "./harness/server.mjs";
import { hostile, own, theCase, workshop } from "./harness/sites.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = await launch();
const server = await serve(workshop);
test.after(() => Promise.all([browser.close(), server.close()]));

const PLACES = {
  "from a host": (site, file) => `${server.root}${site.name}/${file}`,
  "from disk": (site, file) => `${pathToFileURL(site.folder).href}/${file}`,
};

/** Types into the open search and waits for its answer. */
async function ask(page, text) {
  await page.locator(".searching input").fill(text);
  await page.locator(".searching[data-state=answered]").waitFor();
}

const titles = (page) => page.locator(".found .name bdi").allTextContents();

for (const [place, at] of Object.entries(PLACES)) {
  test(`search ${place}: a key opens it, words find, Enter leads to the heading`, async () => {
    const { page, visit, complaints, close } = await open(browser);
    const site = theCase("search");
    await visit(at(site, "SPEC-002-password.html"));
    await page.keyboard.press("/");
    await page.locator("dialog.search[open] input:focus").waitFor();
    await page.keyboard.type("resume reasons");
    await page.locator(".searching[data-state=answered] .found .excerpt mark").first().waitFor();
    const said = await page.locator(".searching [role=status]").textContent();
    const link = await page.locator("[role=option][aria-selected=true]").evaluate((element) => element.href);
    await close();
    assert.equal(said, "1 result");
    assert.equal(link, at(site, "SPEC-001-login.html#why-httpserver-"));
    none(complaints);
  });

  test(`search ${place}: the page has the query in its address`, async () => {
    const { page, visit, complaints, close } = await open(browser);
    await visit(at(theCase("search"), "search.html?q=%E5%85%A8%E6%96%87"));
    await page.locator(".searching[data-state=answered] .found").first().waitFor();
    const found = await titles(page);
    await ask(page, "login");
    const [address, both] = [new URL(page.url()).search, await titles(page)];
    await close();
    assert.deepEqual(found, ["全文検索"]);
    assert.equal(address, "?q=login");
    assert.deepEqual(both, ["Login with passkeys", "Login with a password"]);
    none(complaints);
  });
}

test("search: who types at once is not kept waiting", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route(/search-panel/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 300));
    await route.continue();
  });
  await page.goto(PLACES["from a host"](theCase("search"), "index.html"));
  await page.keyboard.press("Control+k");
  await page.keyboard.type("resume ");
  await page.locator("dialog.search[open] input:focus").waitFor();
  await page.keyboard.type("reasons");
  await page.locator(".searching[data-state=answered] .found").first().waitFor();
  const typed = await page.locator("dialog.search input").inputValue();
  await context.close();
  assert.equal(typed, "resume reasons");
});

test("search: Enter before there is a box goes where the words lead", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.route(/search-panel/, async (route) => {
    await new Promise((resolve) => setTimeout(resolve, 500));
    await route.continue();
  });
  await page.goto(PLACES["from a host"](theCase("search"), "index.html"));
  await page.keyboard.press("Control+k");
  await page.keyboard.type("resume reasonz");
  await page.keyboard.press("Backspace");
  await page.keyboard.type("s");
  await page.keyboard.press("Enter");
  await page.waitForURL(/SPEC-001-login\.html#why-httpserver-$/);
  await context.close();
});

test("search: Enter goes where all that was typed leads, not where its beginning did", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  // The pause after a letter is long enough for the answer to the letters before it.
  await page.addInitScript(() => {
    const set = window.setTimeout;
    window.setTimeout = (run, pause, ...rest) => set(run, pause === 40 && window.isSlow ? 30_000 : pause, ...rest);
  });
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/search/manifest.js*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(PLACES["from a host"](own(), "index.html"));
  const asked = page.waitForRequest("**/search/manifest.js*");
  await page.keyboard.press("Control+k");
  await page.locator("dialog.search[open] input:focus").waitFor();
  await page.keyboard.type("SPEC-00");
  await asked;
  await page.waitForTimeout(100);
  await page.evaluate(() => (window.isSlow = true));
  await page.keyboard.type("7");
  const shards = page.waitForResponse("**/search/terms-*");
  release();
  await shards;
  await page.waitForTimeout(300);
  await page.keyboard.press("Enter");
  await page.waitForURL(/SPEC-007/);
  await context.close();
});

test("search: whoever goes on typing or leaves does not go where Enter was to lead", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  let release;
  const held = new Promise((resolve) => (release = resolve));
  await page.route("**/search/manifest.js*", async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(PLACES["from a host"](own(), "index.html"));
  const before = page.url();
  await page.keyboard.press("Control+k");
  await page.locator("dialog.search[open] input:focus").waitFor();
  await page.keyboard.type("SPEC-007");
  await page.keyboard.press("Enter");
  await page.keyboard.type("x");
  release();
  await page.locator(".searching[data-state=answered]").waitFor();
  await page.waitForTimeout(200);
  assert.equal(page.url(), before);
  await context.close();
});

test("search: from the first page to a heading inside a document, by keys alone", async () => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(PLACES["from disk"](theCase("search"), "index.html"));
  await page.keyboard.press("Control+k");
  await page.locator("dialog.search[open] input:focus").waitFor();
  // Enter comes before the answer, and waits for it.
  await page.keyboard.type("hour session");
  await page.keyboard.press("Enter");
  await page.waitForURL(/SPEC-001-login\.html#why-httpserver-$/);
  assert.equal(await page.locator("h2:target").count(), 1);
  await context.close();
});

test("search: arrows go around, Escape closes and gives the focus back", async () => {
  const { page, visit, complaints, close } = await open(browser);
  await visit(PLACES["from a host"](own(), "index.html"));
  await page.locator("header.site a.search").focus();
  await page.keyboard.press("Enter");
  await page.locator("dialog.search[open] input:focus").waitFor();
  await ask(page, "requirements");
  const options = await page.locator("[role=option]").count();
  const active = () => page.locator("input[role=combobox]").getAttribute("aria-activedescendant");
  const first = await active();
  await page.keyboard.press("ArrowDown");
  const second = await active();
  await page.keyboard.press("ArrowUp");
  const again = await active();
  await page.keyboard.press("ArrowUp");
  const last = await active();
  const selected = await page.locator("[role=option][aria-selected=true]").count();
  await page.keyboard.press("Escape");
  if (await page.locator("dialog.search").evaluate((dialog) => dialog.open)) await page.keyboard.press("Escape");
  const focused = await page.evaluate(() => document.activeElement.className);
  await close();
  assert.ok(options > 3);
  assert.notEqual(first, second);
  assert.equal(first, again);
  assert.ok(![first, second].includes(last));
  assert.equal(selected, 1);
  assert.equal(focused, "search");
  none(complaints);
});

test("search: `/` goes to the box, and is a letter in it", async () => {
  const { page, visit, close } = await open(browser);
  await visit(PLACES["from a host"](own(), "search.html"));
  await page.locator(".searching input").waitFor();
  await page.keyboard.press("/");
  await page.locator(".searching input:focus").waitFor();
  await page.keyboard.type("a/b");
  const value = await page.locator(".searching input").inputValue();
  await close();
  assert.equal(value, "a/b");
});

test("search: names that mean harm are text", async () => {
  const { page, visit, complaints, close } = await open(browser);
  await visit(PLACES["from disk"](hostile(), "index.html"));
  await page.keyboard.press("Control+k");
  for (const query of ["alert", "script", "img", "onerror", "<script>alert(1)</script>", "javascript", "kind:spec", "status:draft"]) {
    await ask(page, query);
    const foreign = await page.locator(".searching [role=listbox]").evaluate((list) =>
      [...list.querySelectorAll("*")].filter((e) => !e.matches("div, a, span, bdi, mark")).map((e) => e.outerHTML));
    none(foreign);
    const links = await page.locator(".searching a").evaluateAll((all) => all.map((link) => link.protocol));
    none(links.filter((protocol) => protocol !== "file:"));
  }
  await close();
  none(complaints);
});

test("search: nothing found is said", async () => {
  const { page, visit, complaints, close } = await open(browser);
  await visit(PLACES["from disk"](own(), "index.html"));
  await page.keyboard.press("Control+k");
  await ask(page, "zzyzx");
  const said = await page.locator(".searching [role=status]").textContent();
  await close();
  assert.equal(said, "Nothing found for “zzyzx”.");
  none(complaints);
});

test("search: without a script its page says where all documents are", async () => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(PLACES["from a host"](own(), "index.html"));
  await page.locator("header.site a.search").click();
  await page.locator("main a[href='documents.html']").click();
  assert.equal(await page.locator("h1").count(), 1);
  await context.close();
});

for (const [look, options] of Object.entries(LOOKS)) {
  for (const width of WIDTHS) {
    test(`search: axe on the open dialog and the page: ${look}, ${width}`, async () => {
      const { page, visit, complaints, close } = await open(browser, { ...options, viewport: { width, height: 800 } });
      await visit(PLACES["from a host"](own(), "index.html"));
      await page.keyboard.press("Control+k");
      await ask(page, "requirements");
      const dialog = await faults(page);
      await visit(PLACES["from a host"](own(), "search.html?q=requirements"));
      await page.locator(".searching[data-state=answered] .found").first().waitFor();
      const onPage = await faults(page);
      const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await close();
      none([...dialog, ...onPage]);
      assert.ok(wide <= 0, "nothing is wider than the window");
      none(complaints);
    });
  }
}

/** What axe says. Its source is run by the tool, not put into the page, whose policy would forbid it. */
async function faults(page) {
  await page.evaluate(axe);
  const found = await page.evaluate(() => window.axe.run({ runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] }));
  return found.violations.flatMap(({ id, nodes }) => nodes.map((node) => `${id}: ${node.html}`));
}

test("search: switched off it leaves no trace", () => {
  const { folder } = theCase("search-off");
  const files = fs.readdirSync(folder, { recursive: true }).map(String);
  none(files.filter((file) => /^search/.test(file)));
  assert.ok(!fs.readFileSync(path.join(folder, "index.html"), "utf8").includes("search"));
});
