// Pictures of every page that members see, to be looked at: node tests/browser/looks.mjs [folder] [part of a name]
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { go, openBrowser, openPage } from "./kit.mjs";
import { furnish, signedInPages } from "./signed_in_pages.mjs";

const [folder = "/tmp/looks", part = ""] = process.argv.slice(2);
const looks = [[1280, "light"], [1280, "dark"], [390, "light"], [390, "dark"]];

mkdirSync(folder, { recursive: true });
const browser = await openBrowser();
const place = await furnish(browser);
const visitor = await openPage(browser);
for (const [name, who, path, act, status] of signedInPages(place)) {
  if (!name.includes(part)) continue;
  const page = who === "visitor" ? visitor : place.people[who];
  await page.setViewportSize({ width: 1280, height: 900 });
  try {
    await go(page, place.site.base + path, status);
    if (act) await act(page);
  } catch (error) {
    console.log(`${name}: ${error}`);
  }
  for (const [width, colorScheme] of looks) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 });
    await page.screenshot({ path: join(folder, `${name.replace(/\W+/g, "-")}-${width}-${colorScheme}.png`), fullPage: true });
  }
}
await browser.close();
await place.site.stop();
