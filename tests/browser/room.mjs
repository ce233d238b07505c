// What has its room on a page, whatever the width, the language and the paper: tabs, the parts of the bar, the
// page of a scan.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { attest, check, go, openPage, root, sampleSite, serve, skip, story, temporaryFolder } from "./kit.mjs";

const tabbed = ["/help-check", "/sources", "/questions/1", "/users/1", "/search?q=calendar", "/questions"];

async function tabs(browser, site) {
  await story("No tab is out of sight on a telephone", async () => {
    for (const width of [320, 390]) {
      const page = await openPage(browser, { viewport: { width, height: 844 }, isMobile: true, hasTouch: true });
      for (const path of tabbed) {
        await go(page, site.base + path);
        const places = await page.locator(".tabs a").evaluateAll((links) => links.map((link) => {
          const { left, right } = link.getBoundingClientRect();
          return { words: link.textContent, left, right };
        }));
        check(places.length > 1, `${path} has tabs`);
        const hidden = places.filter(({ left, right }) => left < 0 || right > width);
        check(hidden.length === 0, `${path} at ${width} px hides ${JSON.stringify(hidden)}`);
      }
      await page.context().close();
    }
  });
}

/** The sample site in Russian, and a member's session. */
async function russianSite() {
  const data = temporaryFolder();
  execFileSync(attest, ["sample", "--data", data, "--from", join(root, "sample")], { stdio: "ignore" });
  execFileSync(attest, ["site", "set", "history", "languages", "ru,en", "--data", data], { stdio: "ignore" });
  const planted = execFileSync("python3", [join(root, "tests", "browser", "plant_members.py"), attest, data, "history", "1"], { encoding: "utf8" });
  return { ...await serve(data), session: JSON.parse(planted)[0] };
}

async function bar(browser) {
  const site = await russianSite();
  await story("The bar has room for its search box, and hides nothing, in the long words of Russian too", async () => {
    for (const isMember of [false, true]) {
      const page = await openPage(browser);
      if (isMember) await page.context().addCookies([{ name: "session", value: site.session, url: site.base }]);
      for (const width of [320, 768, 1024, 1200, 1280, 1440, 1920]) {
        await page.setViewportSize({ width, height: 900 });
        await go(page, `${site.base}/help-check`);
        check(await page.locator("html").getAttribute("lang") === "ru", "the page is in Russian");
        const { box, end, button, wider } = await page.evaluate(() => ({
          box: document.querySelector(".bar .search__box").getBoundingClientRect().width,
          end: document.querySelector(".bar .search").getBoundingClientRect().right,
          button: document.querySelector(".bar .search__button").getBoundingClientRect().right,
          wider: document.documentElement.scrollWidth - document.documentElement.clientWidth,
        }));
        check(box >= 140, `at ${width} px the search box is ${box} px wide`);
        check(button <= end + 0.5, `at ${width} px its button stands out of it by ${button - end} px`);
        check(wider <= 0, `at ${width} px the page is ${wider} px too wide`);
      }
      await page.context().close();
    }
  });
  await site.stop();
}

async function paper(browser, site) {
  if (/asan|tsan/.test(process.env.ATTEST ?? "")) {
    skip("scans on paper", "a sanitizer's build reads no scans");
    return;
  }
  await story("A page of a scan is one page on paper, and a timeline begins on its first", async () => {
    const page = await openPage(browser);
    await go(page, `${site.base}/sources/sample-review-2024-1/files/1500000000/pages/77?quote=Lenin%E2%80%99s`);
    const pdf = (await page.pdf({ format: "A4" })).toString("latin1");
    const sheets = pdf.match(/\/Type\s*\/Page\b(?!s)/g)?.length;
    check(sheets === 1, `the scan takes ${sheets} sheets`);
    await go(page, `${site.base}/questions/78/timeline`);
    await page.setViewportSize({ width: 718, height: 1046 }); // what A4 leaves within its margins
    await page.emulateMedia({ media: "print" });
    const picture = await page.locator(".timeline__picture").boundingBox();
    check(picture.y + picture.height < 1046, `the picture ends at ${picture.y + picture.height} px of the sheet`);
    await page.context().close();
  });
}

export async function room(browser) {
  const site = await sampleSite();
  await tabs(browser, site);
  await paper(browser, site);
  await site.stop();
  await bar(browser);
}
