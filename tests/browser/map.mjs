// The map of the places that texts link to, drawn by a script over the list that stands there without it.
import { check, go, openPage, sampleSite, story, themes } from "./kit.mjs";

const path = "/questions/78/map";

export async function map(browser) {
  const site = await sampleSite();
  for (const colorScheme of themes) {
    await story(`The map shows land and every place that has coordinates, ${colorScheme}`, async () => {
      const page = await openPage(browser, { colorScheme, viewport: { width: 1280, height: 900 } });
      await go(page, site.base + path);
      await page.locator("path.map__place").first().waitFor();
      const listed = await page.locator(".map__places > [data-lat]").count();
      check(listed > 10, `places are listed: ${listed}`);
      check(await page.locator("path.map__place").count() === listed, "each is drawn");
      const sheet = await page.locator("#map").boundingBox();
      const land = await page.locator("path.map__land").evaluateAll((paths) => paths.filter((one) => one.getAttribute("d").length > 20).length);
      check(land > 0, "there is land");
      for (const box of await page.locator("path.map__place").evaluateAll((paths) => paths.map((one) => one.getBoundingClientRect().toJSON()))) {
        check(box.left >= sheet.x && box.right <= sheet.x + sheet.width && box.top >= sheet.y && box.bottom <= sheet.y + sheet.height,
          `a place lies on the map: ${JSON.stringify({ box, sheet })}`);
      }
      const [sea, earth] = await page.evaluate(() => [
        getComputedStyle(document.querySelector("#map")).backgroundColor, getComputedStyle(document.querySelector(".map__land")).fill]);
      check(sea !== earth && sea !== "rgb(221, 221, 221)", `the colours are ours: ${sea}, ${earth}`);
      check(page.problems.length === 0, `the console says: ${page.problems.join("; ")}`);
      check(page.foreign.length === 0, `asked elsewhere: ${page.foreign.join(", ")}`);
      await page.context().close();
    });
  }
  await story("Without JavaScript the list stands alone", async () => {
    const page = await openPage(browser, { javaScriptEnabled: false });
    await go(page, site.base + path);
    check(!await page.locator("#map").isVisible(), "no empty sheet");
    check(await page.locator(".map__places > [data-lat] a").first().isVisible(), "the places are listed");
    await page.context().close();
  });
  await site.stop();
}
