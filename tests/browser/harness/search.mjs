// The search of a built site, without a browser: its own engine over its own files, and what it asked for.

import * as fs from "node:fs";
import * as path from "node:path";
import * as vm from "node:vm";
import * as zlib from "node:zlib";
import { fileURLToPath } from "node:url";

const assets = path.resolve(path.dirname(fileURLToPath(import.meta.url)), "../../../themes/default/assets");

/** The theme's engine, its scripts evaluated as a page would. */
export function specfolioSearch() {
  const context = vm.createContext({});
  for (const name of ["search-words.js", "search-rank.js", "search-engine.js"]) {
    vm.runInContext(fs.readFileSync(path.join(assets, name), "utf8"), context);
  }
  return { take: context.specfolioSearch, context };
}

/** An engine over the files of a site; `asked` lists the files that it loaded. */
export function engineOf(folder) {
  const { take, context } = specfolioSearch();
  const asked = [];
  async function load(name) {
    const file = path.join(folder, "search", `${name}.js`);
    const script = fs.readFileSync(file, "utf8");
    asked.push(file);
    vm.runInContext(script, context);
    return take.value;
  }
  return { ...take.engine(load), asked };
}

/** What files weigh as hosts send them. */
export const weight = (files) => files.reduce((sum, file) => sum + zlib.gzipSync(fs.readFileSync(file), { level: 6 }).length, 0);

/** What opening the search weighs before any question: its scripts. */
export function scripts(folder) {
  const all = fs.readdirSync(path.join(folder, "_specfolio"));
  return weight(all.filter((file) => /^search[-.]/.test(file)).map((file) => path.join(folder, "_specfolio", file)));
}
