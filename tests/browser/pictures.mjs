// Takes the pictures of docs/pictures/ from the sample site (our own texts: nobody's name is published):
// node tests/browser/pictures.mjs
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { go, openBrowser, openPage, root, sampleSite } from "./kit.mjs";

const views = [
  ["home", "/", 200],
  ["question", "/questions/1", 200],
  ["question-ten-answers", "/questions/tagged/legends", 200],
  ["revisions", "/posts/1/revisions", 200],
  ["tag", "/questions/tagged/calendars", 200],
  ["user", "/users/1", 200],
  ["search", "/search?q=calendar+reform", 200],
  ["search-empty", "/search?q=zeppelin+xylophone", 200],
  ["not-found", "/nothing/here", 404],
];
const looks = [[1280, "light"], [1280, "dark"], [390, "light"]];

const folder = join(root, "docs", "pictures");
mkdirSync(folder, { recursive: true });
const site = await sampleSite();
const browser = await openBrowser();
for (const [width, colorScheme] of looks) {
  const page = await openPage(browser, { colorScheme, viewport: { width, height: width === 390 ? 844 : 900 } });
  for (const [name, path, status] of views) {
    await go(page, site.base + path, status);
    if (name === "question-ten-answers") {
      await page.locator(".line__title a").first().click();
      await page.waitForLoadState("load");
      await page.locator("#answers").scrollIntoViewIfNeeded();
      await page.evaluate(() => document.querySelector("#answers")?.scrollIntoView());
    }
    await page.waitForLoadState("networkidle");
    await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
  }
  await page.context().close();
}
await browser.close();
await site.stop();
