// A page of the preview follows its sources in place: nothing that its reader did to it is lost.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import test from "node:test";
import { launch } from "./harness/browser.mjs";
import { LONG, previewOf } from "./harness/preview.mjs";
import { repository } from "./harness/sites.mjs";

const CODE = "\n```rust\nfn a() {}\n```\n";

/** A text that is many screens long, with a fold, code and links in it. */
const long = (word) => {
  const section = (number) => `## Part ${number}\n\n${`Text of part ${number}. `.repeat(60)}\n`;
  const parts = Array.from({ length: 20 }, (_, number) => section(number));
  const fold = "<details><summary>More</summary>\n\nFolded away.\n\n</details>\n";
  return `# Long\n\nThe word is ${word}.\n\n${fold}${CODE}\n${parts.join("\n")}\nSee [the other](other.md).\n\nThe end.\n`;
};

const FILES = {
  "book.toml": '[book]\ntitle = "Small"\n\n[output.html]\nadditional-css = ["extra.css"]\n\n[portfolio]\ntheme = "theme"\n',
  "extra.css": "h1 { color: rgb(1, 2, 3); }\n",
  "theme/README": "What it replaces is put here.\n",
  "long.md": long("one"),
  "other.md": "# Other\n\nText of the other: one.\n",
  "plain.md": "# Plain\n\nThe word is one.\n",
};

const browser = await launch();
test.after(() => browser.close());

/** Runs a test with a preview of its own, and a window that keeps note of what went wrong in its pages. */
function follows(what, body) {
  test(`preview: ${what}`, async () => {
    const preview = await previewOf(FILES);
    const context = await browser.newContext({ viewport: { width: 1000, height: 600 } });
    context.setDefaultTimeout(LONG);
    const faults = [];
    context.on("weberror", (error) => faults.push(error.error().message));
    context.on("dialog", (dialog) => {
      faults.push(`dialog: ${dialog.message()}`);
      return dialog.dismiss();
    });
    try {
      await body({ preview, context, show: (name) => show(context, preview, name) });
    } finally {
      await context.close();
      await preview.close();
    }
    assert.deepEqual(faults, []);
  });
}

/** A tab that shows a page and hears of changes; a mark on its window tells whether it was ever left. */
async function show(context, preview, name) {
  const page = await context.newPage();
  await page.goto(preview.url(name));
  await page.evaluate(() => {
    window.isMarked = true;
  });
  return page;
}

/** Waits until a page says something. */
const says = (page, words) =>
  page.waitForFunction((words) => document.body.textContent.includes(words), words);

const isMarked = (page) => page.evaluate(() => window.isMarked === true);

const edit = (preview, name, from, to) => {
  const text = preview.read(name);
  assert.ok(text.includes(from), `${name} says ${from}`);
  preview.write(name, text.replace(from, to));
};

follows("an edit changes the page in place", async ({ preview, show }) => {
  const page = await show("long.html");
  await page.locator(".body details summary").click();
  const link = page.locator(".body a", { hasText: "the other" });
  await link.focus();
  await page.locator("#part-9").evaluate((heading) => heading.scrollIntoView({ behavior: "instant" }));
  await page.evaluate(() => window.scrollBy({ top: 60, behavior: "instant" }));
  // What follows the scrolling, the folded header among it, has come to rest.
  await page.waitForTimeout(300);
  const before = await page.evaluate(whereabouts);
  // What comes first is longer now, and another link stands before the one in focus.
  edit(preview, "long.md", "The word is one.", `The word is two. [A link](plain.md).${"\n\nMore.".repeat(30)}`);
  await says(page, "The word is two.");
  const after = await page.evaluate(whereabouts);
  assert.ok(await isMarked(page), "the page was not loaded anew");
  assert.ok(Math.abs(after.part9 - before.part9) <= 2, `what is read stays: ${before.part9}, ${after.part9}`);
  assert.ok(after.scrolled > before.scrolled + 100, "although it is further down");
  assert.deepEqual([after.isOpen, after.focus], [true, "the other"]);
});

function whereabouts() {
  return {
    scrolled: window.scrollY,
    part9: document.getElementById("part-9").getBoundingClientRect().top,
    isOpen: document.querySelector(".body details").open,
    focus: document.activeElement.textContent,
  };
}

follows("a heading and a title are new everywhere on it", async ({ preview, show }) => {
  const page = await show("plain.html");
  edit(preview, "plain.md", "# Plain", "# Fancy");
  await page.waitForFunction(() => document.title.startsWith("Fancy"));
  await says(page, "Fancy");
  edit(preview, "book.toml", "Small", "Large");
  await page.waitForFunction(() => document.querySelector("header.site").textContent.includes("Large"));
  assert.ok(await isMarked(page));
});

