// A site → its pages, as a browser's own parser understands them.
//
// What there is to look at is read from the files that were written, never from a list: a family of pages that is new
// tomorrow is tested tomorrow.

import * as fs from "node:fs";
import * as path from "node:path";

/** Every HTML file of a site: `{ path, family, bytes }`, in the order of their paths. */
export function pagesOf(site) {
  return filesOf(site.folder, ".html").map((file) => {
    const html = fs.readFileSync(path.join(site.folder, file), "utf8");
    return { path: file, family: html.match(/<body class="([^"]+)">/)?.[1] ?? "no family", bytes: html.length };
  });
}

/** The same pages, parsed: with their `links`, their `ids`, and the `marks` that no page may bear. */
export async function parsed(site, browser) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const pages = pagesOf(site);
  for (let at = 0; at < pages.length; at += 50) {
    const some = pages.slice(at, at + 50);
    const texts = some.map(({ path: file }) => fs.readFileSync(path.join(site.folder, file), "utf8"));
    const read = await page.evaluate(readAll, texts);
    some.forEach((one, index) => Object.assign(one, read[index]));
  }
  await context.close();
  return pages;
}

/** The files of a folder with an ending, relative to it and sorted. */
export function filesOf(folder, ending = "") {
  const entries = fs.readdirSync(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name.endsWith(ending));
  return files.map((entry) => path.relative(folder, path.join(entry.parentPath ?? entry.path, entry.name))).sort();
}

/** Of each family the largest page and up to two others: the smallest and the one in the middle. */
export function sample(pages) {
  return [...grouped(pages).values()].flatMap((family) => {
    const bySize = family.toSorted((a, b) => b.bytes - a.bytes || (a.path < b.path ? -1 : 1));
    return [...new Set([0, bySize.length >> 1, bySize.length - 1])].map((at) => bySize[at]);
  });
}

function grouped(pages) {
  const families = new Map();
  for (const page of pages) families.set(page.family, [...(families.get(page.family) ?? []), page]);
  return families;
}

/** The address of a file of a site, from its path. */
export const address = (file) => file.split(path.sep).map(encodeURIComponent).join("/");

/** What matters of each page; runs in the browser, where the texts are parsed and not rendered. */
function readAll(texts) {
  const URLS = ["href", "src", "action", "formaction", "data", "poster", "cite", "ping", "background"];
  const inline = "script:not([src]), style, [style], [srcdoc], base";
  const foreign = ".body :is(script, iframe, frame, object, embed, form, svg, math, template, link, meta, base, style)";
  const handles = (element) => element.getAttributeNames().some((name) => name.startsWith("on"));
  return texts.map((text) => {
    const tree = new DOMParser().parseFromString(text, "text/html");
    const all = [...tree.querySelectorAll("*")];
    const bears = (element) => URLS.filter((name) => element.hasAttribute(name)).map((name) => element.getAttribute(name));
    const candidates = (element) => (element.getAttribute("srcset") ?? "").split(",").filter((text) => text.trim());
    const refreshes = [...tree.querySelectorAll("meta[http-equiv=refresh i]")].map((meta) => meta.content);
    const links = [
      ...all.flatMap(bears),
      ...all.flatMap(candidates).map((candidate) => candidate.trim().split(/\s+/)[0]),
      ...refreshes.map((content) => content.replace(/^.*?url=/i, "")),
    ];
    const suspect = all.filter((element) => element.matches(`${inline}, ${foreign}`) || handles(element));
    return {
      links,
      ids: all.map((element) => element.id).filter(Boolean),
      marks: suspect.map((element) => element.cloneNode(false).outerHTML),
    };
  });
}
