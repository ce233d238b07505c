// axe-core on every page of members, forms that were refused included: light and dark, 320 to 1280 px. Each
// page is come by once and then looked at in every size, since the way to it may change the site.
import { overflow, violations } from "./accessibility.mjs";
import { check, go, openPage, story, themes } from "./kit.mjs";
import { furnish, signedInPages } from "./signed_in_pages.mjs";

const widths = [320, 1280];

async function inspect(page, name) {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    for (const width of widths) {
      await page.setViewportSize({ width, height: 900 });
      const found = await violations(page);
      check(found.length === 0, `${name} at ${width} px, ${colorScheme}: ${found.join("; ")}`);
      const wider = await overflow(page);
      check(wider <= 0, `${name} at ${width} px is ${wider} px too wide`);
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

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