follows("a style is swapped in place, where it stood", async ({ preview, show }) => {
  const page = await show("plain.html");
  const colour = (wanted) =>
    page.waitForFunction((wanted) => getComputedStyle(document.querySelector("h1")).color === wanted, wanted);
  await colour("rgb(1, 2, 3)");
  preview.write("extra.css", "h1 { color: rgb(4, 5, 6); }\n");
  await colour("rgb(4, 5, 6)");
  // The theme's own comes before it, also when it is the newer one.
  preview.write("theme/assets/style.css", "h1 { color: rgb(7, 8, 9); }\nh2 { color: red; }\n");
  await page.waitForFunction(() => document.styleSheets[0].cssRules.length === 2);
  await colour("rgb(4, 5, 6)");
  const sheets = await page.evaluate(() => document.querySelectorAll("link[rel=stylesheet]:not([data-preview])").length);
  assert.equal(sheets, 2, "the old ones are gone");
  assert.ok(await isMarked(page));
});

follows("an edit of another document leaves the page alone", async ({ preview, show }) => {
  const [page, other] = [await show("plain.html"), await show("other.html")];
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  await page.evaluate(() => {
    window.wasLeftAlone = true;
    new MutationObserver(() => {
      window.wasLeftAlone = false;
    }).observe(document.body, { subtree: true, childList: true, attributes: true, characterData: true });
  });
  edit(preview, "other.md", "one.", "two.");
  await says(other, "Text of the other: two.");
  // What is told next has been told after that.
  edit(preview, "other.md", "two.", "three.");
  await says(other, "Text of the other: three.");
  assert.ok(await page.evaluate(() => window.wasLeftAlone));
  assert.deepEqual(asked.filter((url) => !url.includes("_specfolio/")), []);
});

follows("what is wrong lies over the page as text, until it is mended", async ({ preview, show }) => {
  const page = await show("plain.html");
  const panel = page.locator(".specfolio-error");
  preview.write("theme/templates/404.html", "{{ <img src=x onerror=alert(1)> }}");
  await panel.waitFor();
  assert.match(await panel.innerText(), /404\.html/);
  assert.match(await panel.innerText(), /<img src=x onerror=alert\(1\)>/);
  // A page that comes later is told too, and what is there can be read on.
  const second = await show("other.html");
  await second.locator(".specfolio-error").waitFor();
  await second.getByRole("button", { name: "Hide" }).click();
  await second.locator(".specfolio-error").waitFor({ state: "hidden" });
  await says(second, "Text of the other: one.");
  preview.write("theme/templates/404.html", "fine");
  await panel.waitFor({ state: "detached" });
  const book = preview.read("book.toml");
  preview.write("book.toml", `${book}\n[<img src=x onerror=alert(2)>\n`);
  await panel.waitFor();
  assert.match(await panel.innerText(), /book\.toml/);
  for (const tab of [page, second]) assert.equal(await tab.locator(".specfolio-error img").count(), 0);
  preview.write("book.toml", book);
  await panel.waitFor({ state: "detached" });
  await second.locator(".specfolio-error").waitFor({ state: "detached" });
  assert.ok(await isMarked(page));
});

follows("ten tabs load, and all show the edit", async ({ preview, show }) => {
  const tabs = [];
  for (let number = 0; number < 10; number += 1) tabs.push(await show("plain.html"));
  edit(preview, "plain.md", "The word is one.", "The word is two.");
  await Promise.all(tabs.map((tab) => says(tab, "The word is two.")));
  // The one that listens for all is closed, whichever it is, and another listens.
  for (const tab of tabs.splice(0, 5)) await tab.close();
  edit(preview, "plain.md", "The word is two.", "The word is three.");
  await Promise.all(tabs.map((tab) => says(tab, "The word is three.")));
  assert.ok((await Promise.all(tabs.map(isMarked))).every(Boolean));
});

follows("a server that comes back is followed again", async ({ preview, show }) => {
  const page = await show("plain.html");
  await preview.kill();
  edit(preview, "plain.md", "The word is one.", "The word is two.");
  await preview.start();
  await says(page, "The word is two.");
  edit(preview, "plain.md", "The word is two.", "The word is three.");
  await says(page, "The word is three.");
  assert.ok(await isMarked(page));
});

follows("a run of the preview with an earlier clock is a new one", async ({ preview, show }) => {
  const page = await show("plain.html");
  edit(preview, "plain.md", "The word is one.", "The word is two.");
  await says(page, "The word is two.");
  await page.evaluate(() => {
    const state = { run: 1, build: 1, changed: [], error: "Said in 1970" };
    new BroadcastChannel("specfolio.preview").postMessage(state);
  });
  await says(page, "Said in 1970");
});

