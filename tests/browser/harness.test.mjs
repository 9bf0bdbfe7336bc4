// The harness itself: on pages that are at fault in every way it notes every fault.

import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import test from "node:test";
import { launch, open } from "./harness/browser.mjs";
import { parsed, sample } from "./harness/pages.mjs";
import { serve } from "./harness/server.mjs";
import { workshop } from "./harness/sites.mjs";

const FAULTY = `<!doctype html><html lang="en"><head><title>Faulty</title>
<meta http-equiv="Content-Security-Policy" content="style-src 'self'; script-src 'self' 'unsafe-inline'"></head>
<body class="document"><style>p { color: red }</style><p onclick="x()" style="color: red">Faulty</p>
<img src="https://others.example/x.png" alt=""><img src="missing.png" alt="">
<div class="body"><form><input></form></div>
<script>alert("a dialog"); console.error("an error");
addEventListener("load", () => setTimeout(() => (location.href = "elsewhere.html"), 50));
setTimeout(() => { throw new Error("an exception"); });</script></body></html>`;

const folder = path.join(workshop, "faulty");
fs.mkdirSync(folder);
fs.writeFileSync(path.join(folder, "faulty.html"), FAULTY);
const browser = await launch();
const server = await serve(folder);
test.after(() => Promise.all([browser.close(), server.close()]));

test("a page's complaints are noted", async () => {
  const visitor = await open(browser);
  await visitor.visit(`${server.root}faulty.html`);
  await visitor.page.waitForTimeout(500);
  await visitor.close();
  const said = visitor.complaints.join("\n");
  for (const kind of ["policy: style-src", "console: an error", "exception: an exception", "dialog: a dialog"]) {
    assert.match(said, new RegExp(kind));
  }
  assert.match(said, /a request to others: https:\/\/others\.example\/x\.png/);
  assert.match(said, /404: .*missing\.png/);
  assert.match(visitor.wentTo, /elsewhere\.html$/);
});

test("what no page may bear is marked", async () => {
  const [page] = await parsed({ folder }, browser);
  assert.equal(page.family, "document");
  const tags = page.marks.map((mark) => mark.match(/^<(\w+)/)[1]);
  assert.deepEqual(tags, ["style", "p", "form", "script"]);
});

test("a sample has the largest page of each family, one in the middle, and the smallest", () => {
  const pages = [3, 9, 5, 7, 1].map((bytes) => ({ family: "a", path: `${bytes}`, bytes }));
  const alone = { family: "b", path: "alone", bytes: 2 };
  assert.deepEqual(sample([...pages, alone]).map(({ bytes }) => bytes), [9, 5, 1, 2]);
});
