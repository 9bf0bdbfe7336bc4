// By hand: `node weight.mjs PORTFOLIO` prints what its pages weigh, compressed, with all that they load.

import { launch } from "./harness/browser.mjs";
import { serve } from "./harness/server.mjs";
import { portfolio } from "./harness/sites.mjs";
import { weigh } from "./harness/weight.mjs";

const site = portfolio(process.argv[2] ?? "../..");
const [browser, server] = [await launch(), await serve(site.folder)];
for (const { name, path, bytes } of await weigh(site, server, browser)) {
  console.log(`${(bytes / 1000).toFixed(1).padStart(8)} kB  ${name}  ${path}`);
}
await Promise.all([browser.close(), server.close()]);
