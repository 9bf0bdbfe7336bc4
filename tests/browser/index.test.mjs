// Lists that are narrowed down: facets and their counts, the address, the sentence, the keyboard, the sheet on a phone, and
// the page without a script; every state as accessible and as quiet as a page at rest.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import test from "node:test";
import { violations } from "./harness/axe.mjs";
import { launch, open } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { serve } from "./harness/server.mjs";
import { many, portfolio, workshop } from "./harness/sites.mjs";

const site = many(120);
const browser = await launch();
const server = await serve(site.folder);
test.after(() => Promise.all([browser.close(), server.close()]));

/** A page of the index with this query, for `act`; whatever it complains of is a failure. */
async function at(query, act, options = {}) {
  const visitor = await open(browser, options);
  await visitor.visit(`${server.root}${query.includes(".html") ? query : `documents.html${query}`}`);
  await act(visitor.page, visitor);
  await visitor.close();
  none(visitor.complaints);
}

const sentence = (page) =>
  page.locator(".sentence").evaluate((element) => element.innerText.replace(/\(remove\)|×/g, "").replace(/\s+/g, " ").trim());

const query = (page) => page.evaluate(() => location.search);
const settled = (page) => page.waitForTimeout(60);

/** The documents that are found, all of them in the page. */
async function titles(page) {
  await page.keyboard.press("Control+f");
  return page.locator(".index tbody th a").evaluateAll((links) => links.map((link) => link.textContent));
}

const values = (page, facet) =>
  page.locator(".facet", { has: page.locator("summary", { hasText: new RegExp(`^${facet}$`) }) }).locator(".value");

/** The counts of a facet by the names of its values. */
const counts = async (page, facet) =>
  Object.fromEntries(
    await values(page, facet).evaluateAll((all) =>
      all.map((one) => [one.querySelector("bdi").textContent, Number(one.querySelector(".count").textContent)]),
    ),
  );

const tick = (page, facet, name) => values(page, facet).filter({ hasText: name }).locator("input").click();

function sources() {
  const folder = path.join(path.dirname(site.folder), "sources/many-120/specs");
  return fs.readdirSync(folder).map((file) => fs.readFileSync(path.join(folder, file), "utf8"));
}

/** What the sources say: how many specs these words are all in. */
function said(...words) {
  return sources().filter((text) => words.every((word) => (word instanceof RegExp ? word.test(text) : text.includes(word)))).length;
}

test("counts are those of the sources, and ignore their own group", () =>
  at("", async (page) => {
    const before = await counts(page, "Status");
    assert.equal(before.Draft, said("status: Draft"));
    await tick(page, "Status", "Draft");
    assert.deepEqual(await counts(page, "Status"), before, "the other statuses keep their counts");
    assert.equal((await counts(page, "Area")).billing ?? 0, said("status: Draft", "labels: [billing]"));
    assert.equal((await titles(page)).length, said("status: Draft"));
    await tick(page, "Status", "In Review");
    assert.equal((await titles(page)).length, said(/status: (Draft|In Review)/), "values of a facet are alternatives");
    assert.match(await sentence(page), /^\d+ specs of 120 Draft or In Review$/);
  }));

test("facets narrow each other down, nobody's reviewer counts for all that they review", () =>
  at("?status=in-review&reviewer=emile-marsh", async (page) => {
    assert.equal((await titles(page)).length, said("status: In Review", /reviewers: .*Émile Marsh/));
    assert.equal(await page.locator(".value.zero").count() > 0, true, "zeros are dimmed, not gone");
  }));

test("a turn is what the status says, whoever is named", () =>
  at("", async (page) => {
    const turns = await counts(page, "Turn");
    assert.equal(turns.Author, said("status: Draft"));
    assert.equal(turns.Reviewers, said("status: In Review"));
    await tick(page, "Turn", "Reviewers");
    assert.match(await sentence(page), /waiting for the reviewers/);
    assert.equal((await titles(page)).length, said("status: In Review"));
    await settled(page);
    assert.equal(await query(page), "?turn=reviewers");
  }));

