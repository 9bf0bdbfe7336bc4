// Some thousand documents weigh little: home, index and a document with all that they load.

import assert from "node:assert/strict";
import test from "node:test";
import { launch } from "./harness/browser.mjs";
import { serve } from "./harness/server.mjs";
import { real } from "./harness/sites.mjs";
import { weigh } from "./harness/weight.mjs";

const LIMIT = 100_000;
const BOUND = ["home", "index", "document"];

test("light", { skip: real().length === 0 && "SPECFOLIO_CORPORA names no portfolios" }, async () => {
  const [site] = real();
  const [browser, server] = [await launch(), await serve(site.folder)];
  const weights = await weigh(site, server, browser);
  await Promise.all([browser.close(), server.close()]);
  const heavy = weights.filter(({ name, bytes }) => BOUND.includes(name) && bytes > LIMIT);
  assert.deepEqual(heavy, [], `more than ${LIMIT} bytes, compressed`);
});
