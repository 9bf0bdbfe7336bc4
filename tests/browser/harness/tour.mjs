// The pages that every look is taken at: of our own, the hostile and the real portfolios a sample of each family, and the
// pages that the golden cases name.

import * as sites from "./sites.mjs";
import { address, pagesOf, sample } from "./pages.mjs";

/** Every page of the tour: `{ name, site, page, path }`, where `path` is its address below the workshop's server. */
export function tour() {
  const whole = [sites.own(), sites.hostile(), ...sites.real()];
  const named = sites.cases().filter((site) => site.worth.length > 0);
  return [
    ...whole.flatMap((site) => stopsAt(site, sample(pagesOf(site)))),
    ...named.flatMap((site) => stopsAt(site, pagesOf(site).filter((page) => site.worth.includes(page.path)))),
  ];
}

/** All pages of a site. */
export const everyPage = (site) => stopsAt(site, pagesOf(site));

const stopsAt = (site, pages) =>
  pages.map((page) => ({
    name: `${site.name}: ${page.path} (${page.family})`,
    site,
    page,
    path: `${encodeURIComponent(site.name)}/${address(page.path)}`,
  }));
