// The search's engine by itself: words as the program makes them, and the right answers over small portfolios.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import test from "node:test";
import { engineOf, specfolioSearch } from "./harness/search.mjs";
import { none } from "./harness/none.mjs";
import { own, portfolio, theCase } from "./harness/sites.mjs";

const { take } = specfolioSearch();
const small = engineOf(theCase("search").folder);
const ids = async (query, engine = small) => Array.from((await engine.search(query)).results, (result) => result.id || result.title);

test("search engine: words are those of the table", () => {
  const table = JSON.parse(fs.readFileSync(path.join(import.meta.dirname, "search-words.json"), "utf8"));
  none(table.map(([text, words]) => [text, words, [...take.words(text)]]).filter(([, a, b]) => String(a) !== String(b)));
});

test("search engine: forms of a word have one stem", () => {
  const families = [
    "validate validates validated validator validation", "require requires required requiring requirement requirements",
    "use uses used using", "sign signs signing signed", "proxy proxies", "encode encoding encoder encoded", "fee fees",
  ];
  for (const family of families) assert.equal(new Set(family.split(" ").map(take.stem)).size, 1, family);
  const others = ["status", "class", "process", "thing", "string", "need", "this", "bed", "検索"];
  none(others.filter((word) => take.stem(word) !== word && !word.startsWith(take.stem(word))));
});

test("search engine: one typing error is near, two are not", () => {
  for (const [one, other] of [["login", "logni"], ["login", "logn"], ["login", "loggin"], ["login", "lagin"], ["login", "ogin"]]) {
    assert.ok(take.isNear(one, other), other);
  }
  for (const [one, other] of [["login", "lgoni"], ["login", "log"], ["login", "nigol"]]) assert.ok(!take.isNear(one, other), other);
});

const QUERIES = [
  ["login", ["SPEC-001", "SPEC-002"]], ["SPEC-002", ["SPEC-002"], "first"], ["spec 1", ["SPEC-001"], "first"], ["2", ["SPEC-002"], "first"],
  ["passkey", ["SPEC-001"]], ["passkesy", ["SPEC-001"]], ["passk", ["SPEC-001"]], ["reason", ["SPEC-001"]],
  ["RESUME", ["SPEC-001"]], ["résumé", ["SPEC-001"]], ["http server", ["SPEC-001"]], ["httpserver", ["SPEC-001"]],
  ["erc20", ["SPEC-001"]], ["ERC-20", ["SPEC-001"]], ["session_key", ["SPEC-001"]], ["sessionKey", ["SPEC-001"]],
  ["__proto__", ["SPEC-002"]], ["constructor", ["SPEC-002"]], ["\"lives for an hour\"", ["SPEC-001"]], ["\"hour an for\"", []],
  ["全文", ["全文検索"]], ["索引", ["全文検索"]], ["対", ["全文検索"]], ["検索", ["全文検索"]], ["引索", []],
  ["status:accepted login", ["SPEC-001"]], ["status:superseded", ["SPEC-002"]], ["reviewer:ann", ["SPEC-001"]], ["@bo", ["SPEC-002"]],
  ["kind:page", ["全文検索"]], ["status:nonesuch login", []], ["hippopotamus", []], ["rhinoceros", []], ["wolverine", []],
  ["login zzyzx", []], ["<img src=x>", []], ["\"", []], ["   ", []], ["status:", ["SPEC-001", "SPEC-002"]], ["((([[", []],
];

for (const [query, expected, first] of QUERIES) {
  test(`search engine: ${query}`, async () => {
    const found = await ids(query);
    assert.deepEqual(first ? found.slice(0, 1) : found, expected);
  });
}

