// Takes the pictures of docs/pictures/ from the sample site (our own texts: nobody's name is published):
// node tests/browser/pictures.mjs [part of a name]
import { mkdirSync } from "node:fs";
import { join } from "node:path";

import { memberPage, plantedSite } from "./evidence_people.mjs";
import { go, openBrowser, openPage, root } from "./kit.mjs";

const part = process.argv[2] ?? "";
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
const quote = "Early one morning he knocks at Lenin’s door";
const text = `On 23 October 1902 he came to London [@sample-review-2024-1: "${quote}"]. `
  + "Lenin had read what he wrote from Siberia [@deutscher-1954, ch. II].";

/** An answer with its margin, a claim of it opened, the same while it is written, and what is dated. */
async function takeEvidence(page, base, take, isWhole) {
  const answer = page.locator(".post--answer:has(.prose .mark--corroborated)").first();
  const mark = answer.locator(".prose .mark--corroborated").first();
  await mark.evaluate((element) => scrollTo({ top: element.getBoundingClientRect().top + scrollY - 330, behavior: "instant" }));
  if (isWhole) await take("evidence");
  await go(page, `${base}/questions/78`);
  const dated = page.locator(".post--answer .prose .mark--checked").first();
  await dated.evaluate((element) => scrollTo({ top: element.getBoundingClientRect().top + scrollY - 330, behavior: "instant" }));
  await dated.click();
  await page.locator("#claim-panel .cited-page__box").waitFor();
  await page.locator("#claim-panel").evaluate((panel) => Promise.all(panel.getAnimations().map((one) => one.finished)));
  await page.waitForLoadState("networkidle");
  await take("evidence-panel");
  if (!isWhole) return;
  await page.keyboard.press("Escape");
  await go(page, `${base}/questions/1`);
  const area = page.locator(".answering #body");
  await area.fill(text);
  await area.evaluate((field) => field.setSelectionRange(field.value.length, field.value.length));
  await page.locator("#body-drafts").filter({ hasText: "alike" }).waitFor();
  await page.locator(".answering").evaluate((form) => scrollTo({ top: form.getBoundingClientRect().top + scrollY - 90, behavior: "instant" }));
  await take("evidence-writing");
  await area.press("Control+Shift+C");
  await page.locator("dialog.cite-box[open]").waitFor();
  await page.locator("#cite-source").pressSequentially("calendar of his life");
  await page.getByRole("option").first().waitFor();
  await page.keyboard.press("Enter");
  await page.fill("#cite-quote", quote);
  await page.locator(".cite-box__looked").filter({ hasText: "alike" }).waitFor();
  await take("evidence-cite");
  await go(page, `${base}/questions/78/timeline`);
  await take("evidence-timeline");
}

const looks = [[1280, "light"], [1280, "dark"], [390, "light"]];

const folder = join(root, "docs", "pictures");
mkdirSync(folder, { recursive: true });
const site = await plantedSite(1);
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
    await take(name);
  }
  await page.context().close();
  if (!"evidence".includes(part)) continue;
  const member = await memberPage(browser, site, 0, { colorScheme, viewport: { width, height: width === 390 ? 844 : 800 } });
  await go(member, `${site.base}/questions/1`);
  await takeEvidence(member, site.base, (name) => member.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) }),
    width === 1280 && colorScheme === "light");
  await member.context().close();
}
await browser.close();
await site.stop();
