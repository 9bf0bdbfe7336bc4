// Debian's Chromium, and a page of it that notes everything that a reader's browser should never have to say.

import { chromium } from "playwright-core";

const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--no-first-run",
];

export const LOOKS = {
  light: { colorScheme: "light", forcedColors: "none" },
  dark: { colorScheme: "dark", forcedColors: "none" },
  "forced colours": { colorScheme: "dark", forcedColors: "active" },
};

export const WIDTHS = [320, 1280];

export const launch = (options = {}) =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ARGUMENTS, ...options });

/**
 * A page in a context of its own. `complaints` collects what went wrong: violations of the policy, errors on the console,
 * exceptions, dialogs, windows, requests to others, and requests that failed. A page that leads on by itself does not get
 * away: `wentTo` says where it wanted to go.
 */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const visitor = { page, complaints: [], wanted: null, wentTo: null, isLeaving: false };
  visitor.visit = (url) => {
    Object.assign(visitor, { wanted: new URL(url), wentTo: null, isLeaving: true });
    return page.goto(url, { waitUntil: "load" });
  };
  visitor.close = () => {
    visitor.isLeaving = true;
    return context.close();
  };
  await listen(context, visitor);
  return visitor;
}

async function listen(context, visitor) {
  const { page } = visitor;
  const complain = (what) => visitor.complaints.push(what);
  await context.exposeBinding("specfolioViolation", (_, what) => complain(`policy: ${what}`));
  await context.addInitScript(tellViolations);
  page.on("console", (message) => message.type() === "error" && complain(`console: ${message.text()}`));
  page.on("pageerror", (error) => complain(`exception: ${error.message}`));
  page.on("dialog", (dialog) => {
    complain(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  page.on("popup", (popup) => complain(`window: ${popup.url()}`));
  // Whoever leaves a page lets go of what is still under way there: its icon comes last, after the page says it is whole.
  const pageOf = new WeakMap();
  let pages = 0;
  page.on("request", (request) => pageOf.set(request, pages));
  page.on("framenavigated", (frame) => {
    if (frame !== page.mainFrame()) return;
    pages += 1;
    visitor.isLeaving = false;
  });
  page.on("requestfailed", (request) => {
    const { errorText } = request.failure();
    const wasLeft = errorText === "net::ERR_ABORTED" && (visitor.isLeaving || pageOf.get(request) < pages);
    if (request.url() !== visitor.wentTo && !wasLeft) complain(`failed: ${request.url()} ${errorText}`);
  });
  page.on("response", (response) => {
    // A test may ask for a page that is missing; a page may not ask for anything that is.
    if (response.status() >= 400 && response.url() !== visitor.wanted?.href) {
      complain(`${response.status()}: ${response.url()}`);
    }
  });
  await context.route("**/*", (route) => pass(route, visitor, complain));
}

function tellViolations() {
  addEventListener("securitypolicyviolation", (event) =>
    window.specfolioViolation(`${event.effectiveDirective} blocked ${event.blockedURI} ${event.sample}`),
  );
}

/** Lets a request through, unless it goes to others or leaves the page. */
function pass(route, visitor, complain) {
  const request = route.request();
  const [url, wanted] = [new URL(request.url()), visitor.wanted ?? new URL(request.url())];
  const isElsewhere = url.protocol !== wanted.protocol || url.host !== wanted.host;
  if (isElsewhere) complain(`a request to others: ${url}`);
  const leaves = request.isNavigationRequest() && url.pathname !== wanted.pathname;
  if (!isElsewhere && !leaves) return route.continue();
  visitor.wentTo = url.href;
  // An answer without content keeps the browser where it is.
  return route.fulfill({ status: 204 });
}
