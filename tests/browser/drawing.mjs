// A box on the page of a citation that quotes nothing: drawn by mouse and by finger, typed in numbers, and typed
// without JavaScript; by a reader who checks, changed by the writer, and left alone by everybody else.
import { inspect } from "./accessibility.mjs";
import { seesBoxOnPage } from "./claim_acts.mjs";
import { addAnswer, memberPage, plantedSite } from "./evidence_people.mjs";
import { check, go, skip, story } from "./kit.mjs";

const body = "There is a drawing of the house in which they met [@sample-review-2024-1, p. 77].";
const near = 2; // pixels

/** Opens the claim of an answer in the panel, and in it the form for a box. */
async function openDrawing(page, site, answer) {
  await go(page, `${site.base}/tags`); // an address with the same claim would leave the panel as it is
  await go(page, `${site.base}/a/${answer}`);
  await page.locator(`[id="${answer}"] .prose .mark`).first().click();
  const cite = page.locator("#claim-panel .cite").first();
  await cite.waitFor();
  await page.waitForLoadState("networkidle");
  await cite.locator(".draw-box summary").click();
  await cite.locator(".draw-box form").waitFor();
  await page.locator("#claim-panel").evaluate((panel) => Promise.all(panel.getAnimations().map((one) => one.finished)));
  return cite;
}

/** Where a box lies on its page, as shares of what is shown of the whole page, and how big that is. */
const measure = (cite, box, page) => cite.evaluate((element, [boxName, pageName]) => {
  const inner = element.querySelector(boxName).getBoundingClientRect();
  const outer = element.querySelector(pageName).getBoundingClientRect();
  return {
    left: (inner.left - outer.left) / outer.width, right: (inner.right - outer.left) / outer.width,
    top: (inner.top - outer.top) / outer.height, bottom: (inner.bottom - outer.top) / outer.height,
    width: outer.width, height: outer.height,
  };
}, [box, page]);

/** That two boxes are at the same place of the page, to pixels of the greater of the two images. */
function same(one, other, what) {
  const width = Math.max(one.width, other.width);
  const height = Math.max(one.height, other.height);
  const away = Math.max(
    Math.abs(one.left - other.left) * width, Math.abs(one.right - other.right) * width,
    Math.abs(one.top - other.top) * height, Math.abs(one.bottom - other.bottom) * height);
  check(away <= near, `${what}: ${away.toFixed(1)} px away, ${JSON.stringify({ one, other })}`);
}

/** The part of an image that can be pressed: what the panel shows of it. */
async function inSight(page, image) {
  await image.evaluate((element) => element.scrollIntoView({ block: "start" }));
  const box = await image.boundingBox();
  const body_ = await page.locator("#claim-panel .panel__body").boundingBox();
  const top = Math.max(box.y, body_.y);
  return { ...box, top, low: Math.min(box.y + box.height, body_.y + body_.height) };
}

const at = (box, x, y) => [box.x + box.width * x, box.top + (box.low - box.top) * y];

async function drawByMouse(page, image, from, to) {
  const box = await inSight(page, image);
  await page.mouse.move(...at(box, ...from));
  await page.mouse.down();
  await page.mouse.move(...at(box, (from[0] + to[0]) / 2, to[1]), { steps: 3 });
  await page.mouse.move(...at(box, ...to), { steps: 3 });
  await page.mouse.up();
  return { left: at(box, ...from)[0], top: at(box, ...from)[1], right: at(box, ...to)[0], bottom: at(box, ...to)[1] };
}

async function keep(page, cite) {
  const said = page.waitForResponse((response) => response.request().method() === "POST");
  await cite.getByRole("button", { name: "Keep the box" }).click();
  check((await said).status() === 303, `the box is taken: ${(await said).status()}`);
  await page.locator("#claim-panel rect.cited-page__box").waitFor();
  await page.locator("#claim-panel .draw-box:not([open])").waitFor();
}

const shown = (cite) => measure(cite, "rect.cited-page__box", "svg image");

