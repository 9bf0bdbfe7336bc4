// A page → what it weighs on the wire: itself and all that it loads, compressed as hosts do.

import { gzipSync } from "node:zlib";
import { open } from "./browser.mjs";
import { address, pagesOf } from "./pages.mjs";

/** `[{ name, path, bytes }]` of the home page, the index and the documents in the middle and at the top of the sizes. */
export async function weigh(site, server, browser) {
  const documents = pagesOf(site).filter(({ family }) => family === "document");
  const bySize = documents.sort((a, b) => a.bytes - b.bytes);
  const looked = { home: "index.html", index: "documents.html", document: bySize[bySize.length >> 1].path };
  looked["largest document"] = bySize.at(-1).path;
  const weights = [];
  for (const [name, path] of Object.entries(looked)) {
    weights.push({ name, path, bytes: await weight(server.root + address(path), browser) });
  }
  return weights;
}

async function weight(url, browser) {
  const { page, visit, close } = await open(browser);
  const bodies = [];
  page.on("response", (response) => bodies.push(response.body()));
  await visit(url);
  await page.waitForLoadState("networkidle");
  const sizes = (await Promise.all(bodies)).map((body) => gzipSync(body, { level: 6 }).length);
  await close();
  return sizes.reduce((sum, size) => sum + size, 0);
}
