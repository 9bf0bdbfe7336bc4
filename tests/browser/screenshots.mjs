// By hand: `node screenshots.mjs PORTFOLIO FOLDER` writes pictures of the largest page of each family, wide and narrow,
// light and dark.

import * as fs from "node:fs";
import * as path from "node:path";
import { LOOKS, launch, open } from "./harness/browser.mjs";
import { address, pagesOf, sample } from "./harness/pages.mjs";
import { serve } from "./harness/server.mjs";
import { portfolio } from "./harness/sites.mjs";

const [from = "../..", into = "screenshots"] = process.argv.slice(2);
const site = portfolio(from);
fs.mkdirSync(into, { recursive: true });
const [browser, server] = [await launch(), await serve(site.folder)];
const largest = new Map(sample(pagesOf(site)).toReversed().map((page) => [page.family, page]));
for (const { family, path: file } of largest.values()) {
  for (const look of ["light", "dark"]) {
    for (const width of [1280, 360]) {
      const { page, visit, close } = await open(browser, { viewport: { width, height: 900 }, ...LOOKS[look] });
      await visit(server.root + address(file));
      await page.screenshot({ path: path.join(into, `${family}-${width}-${look}.png`) });
      await close();
    }
  }
}
await Promise.all([browser.close(), server.close()]);
