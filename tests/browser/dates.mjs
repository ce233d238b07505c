// Both calendars at the dates of claims, and a timeline set into an answer as a picture.
import { inspect } from "./accessibility.mjs";
import { addAnswer, addQuestion, memberPage, plantedSite } from "./evidence_people.mjs";
import { check, go, openPage, story, themes } from "./kit.mjs";

const outline = "/questions/78"; // of the sample: Trotsky's days, many of them in both styles
const both = "= 7 November 1879 N.S. = 26 October O.S., Friday, JD 2407661";

const birthday = (page) => page.getByRole("note", { name: both, exact: true });

/** What stands below the focused date, and whether the page is as wide as its window. */
const below = (page) => page.evaluate(() => {
  const style = getComputedStyle(document.activeElement, "::after");
  return { words: style.content, display: style.display, fits: document.documentElement.scrollWidth <= document.documentElement.clientWidth };
});

async function calendars(browser, site) {
  await story("A date of a claim says both calendars under the pointer and to who listens, without script too", async () => {
    for (const javaScriptEnabled of [false, true]) {
      const page = await openPage(browser, { javaScriptEnabled });
      await go(page, site.base + outline);
      check(await birthday(page).count() > 0, "no note has both calendars for its name");
      check(await birthday(page).first().innerText() === "26 October (7 November) 1879", "the phrase stays as it was written");
      check(await birthday(page).first().getAttribute("title") === both, "the title says both");
      check(await page.locator(".prose .day").count() > 20, "few dates of the outline say anything");
      check(page.problems.length === 0, page.problems.join("; "));
      await page.context().close();
    }
  });
  await story("The tab key comes to a date, and both calendars stand below it at every width", async () => {
    for (const width of [1280, 768, 390, 320]) {
      const page = await openPage(browser, { viewport: { width, height: 900 } });
      await go(page, site.base + outline);
      await page.locator(".prose .day").first().evaluate((day) => { day.closest(".prose").previousElementSibling?.querySelector("a")?.focus(); });
      for (let count = 0; count < 200 && await page.evaluate(() => !document.activeElement.matches(".day")); count += 1) await page.keyboard.press("Tab");
      check((await below(page)).words.includes("JD 24"), "Tab leads to no date");
      for (const day of (await page.locator(".prose .day").all()).slice(0, 24)) {
        await day.focus();
        const { words, display, fits } = await below(page);
        check(words.includes("N.S.") && display !== "none", `nothing stands below ${await day.innerText()}`);
        check(fits, `at ${width} px what stands below ${await day.innerText()} widens the page`);
      }
      await page.context().close();
    }
  });
  await story("A page with dates that say both calendars has no WCAG 2.2 AA violation", async () => {
    const page = await openPage(browser, { viewport: { width: 1280, height: 900 } });
    await go(page, site.base + outline);
    await birthday(page).first().focus();
    await inspect(page, "Dates of claims", [1280, 390, 320]);
    await page.context().close();
  });
}

/** An answer with the picture of the outline's timeline, by the line that its page gives. */
async function addPicture(browser, site) {
  const writer = await memberPage(browser, site, 0);
  await go(writer, `${site.base}${outline}/timeline?from=1917&to=1929`);
  await writer.locator(".timeline__line summary").click();
  const line = await writer.locator(".timeline__line pre").innerText();
  const question = await addQuestion(writer, site, "Where is the picture of those years?");
  await writer.context().close();
  const reader = await memberPage(browser, site, 1);
  await addAnswer(reader, site, question, `This is the picture.\n\n${line}\n\nAnd this is what stands below the picture.`);
  await reader.context().close();
  return { line, url: `${site.base}/questions/${question}` };
}

async function pictures(browser, site) {
  let place;
  await story("The line from a timeline's page sets its picture into an answer", async () => {
    place = await addPicture(browser, site);
    for (const javaScriptEnabled of [false, true]) {
      const page = await openPage(browser, { javaScriptEnabled, viewport: { width: 1280, height: 900 } });
      await go(page, place.url);
      const picture = page.getByRole("img", { name: /^Timeline: / });
      await picture.scrollIntoViewIfNeeded();
      await picture.evaluate((image) => image.decode());
      check(await picture.evaluate((image) => image.naturalWidth) === 960, "the picture is not drawn");
      check(page.foreign.length === 0 && page.problems.length === 0, [...page.foreign, ...page.problems].join("; "));
      await picture.click();
      check(page.url().endsWith(`${outline}/timeline?from=1917&to=1929`), `the picture leads to ${page.url()}`);
      await page.context().close();
    }
  });
  await story("The text below a picture does not move when the picture comes", async () => {
    const page = await openPage(browser, { viewport: { width: 1280, height: 900 } });
    let come;
    const waiting = new Promise((resolve) => { come = resolve; });
    await page.route("**/timeline.svg*", async (route) => { await waiting; await route.continue(); });
    await page.goto(place.url, { waitUntil: "domcontentloaded" });
    await page.evaluate(() => document.fonts.ready);
    const top = () => page.getByText("And this is what stands below").evaluate((text) => Math.round(text.getBoundingClientRect().top + scrollY));
    const before = await top();
    come();
    await page.locator(".timeline-picture img").evaluate((image) => image.decode());
    check(await top() === before, `it stood at ${before} and stands at ${await top()}`);
    await page.context().close();
  });
  await story("A picture of a timeline keeps to its text and to the theme", async () => {
    for (const colorScheme of themes) {
      const page = await openPage(browser, { colorScheme, viewport: { width: 1280, height: 900 } });
      await go(page, place.url);
      const image = page.locator(".timeline-picture img");
      await image.evaluate((element) => element.decode());
      const shot = (await image.screenshot()).toString("base64");
      const { paper, range } = await page.evaluate(async (data) => {
        const picture = new Image();
        picture.src = `data:image/png;base64,${data}`;
        await picture.decode();
        const canvas = document.createElement("canvas");
        canvas.width = picture.width;
        canvas.height = picture.height;
        const context = canvas.getContext("2d");
        context.drawImage(picture, 0, 0);
        const greens = context.getImageData(0, 0, canvas.width, canvas.height).data.filter((_byte, at) => at % 4 === 1).sort();
        return { paper: greens[greens.length >> 1], range: greens[greens.length - 1] - greens[0] };
      }, shot);
      check((paper < 128) === (colorScheme === "dark"), `in the ${colorScheme} theme its paper is ${paper} of 255`);
      check(range > 150, `in the ${colorScheme} theme its letters stand ${range} of 255 off the paper`);
      await inspect(page, `A timeline in an answer, ${colorScheme}`, [1280, 390, 320]); // changes the theme
      await page.context().close();
    }
  });
}

export async function dates(browser) {
  const site = await plantedSite(2);
  await calendars(browser, site);
  await pictures(browser, site);
  await site.stop();
}