async function byMouse(site, reader, writer, other, answer) {
  let first;
  await story("A reader draws a box by mouse, and the panel shows it where it was drawn", async () => {
    const cite = await openDrawing(reader, site, answer);
    const pressed = await drawByMouse(reader, cite.locator(".cited-page__sheet"), [0.2, 0.3], [0.7, 0.55]);
    const drawn = await measure(cite, ".draw-box__drawn", ".cited-page__sheet");
    const box = await cite.locator(".draw-box__drawn").boundingBox();
    const away = Math.max(Math.abs(box.x - pressed.left), Math.abs(box.y - pressed.top),
      Math.abs(box.x + box.width - pressed.right), Math.abs(box.y + box.height - pressed.bottom));
    check(away <= near, `it follows the mouse: ${away} px away`);
    check(new URL(reader.url()).pathname.startsWith("/questions/"), "the image, a link, is not followed");
    await keep(reader, cite);
    first = await shown(cite);
    same(drawn, first, "what is shown is what was drawn");
    check((await cite.innerText()).includes("The box was drawn by a reader."), "it says so");
  });
  await story("Who draws anew has the whole page before him and the box on it; the writer may", async () => {
    const cite = await openDrawing(writer, site, answer);
    same(await measure(cite, ".draw-box__drawn", "svg image"), first, "the box that was");
    const whole = await measure(cite, "svg.cited-page__image", "svg image");
    same(whole, { ...whole, left: 0, right: 1, top: 0, bottom: 1 }, "the page is whole");
    await drawByMouse(writer, cite.locator("svg.cited-page__image"), [0.8, 0.6], [0.35, 0.1]); // the other way round
    const drawn = await measure(cite, ".draw-box__drawn", "svg image");
    await keep(writer, cite);
    same(drawn, await shown(cite), "the new box");
    await go(other, `${site.base}/tags`);
    await go(other, `${site.base}/a/${answer}`);
    await other.locator(`[id="${answer}"] .prose .mark`).first().click();
    const seen = other.locator("#claim-panel .cite").first();
    await seen.waitFor();
    same(drawn, await shown(seen), "another reader sees it there");
  });
  await story("A box can be drawn up to the edges of the page", async () => {
    const cite = await openDrawing(writer, site, answer);
    await drawByMouse(writer, cite.locator("svg.cited-page__image"), [0.3335, 0.1], [1.2, 0.4]);
    check((await measure(cite, ".draw-box__drawn", "svg image")).right <= 1.001, "and not beyond them");
    await keep(writer, cite);
  });
  await story("Somebody else's box is not offered to be changed, and its maker's is taken away by him", async () => {
    check(await other.locator("#claim-panel .draw-box").count() === 0, "no form that would be refused");
    const cite = await openDrawing(writer, site, answer);
    const said = writer.waitForResponse((response) => response.request().method() === "POST");
    await cite.getByRole("button", { name: "Take it away" }).click();
    check((await said).status() === 303, "it is taken away");
    await writer.locator("#claim-panel .cited-page__sheet").waitFor();
  });
}

async function byKeyboard(site, page, answer) {
  await story("Numbers that are typed are shown as a box on the page, and Enter keeps it", async () => {
    const cite = await openDrawing(page, site, answer);
    await cite.locator("input[name=left]").focus();
    for (const number of ["10", "20.5", "30", "40"]) {
      await page.keyboard.type(number);
      await page.keyboard.press("Tab");
    }
    const typed = await measure(cite, ".draw-box__drawn", ".cited-page__sheet");
    same(typed, { ...typed, left: 0.1, right: 0.4, top: 0.205, bottom: 0.605 }, "the box of the numbers");
    await page.setViewportSize({ width: 1180, height: 700 });
    await page.waitForTimeout(100);
    same(await measure(cite, ".draw-box__drawn", ".cited-page__sheet"), typed, "it stays there in another window");
    await page.setViewportSize({ width: 1280, height: 900 });
    await cite.locator("input[name=height]").focus();
    await page.keyboard.press("Enter");
    await page.locator("#claim-panel rect.cited-page__box").waitFor();
    same(await shown(cite), typed, "it is kept");
  });
  await story("The form for a box has no WCAG 2.2 AA violation, and fits every width", async () => {
    await openDrawing(page, site, answer);
    await inspect(page, "the form for a box");
  });
}

