// By hand: `node lighthouse.mjs PORTFOLIO` prints Lighthouse's scores of home, index and a document: the median of five runs,
// on a phone that it simulates. Lighthouse is large and no part of the suite; it is installed beside it on demand.

import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { pathToFileURL } from "node:url";
import { launch } from "./harness/browser.mjs";
import { address, pagesOf } from "./harness/pages.mjs";
import { serve } from "./harness/server.mjs";
import { portfolio } from "./harness/sites.mjs";

const RUNS = 5;
const CATEGORIES = ["performance", "accessibility", "best-practices", "seo"];

/** Each browser gets a port of its own: the one before may not have let go of its yet. */
let port = 9222 + (process.pid % 1000);

const lighthouse = await installed("lighthouse@13.5.0");
const site = portfolio(process.argv[2] ?? "../..");
const documents = pagesOf(site).filter(({ family }) => family === "document");
const document = documents.sort((a, b) => a.bytes - b.bytes)[documents.length >> 1];
const server = await serve(site.folder);
for (const file of ["index.html", "documents.html", document.path]) await report(file);
await server.close();

async function installed(name) {
  const place = path.join(os.tmpdir(), "specfolio-lighthouse");
  const options = { stdio: "inherit", env: { ...process.env, PUPPETEER_SKIP_DOWNLOAD: "1" } };
  execFileSync("npm", ["install", "--no-save", "--loglevel=error", "--prefix", place, name], options);
  const found = createRequire(path.join(place, "index.js")).resolve("lighthouse");
  return (await import(pathToFileURL(found).href)).default;
}

async function report(file) {
  const runs = [];
  for (let run = 0; run < RUNS; run += 1) runs.push(await examine(server.root + address(file)));
  const scores = CATEGORIES.map((category) => `${category} ${median(runs.map((run) => run[category]))}`);
  const failed = [...new Set(runs.flatMap((run) => run.failed))];
  console.log(`${file}: ${scores.join(", ")}${failed.length > 0 ? `; not passed: ${failed.join(", ")}` : ""}`);
}

async function examine(url) {
  port += 1;
  const browser = await launch({ args: ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${port}`] });
  const { lhr } = await lighthouse(url, { port, onlyCategories: CATEGORIES, throttlingMethod: "simulate", logLevel: "silent" });
  await browser.close();
  const scores = CATEGORIES.map((category) => [category, Math.round(lhr.categories[category].score * 100)]);
  const failed = CATEGORIES.flatMap((category) => lhr.categories[category].auditRefs)
    .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 0.9)
    .map(({ id }) => id);
  return { ...Object.fromEntries(scores), failed };
}

function median(numbers) {
  return numbers.sort((a, b) => a - b)[numbers.length >> 1];
}