test("what is overdue depends on the day, and on nothing that is closed", async () => {
  const due = (text) => /next-review: (\S+)/.exec(text)[1];
  for (const day of ["2025-12-31", "2026-06-01"]) {
    const { page, visit, close } = await open(browser);
    await page.clock.setFixedTime(new Date(`${day}T12:00:00Z`));
    await visit(`${server.root}documents.html?needs=overdue`);
    const isOverdue = (text) => due(text) < day && !/status: (Rejected|Superseded)/.test(text);
    assert.equal((await titles(page)).length, sources().filter(isOverdue).length, day);
    await close();
  }
});

test("a facet of many values is searched", () =>
  at("", async (page) => {
    const facet = page.locator(".facet", { has: page.locator("summary", { hasText: "Reviewer" }) });
    assert.equal(await facet.locator(".value").count(), 8);
    await facet.locator(".find").fill("emile q");
    assert.deepEqual(await facet.locator(".value bdi").allTextContents(), ["Émile Quist"], "without case and accents");
  }));

test("the address is the view, there and back", () =>
  at("", async (page) => {
    assert.equal(await query(page), "");
    await tick(page, "Status", "Draft");
    await page.locator(".box").fill("login");
    await page.getByLabel("Sort").selectOption("-updated");
    await page.getByLabel("Group").selectOption("area");
    await settled(page);
    assert.equal(await query(page), "?status=draft&q=login&sort=-updated&group=area");
    const before = [await sentence(page), await titles(page)];
    await page.reload();
    assert.deepEqual([await sentence(page), await titles(page)], before);
    await page.getByRole("button", { name: "Clear", exact: true }).click();
    await settled(page);
    assert.equal(await query(page), "", "defaults leave no trace");
    assert.equal(await sentence(page), "120 specs");
  }));

test("what an address names and nothing has is said as text, and can be removed", () =>
  at("?status=bogus&sort=sideways&group=%3Cb%3E&reviewer=%3Cimg%20src=x%20onerror=alert(1)%3E&other=1", async (page) => {
    const words = await sentence(page);
    assert.match(words, /^0 documents of 120/);
    for (const part of ["no status “bogus” here", "no order “sideways” here", "no grouping “<b>” here", "<img src=x onerror=alert(1)>"]) {
      assert.ok(words.includes(part), `${part} in ${words}`);
    }
    assert.equal(await page.locator(".index img, .index b").count(), 0);
    for (let left = await page.locator(".part").count(); left > 0; left = await page.locator(".part").count()) {
      await page.locator(".part").first().click();
    }
    await settled(page);
    assert.equal(await query(page), "?other=1", "what is none of ours stays");
    assert.equal((await titles(page)).length, 120);
  }));

