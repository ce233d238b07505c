// Takes the pictures of docs/pictures/ from the sample site (our own texts: nobody's name is published):
// node tests/browser/pictures.mjs [part of a name]
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { go, openBrowser, openPage, root, sampleSite } from "./kit.mjs";

const part = process.argv[2] ?? "";
const views = [
  ["home", "/", 200],
  ["question", "/questions/1", 200],
  ["evidence", "/questions/1", 200],
  ["question-ten-answers", "/questions/tagged/legends", 200],
  ["revisions", "/posts/1/revisions", 200],
  ["tag", "/questions/tagged/calendars", 200],
  ["user", "/users/1", 200],
  ["search", "/search?q=calendar+reform", 200],
  ["search-empty", "/search?q=zeppelin+xylophone", 200],
  ["not-found", "/nothing/here", 404],
];
/** The flagship question's answer with its margin, and a claim of it opened. */
async function takeEvidence(page, take) {
  const mark = page.locator(".post--answer .prose .mark").nth(1);
  await page.locator(".post--answer:has(.prose .mark)").first().evaluate((answer) => answer.scrollIntoView());
  await take("evidence");
  await mark.click();
  await page.locator("#claim-panel .claim-page__words").waitFor();
  await page.locator("#claim-panel").evaluate((panel) => Promise.all(panel.getAnimations().map((one) => one.finished)));
  await page.waitForLoadState("networkidle");
  await take("evidence-panel");
}

const looks = [[1280, "light"], [1280, "dark"], [390, "light"]];

const folder = join(root, "docs", "pictures");
mkdirSync(folder, { recursive: true });
const site = await sampleSite();
const browser = await openBrowser();
for (const [width, colorScheme] of looks) {
  const page = await openPage(browser, { colorScheme, viewport: { width, height: width === 390 ? 844 : 900 } });
  const take = (name) => page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
  for (const [name, path, status] of views.filter(([one]) => one.includes(part))) {
    await go(page, site.base + path, status);
    if (name === "question-ten-answers") {
      await page.locator(".line__title a").first().click();
      await page.waitForLoadState("load");
      await page.locator("#answers").scrollIntoViewIfNeeded();
      await page.evaluate(() => document.querySelector("#answers")?.scrollIntoView());
    }
    await page.waitForLoadState("networkidle");
    if (name === "evidence") await takeEvidence(page, take);
    else await take(name);
  }
  await page.context().close();
}
await browser.close();
await site.stop();
