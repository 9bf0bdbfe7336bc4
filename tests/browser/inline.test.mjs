// No page holds a script, a style or a handler of its own, nor a body what the writer's allow-list leaves out; and every
// HTML file is a page of ours.

import test from "node:test";
import { launch } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { parsed } from "./harness/pages.mjs";
import * as sites from "./harness/sites.mjs";

const browser = await launch();
test.after(() => browser.close());

for (const site of [sites.own(), sites.hostile(), ...sites.cases(), ...sites.real()]) {
  test(`nothing inline: ${site.name}`, async () => {
    const pages = await parsed(site, browser);
    const strange = pages.filter((page) => page.family === "no family").map((page) => `${page.path} is no page of ours`);
    const marked = pages.flatMap((page) => page.marks.map((mark) => `${page.path}: ${mark}`));
    none([...strange, ...marked]);
  });
}