follows("a tab that slept catches up when it is shown", async ({ preview, context, show }) => {
  const [awake, asleep] = [await show("plain.html"), await show("plain.html")];
  const session = await context.newCDPSession(asleep);
  await session.send("Page.setWebLifecycleState", { state: "frozen" });
  edit(preview, "plain.md", "The word is one.", "The word is two.");
  await says(awake, "The word is two.");
  await session.send("Page.setWebLifecycleState", { state: "active" });
  await says(asleep, "The word is two.");
  assert.ok(await isMarked(asleep));
});

follows("a tab that missed everything catches up when it is shown", async ({ preview, context, show }) => {
  // Whatever it would be told is lost; being shown is all it has.
  await context.addInitScript(() => {
    window.EventSource = function () {};
    window.BroadcastChannel.prototype.postMessage = function () {};
  });
  const page = await show("plain.html");
  edit(preview, "plain.md", "The word is one.", "The word is two.");
  await page.waitForFunction(async () => (await (await fetch("/plain.html")).text()).includes("The word is two."));
  assert.ok(!(await page.textContent("main")).includes("The word is two."));
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await says(page, "The word is two.");
  assert.ok(await isMarked(page));
});

follows("what had no answer is asked again", async ({ preview, context, show }) => {
  await context.addInitScript(() => {
    window.EventSource = function () {};
    window.BroadcastChannel.prototype.postMessage = function () {};
  });
  const page = await show("plain.html");
  edit(preview, "plain.md", "The word is one.", "The word is two.");
  await page.waitForFunction(async () => (await (await fetch("/plain.html")).text()).includes("The word is two."));
  let refused = 0;
  await page.route(/plain\.html$|_specfolio\/state$/, (route) => {
    refused += 1;
    // The state is lost once; then the page is refused, and lost.
    if (refused === 2) return route.fulfill({ status: 503, body: "busy" });
    return refused < 4 ? route.abort() : route.continue();
  });
  await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  await says(page, "The word is two.");
  assert.ok(await isMarked(page));
  assert.ok(refused >= 4);
});

follows("another frame of the theme loads the page anew", async ({ preview, show }) => {
  const page = await show("plain.html");
  const base = fs.readFileSync(path.join(repository, "themes/default/templates/base.html"), "utf8");
  preview.write("theme/templates/base.html", base.replace("<main ", "<p>A banner.</p>\n<main "));
  await says(page, "A banner.");
  preview.write("theme/templates/base.html", base.replace("<nav ", "<p>A note.</p>\n<nav "));
  await says(page, "A note.");
  assert.ok(!(await page.textContent("body")).includes("A banner."));
});

follows("a first block of code brings its script along", async ({ preview, context, show }) => {
  await context.grantPermissions(["clipboard-write"]);
  const page = await show("plain.html");
  preview.write("plain.md", `${FILES["plain.md"]}${CODE}`);
  await page.getByRole("button", { name: "Copy" }).waitFor();
  preview.write("plain.md", `${FILES["plain.md"]}${CODE}${CODE}`);
  await page.waitForFunction(() => document.querySelectorAll("button.copy").length === 2);
  assert.ok(await isMarked(page));
});

follows("a picture that changed with its document is the new one", async ({ preview, show }) => {
  const picture = (size) => `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"></svg>`;
  preview.write("i.svg", picture(10));
  preview.write("plain.md", "# Plain\n\nThe word is one. ![](i.svg)\n");
  const page = await show("plain.html");
  const width = (wanted) => page.waitForFunction((wanted) => document.querySelector(".body img")?.naturalWidth === wanted, wanted);
  await width(10);
  preview.write("i.svg", picture(20));
  await width(20);
  preview.write("i.svg", picture(30));
  preview.write("plain.md", "# Plain\n\nThe word is two. ![](i.svg)\n");
  await says(page, "The word is two.");
  await width(30);
  edit(preview, "plain.md", "two", "three");
  await says(page, "The word is three.");
  await width(30);
  assert.ok(await isMarked(page));
});

follows("what is missing is styled at any depth, and comes when it is written", async ({ preview, show }) => {
  const page = await show("a/b/c.html");
  assert.equal(await page.evaluate(() => getComputedStyle(document.body).display), "flex");
  const lead = await page.locator("main a").first().evaluate((link) => link.href);
  assert.equal(lead, preview.url("documents.html"));
  preview.write("404.md", "# Nowhere\n\nSee [plain](plain.md).\n");
  await says(page, "Nowhere");
  assert.equal(await page.locator("main a").first().evaluate((link) => link.href), preview.url("plain.html"));
  preview.write("a/b/c.md", "# Here\n\nAt last.\n");
  await says(page, "At last.");
  fs.rmSync(path.join(preview.folder, "a"), { recursive: true });
  await says(page, "Nowhere");
});
