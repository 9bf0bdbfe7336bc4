// A keyboard is enough: the skip link comes first and works, every focus is seen, and Tab comes around.

import assert from "node:assert/strict";
import test from "node:test";
import { WIDTHS, launch, open } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { serve } from "./harness/server.mjs";
import { own, theCase, workshop } from "./harness/sites.mjs";
import { address, pagesOf, sample } from "./harness/pages.mjs";

/** More stops than any page here has. */
const MANY = 600;

/** Focus is looked at where it is, not on the way there. */
const STILL = { reducedMotion: "reduce" };

const browser = await launch();
const server = await serve(workshop);
test.after(() => Promise.all([browser.close(), server.close()]));

const seen = [own(), theCase("markdown"), theCase("multi-file-spec"), theCase("pages")];
const stops = seen.flatMap((site) => sample(pagesOf(site)).map((page) => [site, page]));

for (const [site, { path, family }] of stops) {
  const url = `${server.root}${site.name}/${address(path)}`;

  test(`keyboard: skip link: ${site.name}: ${path} (${family})`, async () => {
    const { page, visit, close } = await open(browser, STILL);
    await visit(url);
    await page.keyboard.press("Tab");
    const first = await page.evaluate(focused);
    await page.keyboard.press("Enter");
    const isMain = await page.evaluate(() => document.querySelector(":target")?.localName);
    await page.keyboard.press("Tab");
    const next = await page.evaluate(() => [
      document.activeElement.closest("main") !== null,
      document.querySelector("main :is(a[href], summary, [tabindex='0'], button)") !== null,
      document.activeElement.closest("header.site") !== null,
    ]);
    await close();
    assert.equal(first.className, "skip", "the first stop is the skip link");
    assert.deepEqual(first.faults, [], "and it is seen");
    assert.equal(isMain, "main", "it leads to the main part");
    const [inMain, hasStops, inHeader] = next;
    assert.ok(hasStops ? inMain : !inHeader, "the next stop is in the main part");
  });

  for (const width of WIDTHS) {
    test(`keyboard: round at ${width}: ${site.name}: ${path} (${family})`, async () => {
      const { page, visit, close } = await open(browser, { ...STILL, viewport: { width, height: 800 } });
      await visit(url);
      const { faults, reached, reachable } = await round(page);
      await close();
      none(faults);
      assert.equal(reached, reachable, "every stop is reached, and Tab comes around");
    });
  }
}

/** Presses Tab until it comes around. */
async function round(page) {
  // The search fills its page when its scripts have come.
  await page.waitForFunction(() => document.querySelector("[data-search-page]:empty") === null);
  const reachable = await page.evaluate(() => {
    const stops = "a[href], button:not([disabled]), input:not([disabled]), select, textarea, summary, [tabindex='0']";
    const all = [...document.querySelectorAll(stops)].filter((element) => element.checkVisibility());
    return all.length;
  });
  const faults = [];
  const places = new Set();
  for (let press = 0; press < MANY; press += 1) {
    await page.keyboard.press("Tab");
    const stop = await page.evaluate(focused);
    if (stop.place === null || places.has(stop.place)) break;
    places.add(stop.place);
    faults.push(...stop.faults);
  }
  return { faults, reached: places.size, reachable };
}

/** Runs in the page: what has the focus, and why a reader would not see that. */
function focused() {
  const element = document.activeElement;
  if (!element || element === document.body) return { place: null, className: "", faults: [] };
  const style = getComputedStyle(element);
  const box = element.getBoundingClientRect();
  const shown = element.outerHTML.slice(0, 100);
  const isOutlined = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
  const isInside = box.right > 0 && box.bottom > 0 && box.left < innerWidth && box.top < innerHeight && box.width > 0;
  const faults = [
    ...(isOutlined ? [] : [`no outline: ${shown}`]),
    ...(isInside ? [] : [`outside of the window: ${shown}`]),
  ];
  // An element is told by itself: others, scripts among them, may come and go before it.
  const known = (window.specfolioStops ??= []);
  if (!known.includes(element)) known.push(element);
  return { place: known.indexOf(element), className: element.className, faults };
}
