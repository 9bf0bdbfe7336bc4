// Every address in every page leads to a file of the site, and every fragment to a place in it: at the root of a host, under
// a path, and opened from disk.

import * as fs from "node:fs";
import * as path from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { address, parsed } from "./harness/pages.mjs";
import { fileOf, homeOf } from "./harness/server.mjs";
import * as sites from "./harness/sites.mjs";

const browser = await launch();
test.after(() => browser.close());

for (const site of [sites.own(), sites.hostile(), ...sites.cases(), ...sites.real()]) {
  test(`links: ${site.name}`, async () => {
    const pages = await parsed(site, browser);
    const ids = new Map(pages.map((page) => [page.path, new Set(page.ids)]));
    const bases = new Set(["/", "/x/y/", homeOf(site.folder)]);
    none([
      ...[...bases].flatMap((base) => broken(pages, ids, onHost(site.folder, base))),
      ...broken(pages, ids, onDisk(site.folder)),
    ]);
  });
}

/** A way to read the site: where a page stands there, and which file of the site an address names. */
function onHost(folder, base) {
  const origin = "http://site.example";
  const relative = (file) => file && path.relative(folder, file);
  return {
    name: base,
    // The page for what is missing is shown anywhere, and names files from the root: it belongs to one base.
    skips: (file) => file === "404.html" && base !== homeOf(folder),
    at: (file) => origin + base + address(file),
    isInside: (url) => url.origin === origin,
    file: (url) => relative(fileOf(url.pathname, folder, base)),
  };
}

function onDisk(folder) {
  return {
    name: "from disk",
    skips: (file) => file === "404.html",
    at: (file) => pathToFileURL(path.join(folder, file)).href,
    isInside: (url) => url.protocol === "file:",
    file: (url) => {
      const file = fileURLToPath(url);
      return fs.existsSync(file) && fs.statSync(file).isFile() ? path.relative(folder, file) : null;
    },
  };
}

function broken(pages, ids, reading) {
  const faults = pages
    .filter((page) => !reading.skips(page.path))
    .flatMap((page) => [...new Set(page.links)].map((link) => [page, link, fault(page, link, ids, reading)]));
  return faults.filter(([, , what]) => what).map(([page, link, what]) => `${reading.name}: ${page.path}: ${link} ${what}`);
}

function fault(page, link, ids, reading) {
  const here = reading.at(page.path);
  if (!URL.canParse(link, here)) return "is no address";
  const url = new URL(link, here);
  if (!["http:", "https:", "mailto:", "file:"].includes(url.protocol)) return `has the scheme ${url.protocol}`;
  if (!reading.isInside(url)) return null;
  const file = reading.file(url);
  if (file === null) return "leads nowhere";
  if (file.startsWith("..")) return "leaves the site";
  return isPlace(url.hash, ids.get(file)) ? null : "names no place there";
}

/** Whether a fragment names an element as browsers look for it: as written, then decoded; the top always is. */
function isPlace(hash, ids) {
  const fragment = hash.slice(1);
  if (fragment === "" || fragment === "top" || ids === undefined) return true;
  return ids.has(fragment) || ids.has(decoded(fragment));
}

function decoded(fragment) {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
