// What axe finds wrong with a page by WCAG 2.2 AA, in every look.

import * as fs from "node:fs";
import { createRequire } from "node:module";
import { LOOKS } from "./browser.mjs";

const axe = fs.readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** A line for each rule that is broken, with where, at each of these widths; at the present one without any. */
export async function violations(page, widths = []) {
  const found = new Map();
  await page.evaluate(axe);
  for (const [look, media] of Object.entries(LOOKS)) {
    await page.emulateMedia(media);
    for (const width of widths.length > 0 ? widths : [page.viewportSize().width]) {
      if (widths.length > 0) await page.setViewportSize({ width, height: 800 });
      for (const line of await page.evaluate(examine, TAGS)) {
        found.set(line, [...(found.get(line) ?? []), `${look} at ${width}`]);
      }
    }
  }
  return [...found].map(([violation, where]) => `${violation}\n    in ${where.join(", ")}`);
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
