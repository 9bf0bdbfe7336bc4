// Drawings and other files of a portfolio do nothing when they are opened by themselves.

import test from "node:test";
import { launch, open } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { address, filesOf } from "./harness/pages.mjs";
import { serve } from "./harness/server.mjs";
import { hostile } from "./harness/sites.mjs";

const site = hostile();
const browser = await launch();
const server = await serve(site.folder);
test.after(() => Promise.all([browser.close(), server.close()]));

for (const file of [...filesOf(site.folder, ".svg"), ...filesOf(site.folder, ".xml"), ...filesOf(site.folder, ".xhtml")]) {
  test(`inert: ${file}`, async () => {
    const visitor = await open(browser);
    await visitor.visit(server.root + address(file));
    await visitor.page.mouse.click(5, 5);
    await visitor.page.waitForTimeout(200);
    await visitor.close();
    none(visitor.complaints);
  });
}
