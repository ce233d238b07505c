// axe-core on every page of members, forms that were refused included: light and dark, 320 to 1280 px. Each
// page is come by once and then looked at in every size, since the way to it may change the site.
import { inspect } from "./accessibility.mjs";
import { go, openPage, story } from "./kit.mjs";
import { furnish, signedInPages } from "./signed_in_pages.mjs";

// ATTEST_PAGES=inbox: only those whose names hold the word.
const wanted = process.env.ATTEST_PAGES ?? "";

export async function signedIn(browser) {
  const place = await furnish(browser);
  const visitor = await openPage(browser);
  for (const [name, who, path, act, status] of signedInPages(place).filter(([page]) => page.includes(wanted))) {
    await story(`“${name}”, as ${who}: no WCAG 2.2 AA violation, and it fits every width`, async () => {
      const page = who === "visitor" ? visitor : place.people[who];
      await go(page, place.site.base + path, status);
      if (act) await act(page);
      await inspect(page, name);
    });
  }
  for (const page of [visitor, ...Object.values(place.people)]) await page.context().close();
  await place.site.stop();
}
