// No page breaks its own policy, complains, opens a dialog, or asks anybody else for anything, in any look, at any width.
//
// Every page of our own and of the hostile portfolio is opened, and of the others those of the tour.

import test from "node:test";
import { LOOKS, WIDTHS, launch, open } from "./harness/browser.mjs";
import { none } from "./harness/none.mjs";
import { serve } from "./harness/server.mjs";
import { hostile, own, workshop } from "./harness/sites.mjs";
import { everyPage, tour } from "./harness/tour.mjs";

const browser = await launch();
const server = await serve(workshop);
test.after(() => Promise.all([browser.close(), server.close()]));

const stops = new Map([...tour(), ...everyPage(own()), ...everyPage(hostile())].map((stop) => [stop.name, stop]));

for (const stop of stops.values()) {
  test(`quiet: ${stop.name}`, async () => {
    const visitor = await open(browser);
    const response = await visitor.visit(server.root + stop.path);
    await visitor.page.evaluate(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    for (const media of Object.values(LOOKS)) {
      await visitor.page.emulateMedia(media);
      for (const width of WIDTHS) await visitor.page.setViewportSize({ width, height: 800 });
    }
    await visitor.page.mouse.move(200, 200);
    // Some pages are there to lead on, a redirect wherever the configuration says.
    const leadsOn = ["id", "redirect"].includes(stop.page.family);
    const wentAway = visitor.wentTo && !leadsOn ? [`went to ${visitor.wentTo}`] : [];
    const toldTo = stop.page.family === "redirect" ? `a request to others: ${visitor.wentTo}` : null;
    const complaints = visitor.complaints.filter((complaint) => complaint !== toldTo);
    await visitor.close();
    none([...(response.ok() ? [] : [`answered ${response.status()}`]), ...wentAway, ...complaints]);
  });
}
