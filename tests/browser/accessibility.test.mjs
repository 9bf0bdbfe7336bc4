// WCAG 2.2 AA, as far as axe can see, in every look and at both widths.

import * as fs from "node:fs";
import { createRequire } from "node:module";
import test from "node:test";
import { LOOKS, WIDTHS, launch, open } from "./harness/browser.mjs";
import { serve } from "./harness/server.mjs";
import { none } from "./harness/none.mjs";
import { workshop } from "./harness/sites.mjs";
import { tour } from "./harness/tour.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

const browser = await launch();
const server = await serve(workshop);
test.after(() => Promise.all([browser.close(), server.close()]));

for (const stop of tour()) {
  test(`accessible: ${stop.name}`, async () => {
    const { page, visit, close } = await open(browser);
    await visit(server.root + stop.path);
    await page.evaluate(axe);
    await page.evaluate(unfold);
    const violations = new Map();
    for (const [look, media] of Object.entries(LOOKS)) {
      await page.emulateMedia(media);
      for (const width of WIDTHS) {
        await page.setViewportSize({ width, height: 800 });
        for (const found of await page.evaluate(examine, TAGS)) {
          violations.set(found, [...(violations.get(found) ?? []), `${look} at ${width}`]);
        }
      }
    }
    await close();
    none([...violations].map(([violation, where]) => `${violation}\n    in ${where.join(", ")}`));
  });
}

/** What is folded is read, too. */
function unfold() {
  for (const details of document.querySelectorAll("details")) details.open = true;
}

/** Runs in the page: a line for each rule that is broken, with the first elements that break it. */
async function examine(tags) {
  const options = { runOnly: { type: "tag", values: tags }, resultTypes: ["violations"] };
  const { violations } = await globalThis.axe.run(document, options);
  return violations.map(({ id, help, nodes }) => {
    const shown = nodes.slice(0, 3).map((node) => `\n    ${node.target.join(" ")}  ${node.html.slice(0, 160)}`);
    return `${id}: ${help} (${nodes.length}×)${shown.join("")}`;
  });
}
