// File names that mean harm, made where the tests run: many systems could not even check them out.

import * as fs from "node:fs";
import * as path from "node:path";

const NAMES = [
  "with space.md",
  "50% off.md",
  "%2e%2e%2fup.md",
  "hash#tag.md",
  "what?now=1.md",
  "a&b&amp;c.md",
  'quote"onload=alert(1) x=".md',
  "<b>bold<b>.md",
  "<img src=x onerror=alert(1)>.md",
  "-rf.md",
  "new\nline.md",
  "javascript:alert(1).md",
  "CON.md",
  "emoji 🚀.md",
  "cafe\u0301.md",
  "\u202Egnp.exe.md",
  `${"long".repeat(62)}.md`,
  "..md",
  "semi;colon,comma.md",
  "'single'.md",
  "back\\slash.md",
  "{{ site.title }}.md",
];

/** Writes a document under each name, and one under a name that is not UTF-8. */
export function layHostileNames(portfolio) {
  const folder = path.join(portfolio, "names");
  fs.mkdirSync(folder);
  NAMES.forEach((name, at) => fs.writeFileSync(path.join(folder, name), text(name, at)));
  const invalid = Buffer.concat([Buffer.from(`${folder}/`), Buffer.from([0xff, 0xfe]), Buffer.from(".md")]);
  fs.writeFileSync(invalid, text("not UTF-8", NAMES.length));
  const evil = path.join(folder, '<script>alert(1)<', "script>");
  fs.mkdirSync(evil, { recursive: true });
  fs.writeFileSync(path.join(evil, '"><svg onload=alert(1)>.md'), "No title at all, so that its name must do.\n");
}

/** Every other document has no title of its own, so that its name stands for it; each points at its neighbour. */
function text(name, at) {
  const title = at % 2 === 0 ? "" : `# Document ${at}\n\n`;
  const neighbour = encodeURIComponent(NAMES[(at + 1) % NAMES.length]);
  return `${title}Status: Draft\n\nIts neighbour is [this one](${neighbour}). ${name.length} characters.\n`;
}