/** Documents that each lay a trap for one way to rank: path → text. */
const TRAPS = {
  "10.md": "---\nid: SPEC-10\nstatus: Accepted\n---\n# Values without copies\n\nThese are move-only types.\n",
  "11.md": "---\nid: SPEC-11\nstatus: Accepted\n---\n# Boxes\n\nMove only what is asked for. Only then move on. Move it only once, and only move it.\n",
  "12.md": "---\nid: SPEC-12\nstatus: Accepted\n---\n# A traffic policy inside\n\nThe field `trafficPolicy` says it.\n",
  "13.md": "---\nid: SPEC-13\nstatus: Accepted\n---\n# Ports\n\n`trafficPolicy` here and `trafficPolicy` there.\n",
  "14.md": "---\nid: SPEC-14\nstatus: Accepted\n---\n# QRC, the next step\n\nClaims on queues of resources come in classes: queue, resource, claim.\n",
  "15.md": "---\nid: SPEC-15\nstatus: Accepted\n---\n# Shelves\n\nA queue is a resource. A resource has a claim. A queue has a claim.\n",
  "16.md": "---\nid: SPEC-16\nstatus: Accepted\n---\n# Isolation\n\nUnsafe is what is shared, shared is what is unsafe. It is shared.\n",
  "17.md": "---\nid: SPEC-17\nstatus: Accepted\n---\n# Escape hatches\n\nWrite `shared(unsafe)` where nothing else will do, at your own risk and with a comment.\n",
  "18.md": "---\nid: SPEC-18\nstatus: Accepted\n---\n# Marks\n\nA function bears @deprecated when it is to go.\n",
  "20.md": "---\nid: SPEC-20\nstatus: Superseded\nsuperseded-by: SPEC-21\n---\n# Session cookies\n\nThey are kept for an hour.\n",
  "21.md": "---\nid: SPEC-21\nstatus: Accepted\n---\n# Passkeys\n\nNothing is kept.\n",
};

function traps() {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "specfolio-traps-"));
  for (const [name, text] of Object.entries(TRAPS)) fs.writeFileSync(path.join(folder, name), text);
  return engineOf(portfolio(folder).folder);
}

test("search engine: what is meant comes first", async () => {
  const engine = traps();
  const first = async (query) => (await ids(query, engine))[0];
  assert.equal(await first("move-only"), "SPEC-10", "what a hyphen joins is one word");
  assert.equal(await first("trafficPolicy"), "SPEC-12", "a title may say a joined word in its parts");
  assert.equal(await first("queue resource claim"), "SPEC-14", "or some words by their initials");
  assert.equal(await first("shared(unsafe)"), "SPEC-17", "what stands joined is sought joined");
  assert.deepEqual(await ids("@deprecated", engine), ["SPEC-18"], "not all that begins with @ is a person");
  assert.deepEqual(await ids("session cookies", engine), ["SPEC-21", "SPEC-20"], "what is in force stands before what it replaced");
  assert.deepEqual(await ids("hour", engine), ["SPEC-20"], "where that is what was asked for");
});

test("search engine: what was pasted is sought by its beginning, and every word once", async () => {
  for (const pasted of ["a-".repeat(5000), "((b)".repeat(2000), Array.from({ length: 5000 }, (_, at) => `w${at}`).join(" "), "x ".repeat(9)]) {
    const { query } = await small.search(pasted);
    assert.ok(query.words.length <= 24);
    assert.equal(new Set(query.words.map((word) => word.text)).size, query.words.length);
  }
});

test("search engine: what is found is marked, under its heading", async () => {
  const { results, asked } = await small.search("resume reasons");
  const [best] = await small.excerpts(results[0], asked);
  assert.equal(best.anchor, "why-httpserver-");
  assert.deepEqual(Array.from(best.text).filter((run) => run.marked).map((run) => run.text), ["Résumé", "reasons"]);
  assert.equal(best.text.map((run) => run.text).join("").includes("session_key lives"), true);
});

test("search engine: an index that changed meanwhile is read anew", async () => {
  const folder = fs.mkdtempSync(path.join(theCase("search").folder, "..", "moved-"));
  fs.cpSync(theCase("search").folder, folder, { recursive: true });
  const engine = engineOf(folder);
  await engine.manifest();
  for (const file of fs.readdirSync(path.join(folder, "search"))) {
    const place = path.join(folder, "search", file);
    const manifest = fs.readFileSync(path.join(theCase("search").folder, "search/manifest.js"), "utf8");
    const stamp = /"stamp":"(\w+)"/.exec(manifest)[1];
    fs.writeFileSync(place, fs.readFileSync(place, "utf8").replaceAll(stamp, "another"));
  }
  assert.deepEqual(await ids("passkeys", engine), ["SPEC-001"]);
});

test("search engine: our own portfolio answers", async () => {
  const engine = engineOf(own().folder);
  assert.equal((await ids("SPEC-007", engine))[0], "SPEC-007");
  assert.equal((await ids("faceted index search", engine)).includes("SPEC-007"), true);
});