test("words narrow down, numbers stand at the beginning, @ names a person", () =>
  at("", async (page) => {
    const found = async (text) => {
      await page.locator(".box").fill(text);
      return (await titles(page)).length;
    };
    assert.equal(await found("LOGIN  replace"), said("login", "Replace"));
    assert.equal(await found("émile"), await found("emile"));
    assert.equal(await found("@ueda"), said(/(authors|reviewers): .* Ueda/));
    assert.equal(await found("17"), said(/id: SPEC-0*17|issue: "#17/));
    assert.equal(await found("#17"), await found("17"));
    assert.equal(await found("nothing of this kind"), 0);
    assert.ok(await page.locator(".nothing").isVisible());
  }));

test("fields and phrases mean what they do in the search", () =>
  at("", async (page) => {
    const found = async (text) => {
      await page.locator(".box").fill(text);
      return (await titles(page)).length;
    };
    assert.equal(await found("status:draft"), said("status: Draft"));
    assert.equal(await found("status:in-review"), said("status: In Review"));
    assert.equal(await found('status:"In Review" label:billing'), said("status: In Review", "labels: [billing]"));
    assert.equal(await found("author:ueda"), said(/authors: .* Ueda/));
    assert.equal(await found("reviewer:ueda login"), said(/reviewers: .* Ueda/, "login"));
    assert.equal(await found("status:none-such"), 0);
    const phrase = sources()[3].match(/^title: (.*)$/m)[1].split(" ").slice(0, 2).join(" ");
    assert.equal(await found(`"${phrase}"`), said(new RegExp(`^title: (.* )?${phrase}`, "m")));
  }));

test("an id that is a number is found by what people write before it", async () => {
  const folder = path.join(workshop, "sources/numbered");
  fs.mkdirSync(folder, { recursive: true });
  for (const number of [7, 20, 71, 100, 155, 200, 1559, 2026, 3000, 4844, 5000, 6000]) {
    fs.writeFileSync(path.join(folder, `eip-${number}.md`), `---\neip: ${number}\ntitle: Number ${number}\nstatus: Draft\n---\n\nText.\n`);
  }
  const numbered = await serve(portfolio(folder).folder);
  test.after(() => numbered.close());
  const visitor = await open(browser);
  const { page } = visitor;
  for (const text of ["EIP-1559", "eip1559", "eip 1559", "#1559", "1559", "ERC-1559"]) {
    visitor.wentTo = null;
    await visitor.visit(`${numbered.root}documents.html`);
    await page.locator(".box").fill(text);
    assert.deepEqual(await titles(page), ["Number 1559"], text);
    await page.locator(".box").press("Enter");
    await page.waitForTimeout(200);
    assert.match(visitor.wentTo ?? "", /eip-1559\.html$/, text);
  }
  await visitor.close();
  none(visitor.complaints);
});

test("who is led to the documents of a standing has them alone", () =>
  at("#closed", async (page) => {
    assert.equal((await titles(page)).length, said(/status: (Rejected|Superseded)/));
    assert.match(await sentence(page), /closed$/);
    assert.equal(await query(page), "?standing=closed");
  }));

test("where little is left, the texts are offered", () =>
  at("", async (page) => {
    const beyond = page.locator(".beyond");
    assert.equal(await beyond.isVisible(), false);
    await page.locator(".box").fill("a word & no title");
    assert.equal(await page.getByRole("link", { name: "Search all texts for “a word & no title”" }).getAttribute("href"), "search.html?q=a%20word%20%26%20no%20title");
    await page.locator(".box").fill("login");
    assert.equal(await beyond.isVisible(), false, "there is enough");
  }));

test("Enter opens the document of an id", async () => {
  for (const text of ["SPEC-0042", "spec 42", "42", "0042"]) {
    await at("", async (page, visitor) => {
      await page.locator(".box").fill(text);
      assert.match(await page.locator(".hint").textContent(), /^Enter opens SPEC-0042 /);
      await page.keyboard.press("Enter");
      await page.waitForTimeout(200);
      assert.match(visitor.wentTo ?? "", /specs\/0042-spec\.html$/, text);
    });
  }
});

test("headings order one way, the other, and not; groups stay", () =>
  at("?group=none", async (page) => {
    const heading = () => page.locator("thead").first().getByRole("button", { name: "Updated" });
    const dates = () => page.locator(".index tbody tr td.date").evaluateAll((cells) => cells.map((cell) => cell.textContent));
    const sort = () => page.locator("thead th.of-updated").first().getAttribute("aria-sort");
    const listed = await titles(page);
    await heading().click();
    await titles(page);
    assert.equal(await sort(), "descending");
    assert.deepEqual(await dates(), (await dates()).toSorted().reverse());
    await heading().click();
    await titles(page);
    assert.equal(await sort(), "ascending");
    assert.deepEqual(await dates(), (await dates()).toSorted());
    await heading().click();
    assert.deepEqual(await titles(page), listed);
    assert.equal(await sort(), null);
  }));

test("a keyboard is enough", () =>
  at("", async (page) => {
    const focused = () => page.evaluate(() => document.activeElement.closest("tr")?.cells[0].textContent ?? document.activeElement.className);
    await page.keyboard.press("/");
    assert.equal(await focused(), "box");
    await page.keyboard.type("login");
    await page.keyboard.press("ArrowDown");
    const first = await focused();
    await page.keyboard.press("j");
    const second = await focused();
    assert.notEqual(second, first);
    await page.keyboard.press("k");
    assert.equal(await focused(), first);
    await page.keyboard.press("ArrowDown");
    assert.equal(await focused(), second);
    await page.keyboard.press("ArrowUp");
    await page.keyboard.press("ArrowUp");
    assert.equal(await focused(), "box", "above the first row is the box");
    await page.keyboard.press("Escape");
    assert.equal(await page.locator(".box").inputValue(), "");
    await tick(page, "Status", "Draft");
    await page.keyboard.press("Escape");
    assert.equal(await sentence(page), "120 specs");
    await page.keyboard.press("?");
    assert.ok(await page.locator("dialog.keys").isVisible());
    await page.getByLabel("Single keys are on").uncheck();
    await page.keyboard.press("Escape");
    await page.keyboard.press("/");
    assert.notEqual(await focused(), "box", "who does not want single keys has none");
  }));

test("removing a part leaves the focus at the next", () =>
  at("?status=draft,in-review", async (page) => {
    await page.locator(".part").first().focus();
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.className), "part");
    await page.keyboard.press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.className), "box");
  }));

