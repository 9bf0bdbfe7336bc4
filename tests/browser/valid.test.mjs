// The Nu validator has nothing to say against any page, not even a warning.

import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import test from "node:test";
import { fileURLToPath, pathToFileURL } from "node:url";
import { launch, open } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import * as sites from "./harness/sites.mjs";

const validator = path.join(
  path.dirname(createRequire(import.meta.url).resolve("vnu-jar/package.json")),
  "build/dist/vnu.jar",
);

/** What it may say after all, and why. */
const ACCEPTED = [
  {
    pattern: /^Text run is not in Unicode Normalization Form C/,
    why: "names and texts are shown as their authors wrote them, and the file system tells é from é",
  },
  {
    pattern: /^Resource violates Content Security Policy \(meta tag\): [a-z ]+ “(?![a-z]+:|\/\/)[^”]*” blocked by/,
    why: "it reads files, whose origin it takes for none; quiet.test.mjs holds the policy where it counts",
  },
  {
    pattern: /^Attribute “aria-hidden” is unnecessary for elements that have attribute “hidden”/,
    why: "the folded heading repeats what the page says; a script shows it to the eye, and `aria-hidden` stays true then",
  },
];

test("valid", () => {
  const said = messages([sites.own(), sites.hostile(), ...sites.cases()]);
  none(grouped(said.filter(({ message }) => !ACCEPTED.some(({ pattern }) => pattern.test(message)))));
});

test("valid: what scripts make of lists", async () => {
  const folder = path.join(sites.workshop, "states");
  fs.mkdirSync(folder);
  const browser = await launch();
  const list = pathToFileURL(path.join(sites.many(60).folder, "documents.html")).href;
  const states = {
    filtered: ["?status=draft,bogus&q=42&sort=-updated", null],
    grouped: ["?group=area", (page) => page.keyboard.press("?")],
    phone: ["", (page) => page.locator(".open-sheet").click()],
    people: ["", (page) => page.locator("[data-me]").click()],
  };
  for (const [name, [query, act]] of Object.entries(states)) {
    const { page, visit, close } = await open(browser, { viewport: { width: name === "phone" ? 360 : 1280, height: 800 } });
    await visit(list + query);
    if (act) await act(page);
    if (act) await page.locator("dialog[open]").waitFor();
    fs.writeFileSync(path.join(folder, `${name}.html`), await page.content());
    await close();
  }
  await browser.close();
  none(grouped(messages([{ folder }]).filter(({ message }) => !ACCEPTED.some(({ pattern }) => pattern.test(message)))));
});

/** Everything that the validator says about the pages of some sites. */
function messages(built) {
  const folders = built.map((site) => site.folder);
  const command = ["-Xss8m", "-jar", validator, "--format", "json", "--exit-zero-always", "--skip-non-html", ...folders];
  const { stderr } = spawnSync("java", command, { encoding: "utf8", maxBuffer: 1 << 28 });
  return JSON.parse(stderr).messages;
}

/** A line for each thing that is said, with the first places where it is. */
function grouped(messages) {
  const places = new Map();
  for (const { message, subType, type, url, lastLine, extract } of messages) {
    const what = `${subType ?? type}: ${message}`;
    const where = `${path.relative(sites.workshop, fileURLToPath(url))}:${lastLine} ${extract ?? ""}`;
    places.set(what, [...(places.get(what) ?? []), where]);
  }
  return [...places].map(([what, where]) => `${what} (${where.length}×)\n    ${where.slice(0, 3).join("\n    ")}`);
}