async function byFinger(browser, site, answer) {
  await story("A finger draws on a telephone, and the sheet does not scroll under it", async () => {
    const page = await memberPage(browser, site, 0, { hasTouch: true, isMobile: true, viewport: { width: 390, height: 844 } });
    const cite = await openDrawing(page, site, answer);
    const image = cite.locator("svg.cited-page__image");
    const box = await inSight(page, image);
    const scrolled = () => page.locator("#claim-panel .panel__body").evaluate((part) => part.scrollTop);
    const before = await scrolled();
    const [fromX, fromY] = at(box, 0.15, 0.2);
    const [toX, toY] = at(box, 0.75, 0.7);
    const device = await page.context().newCDPSession(page);
    const touch = (type, x, y) => device.send("Input.dispatchTouchEvent", { type, touchPoints: type === "touchEnd" ? [] : [{ x, y }] });
    await touch("touchStart", fromX, fromY);
    for (let step = 1; step <= 8; step += 1) await touch("touchMove", fromX + (toX - fromX) * step / 8, fromY + (toY - fromY) * step / 8);
    await touch("touchEnd");
    check(await scrolled() === before, "the sheet stays where it is");
    const drawn = await cite.locator(".draw-box__drawn").boundingBox();
    check(Math.abs(drawn.x - fromX) <= near && Math.abs(drawn.y + drawn.height - toY) <= near, `it follows the finger: ${JSON.stringify({ drawn, fromX, toY })}`);
    const share = await measure(cite, ".draw-box__drawn", "svg image");
    await keep(page, cite);
    same(share, await shown(cite), "it is kept");
    check(page.problems.length === 0, `the console says: ${page.problems.join("; ")}`);
    await page.context().close();
  });
}

async function withoutScript(browser, site, answer) {
  await story("Without JavaScript four numbers are the box, and come back when they are refused", async () => {
    const page = await memberPage(browser, site, 0, { javaScriptEnabled: false });
    await go(page, `${site.base}/a/${answer}`);
    await Promise.all([page.waitForNavigation(), page.locator(`[id="${answer}"] .prose .mark`).first().click()]);
    const form = page.locator(".draw-box form");
    const send = async (numbers) => {
      if (!await form.isVisible()) await page.locator(".draw-box summary").click();
      for (const [name, number] of Object.entries(numbers)) await form.locator(`input[name=${name}]`).fill(number);
      await Promise.all([page.waitForNavigation(), form.getByRole("button", { name: "Keep the box" }).click()]);
    };
    await send({ left: "80", top: "10", width: "30", height: "12,5" });
    check((await form.innerText()).includes("The box must lie on the page"), "it says what is wrong");
    check(await form.locator("input[name=height]").inputValue() === "12,5", "what was typed is there");
    await send({ left: "60" });
    const box = await seesBoxOnPage(page, site, page.locator("main"));
    const wanted = { left: 0.6, right: 0.9, top: 0.1, bottom: 0.225 };
    check(Object.keys(wanted).every((side) => Math.abs(box[side] - wanted[side]) < 0.002), `the box is there: ${JSON.stringify(box)}`);
    await page.context().close();
  });
}

export async function drawing(browser) {
  if (/asan|tsan/.test(process.env.ATTEST ?? "")) {
    skip("boxes drawn on pages", "a sanitizer's build reads no scans");
    return;
  }
  const site = await plantedSite(3);
  const writer = await memberPage(browser, site, 0, { reducedMotion: "reduce" });
  const reader = await memberPage(browser, site, 1, { reducedMotion: "reduce" });
  const other = await memberPage(browser, site, 2, { reducedMotion: "reduce" });
  const answer = await addAnswer(writer, site, 1, body);
  await byMouse(site, reader, writer, other, answer);
  await byKeyboard(site, writer, answer);
  await byFinger(browser, site, answer);
  await withoutScript(browser, site, answer);
  await story("Whoever draws meets no error of a script", async () => {
    for (const page of [writer, reader, other]) {
      check(page.problems.length === 0, `a console is not silent: ${page.problems.join("; ")}`);
      await page.context().close();
    }
  });
  await site.stop();
}