test("the view is said aloud, once it has settled", () =>
  at("", async (page) => {
    await page.locator(".box").fill("login");
    await page.waitForTimeout(800);
    assert.match(await page.locator(".index [role=status]").textContent(), /^\d+ specs, with “login”$/);
  }));

test("a copied link says the view", () =>
  at("?status=draft", async (page, visitor) => {
    await visitor.page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await page.getByRole("button", { name: "Copy link" }).click();
    await page.getByRole("button", { name: "Copied" }).waitFor();
    const plain = await page.evaluate(() => navigator.clipboard.readText());
    const [words, address] = plain.split("\n");
    assert.match(words, /^Documents: \d+ specs, Draft$/);
    assert.equal(address, page.url());
    const rich = await page.evaluate(async () => (await (await navigator.clipboard.read())[0].getType("text/html")).text());
    assert.match(rich, /<a href="[^"]+\?status=draft"[^>]*>Documents: \d+ specs, Draft<\/a>/);
  }));

test("on a phone the facets are a sheet", () =>
  at(
    "",
    async (page) => {
      assert.equal(await page.locator(".panel").isVisible(), false);
      await page.getByRole("button", { name: "Filter", exact: true }).click();
      await tick(page, "Status", "Draft");
      none(await violations(page));
      await page.getByRole("button", { name: /^Show \d+ specs$/ }).click();
      assert.match(await sentence(page), /Draft$/);
      assert.equal(await page.getByRole("button", { name: "Filter (1)" }).isVisible(), true);
    },
    { viewport: { width: 360, height: 740 } },
  ));

test("every list has the tools, and none has a facet of one value", async () => {
  const all = ["status/draft.html", "label/billing.html", "kind/spec.html", "reviewer/emile-marsh.html", "author/ann-lee.html"];
  for (const list of all.filter((list) => fs.existsSync(path.join(site.folder, list)))) {
    await at(list, async (page) => {
      const [rows, tools] = [await page.locator("tbody tr").count(), await page.locator(".index .box").count()];
      assert.equal(tools, rows >= 5 ? 1 : 0, list);
      if (tools === 0) return;
      const sizes = await page.locator(".facet").evaluateAll((all) => all.map((one) => one.querySelectorAll(".value").length));
      const titles = await page.locator(".facet summary").allTextContents();
      const alone = titles.filter((title, index) => sizes[index] < 2 && title !== "Needs attention");
      assert.deepEqual(alone, [], list);
    });
  }
});

test("what a list does not show at first comes when it is needed", () =>
  at("?group=none", async (page) => {
    await page.locator(".box").fill("a");
    assert.ok((await page.locator("tbody tr").count()) < 120);
    await page.keyboard.press("Control+f");
    assert.equal(await page.locator("tbody tr").count(), Number((await sentence(page)).split(" ")[0]));
  }));

for (const state of ["", "?status=draft,in-review&q=login", "?q=nothing-of-this", "?status=bogus", "?group=area&sort=-updated", "?group=none"]) {
  test(`accessible: ${state || "at rest"}`, () =>
    at(state, async (page) => none(await violations(page, [320, 1280]))));
}

for (const [name, show] of [
  ["the keys", (page) => page.keyboard.press("?")],
  ["who I am", (page) => page.locator("[data-me]").click()],
]) {
  test(`accessible: ${name}`, () =>
    at("", async (page) => {
      await show(page);
      await page.locator("dialog[open]").waitFor();
      none(await violations(page));
    }));
}

test("without a script everything is there, and nothing is empty", () =>
  at(
    "",
    async (page) => {
      assert.equal(await page.locator("tbody tr").count(), 120);
      assert.equal(await page.locator(".jumps a").count() > 2, true);
      assert.equal(await page.locator(".jumps").isVisible(), true);
      const empty = await page.locator(".tools, .facets").evaluateAll((all) => all.map((one) => one.getBoundingClientRect().height));
      assert.deepEqual(empty, [0, 0]);
    },
    { javaScriptEnabled: false },
  ));
