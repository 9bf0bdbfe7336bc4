// How soon an edit is seen: from the moment a document is saved until the preview serves it, and until a browser has drawn it.
//
// For the hand:  SPECFOLIO=program node reload-latency.mjs [folder of a portfolio] [a document in it]
//
// Twenty times a sentence at the end of the document is another. Given are the median and the longest. The document is the
// middle one of all where none is named; what is edited is a copy.

import * as path from "node:path";
import { launch } from "./harness/browser.mjs";
import { filesOf } from "./harness/pages.mjs";
import { previewOfCopy } from "./harness/preview.mjs";
import { repository } from "./harness/sites.mjs";

const TIMES = 20;
const [portfolio = repository, named] = process.argv.slice(2);
const preview = await previewOfCopy(path.resolve(portfolio));
const browser = await launch();

try {
  const { document, address } = named ? await addressOf(named) : await middle();
  const page = await browser.newPage();
  await page.goto(address, { waitUntil: "load" });
  await settled();
  const events = (await fetch(preview.url("_specfolio/events"))).body.getReader();
  const text = preview.read(document);
  const [served, drawn] = [[], []];
  for (let number = 0; number < TIMES; number += 1) {
    const words = `Sentence number ${number} of the measurement.`;
    const isDrawn = page.evaluate(drawnAt, words);
    // The page watches before anything happens.
    await page.evaluate(() => 0);
    const saved = now();
    preview.write(document, `${text}\n\n${words}\n`);
    const isServed = servedAt(events, address, words);
    served.push((await isServed) - saved);
    drawn.push((await isDrawn) - saved);
    await settled();
  }
  console.log(`${document}, ${TIMES} edits`);
  console.log(`saved to served: ${report(served)}`);
  console.log(`saved to drawn:  ${report(drawn)}`);
} finally {
  await browser.close();
  await preview.close();
}

function settled() {
  return new Promise((resolve) => setTimeout(resolve, 300));
}

function now() {
  return performance.timeOrigin + performance.now();
}

/** When the preview answered with these words first. It is asked whenever it says that something changed. */
async function servedAt(events, address, words) {
  for (;;) {
    const { done } = await events.read();
    if (done) throw new Error("the preview ended");
    const answer = await fetch(address);
    if ((await answer.text()).includes(words)) return now();
  }
}

/** Runs in the page: when the frame after the one that holds these words began, the words were on the screen. */
function drawnAt(words) {
  const clock = () => performance.timeOrigin + performance.now();
  return new Promise((resolve) => {
    const observer = new MutationObserver(() => {
      if (!document.body.textContent.includes(words)) return;
      observer.disconnect();
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(clock())));
    });
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
}

/** The document in the middle of all, of those that have a page of their own name. */
async function middle() {
  const documents = filesOf(preview.folder, ".md");
  const from = documents.length >> 1;
  for (const document of [...documents.slice(from), ...documents.slice(0, from)]) {
    const found = await addressOf(document).catch(() => null);
    if (found) return found;
  }
  throw new Error("no document has a page");
}

/** The page of a document: its name with another ending, from the sources' folder, which is any on its way. */
async function addressOf(document) {
  const steps = document.replace(/\.md$/, ".html").split(path.sep);
  for (let from = 0; from < steps.length; from += 1) {
    const address = preview.url(steps.slice(from).map(encodeURIComponent).join("/"));
    if ((await fetch(address)).status === 200) return { document, address };
  }
  throw new Error(`${document} has no page`);
}

function report(times) {
  const sorted = times.toSorted((a, b) => a - b);
  return `median ${sorted[sorted.length >> 1].toFixed(0)} ms, longest ${sorted.at(-1).toFixed(0)} ms`;
}
