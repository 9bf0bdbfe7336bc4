// A folder → the site of a static host: files under a base path, compressed, `404.html` for the rest.

import * as fs from "node:fs";
import * as http from "node:http";
import * as path from "node:path";
import * as zlib from "node:zlib";

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".jpg": "image/jpeg",
  ".gif": "image/gif",
  ".webp": "image/webp",
  ".xml": "application/xml",
  ".md": "text/plain; charset=utf-8",
  ".txt": "text/plain; charset=utf-8",
};

/** Serves `folder` under `base` on a free port of this machine, until `close`. */
export async function serve(folder, base = "/") {
  const server = http.createServer((request, response) => answer(request, response, folder, base));
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const origin = `http://127.0.0.1:${server.address().port}`;
  return { origin, root: origin + base, close: () => stop(server) };
}

function stop(server) {
  server.closeAllConnections();
  return new Promise((resolve) => server.close(resolve));
}

function answer(request, response, folder, base) {
  const { pathname } = new URL(request.url, "http://host");
  const file = fileOf(pathname, folder, base) ?? atHome(pathname, folder);
  const found = file ?? path.join(folder, "404.html");
  if (!fs.existsSync(found)) return response.writeHead(404).end();
  const type = TYPES[path.extname(found)] ?? "application/octet-stream";
  const status = file ? 200 : 404;
  if (/\bgzip\b/.test(request.headers["accept-encoding"] ?? "")) {
    response.writeHead(status, { "Content-Type": type, "Content-Encoding": "gzip" });
    return response.end(zlib.gzipSync(fs.readFileSync(found)));
  }
  response.writeHead(status, { "Content-Type": type });
  response.end(fs.readFileSync(found));
}

/** The file of a site below `folder` that a path names from where that site says it will stand. */
function atHome(pathname, folder) {
  for (const name of fs.readdirSync(folder)) {
    const site = path.join(folder, name);
    const home = homeOf(site);
    const file = home && home !== "/" ? fileOf(pathname, site, home) : null;
    if (file) return file;
  }
  return null;
}

/** The path under which a site says that it will stand: its page for what is missing names files from there. */
export function homeOf(site) {
  const page = path.join(site, "404.html");
  if (!fs.existsSync(page)) return null;
  return /href="(\/[^"]*)_specfolio\/icon/.exec(fs.readFileSync(page, "utf8"))?.[1] ?? "/";
}

/** The file that a path of a URL names, if there is one. */
export function fileOf(pathname, folder, base) {
  if (!pathname.startsWith(base)) return null;
  let relative;
  try {
    relative = decodeURIComponent(pathname.slice(base.length));
  } catch {
    return null;
  }
  const named = path.join(folder, relative);
  if (relative.includes("\0") || !(named + path.sep).startsWith(folder + path.sep)) return null;
  const file = relative === "" || relative.endsWith("/") ? path.join(named, "index.html") : named;
  return fs.existsSync(file) && fs.statSync(file).isFile() ? file : null;
}
