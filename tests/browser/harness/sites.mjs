// Portfolios → sites in a temporary folder, by the program itself.
//
// Every test file runs in a process of its own and builds what it looks at: nothing is stale and nothing is shared. Each
// portfolio is built from a copy outside this repository, whose history is none of its own; only ours has one.

import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { layHostileNames } from "./hostile-names.mjs";
import { layMany } from "./many.mjs";

export const repository = path.resolve(import.meta.dirname, "../../..");

/** Where the sites are: each in a folder of its name. */
export const workshop = fs.mkdtempSync(path.join(os.tmpdir(), "specfolio-browser-"));
process.on("exit", () => fs.rmSync(workshop, { recursive: true, force: true }));

/** Our own portfolio. */
export const own = once(() => built("own", repository));

/** Our own portfolio for a server that keeps it under a path. */
export const ownUnder = (base) => built(`own-under-${base.length}`, repository, { SPECFOLIO_OUTPUT__HTML__SITE_URL: base });

/** Texts, names and assets that mean harm. */
export const hostile = once(() => {
  const copy = copied("hostile", path.join(repository, "tests/browser/hostile"));
  layHostileNames(copy);
  return built("hostile", copy);
});

/** The golden cases; `worth` names their pages worth seeing. */
export const cases = once(() => golden().map(([name, folder]) => goldenCase(name, folder)));

/** One golden case, by its name. */
export const theCase = (name) => goldenCase(name, path.join(repository, "tests/cases", name));

/** Portfolios that other people wrote, where they are at hand. */
export const real = once(() => {
  const corpora = process.env.SPECFOLIO_CORPORA;
  return corpora ? [built("eips", path.join(corpora, "eips"))] : [];
});

/** So many specs of a large organisation. */
export function many(count) {
  const folder = path.join(workshop, "sources", `many-${count}`);
  layMany(folder, count);
  return built(`many-${count}`, folder);
}

/** A portfolio of the caller's. */
export const portfolio = (folder) => built(path.basename(path.resolve(folder)), folder);

function once(make) {
  let made;
  return () => (made ??= make());
}

function golden() {
  const folder = path.join(repository, "tests/cases");
  const entries = fs.readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return entries.map((entry) => [entry.name, path.join(folder, entry.name)]).sort();
}

function goldenCase(name, folder) {
  const copy = copied(name, folder);
  const root = fs.existsSync(path.join(copy, "book.toml")) ? copy : path.join(copy, "input");
  const pages = path.join(folder, "pages");
  const lines = fs.existsSync(pages) ? fs.readFileSync(pages, "utf8").split("\n") : [];
  return { ...built(name, root), worth: lines.filter((line) => line.endsWith(".html")) };
}

function copied(name, folder) {
  const copy = path.join(workshop, "sources", name);
  fs.cpSync(folder, copy, { recursive: true });
  return copy;
}

function built(name, folder, settings = {}) {
  const site = path.join(workshop, name);
  // What tells the tests where things are is no setting of the program.
  const kept = Object.entries(process.env).filter(([key]) => !key.startsWith("SPECFOLIO_"));
  const options = { env: { ...Object.fromEntries(kept), ...settings }, stdio: ["ignore", "ignore", "pipe"] };
  execFileSync(program(), ["build", folder, "--dest-dir", site], options);
  return { name, folder: site };
}

/** The program: what `SPECFOLIO` names, else what was compiled last. */
export function program() {
  if (process.env.SPECFOLIO) return path.resolve(repository, process.env.SPECFOLIO);
  const places = ["release", "debug"].map((profile) => path.join(repository, "target", profile, "specfolio"));
  const compiled = places.filter((place) => fs.existsSync(place));
  if (compiled.length === 0) throw new Error("there is no program to test: run `cargo build` first");
  return compiled.sort((a, b) => fs.statSync(b).mtimeMs - fs.statSync(a).mtimeMs)[0];
}
