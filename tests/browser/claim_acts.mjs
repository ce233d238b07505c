// What is done on a claim, in the panel beside its text or, without a script, on a page of its own; and what its
// mark says then.
import { check, go } from "./kit.mjs";
import { submit } from "./members.mjs";

export class Claim {
  constructor(site, answer, number, hasScript) {
    Object.assign(this, { site, answer, number, hasScript });
  }

  mark(page) {
    return page.locator(`[id="${this.answer}"] .prose .mark`).nth(this.number - 1);
  }

  /** Where the claim is shown, once it is. */
  async open(page) {
    await go(page, `${this.site.base}/a/${this.answer}`);
    if (!this.hasScript) {
      await Promise.all([page.waitForNavigation(), this.mark(page).click()]);
      check(new URL(page.url()).pathname.startsWith("/claims/"), `the mark leads to the claim: ${page.url()}`);
      return page.locator("main");
    }
    await this.mark(page).click();
    const panel = page.locator("#claim-panel");
    await panel.locator(".claim-page__words").waitFor();
    return panel;
  }

  /** Presses a button of a form and waits for what comes of it. */
  async press(page, button) {
    if (!this.hasScript) {
      await Promise.all([page.waitForNavigation(), button.click()]);
      return;
    }
    const said = page.waitForResponse((response) => response.request().method() === "POST");
    await button.click();
    await said;
    await page.waitForFunction(() => {
      const say = document.querySelector("#claim-panel .panel__say");
      return say && say.textContent !== say.dataset.waiting;
    });
  }

  /** A verdict on the citation whose work is named so. */
  async judge(page, work, verdict, note = "") {
    const place = await this.open(page);
    const cite = place.locator("article.cite").filter({ hasText: work });
    if (note) await cite.locator("input[name=note]").fill(note);
    await this.press(page, cite.getByRole("button", { name: verdict, exact: true }));
    return place;
  }

  async add(page, relation, citation, note = "") {
    const place = await this.open(page);
    await place.getByRole("link", { name: relation === "for" ? "+ for" : "+ against" }).click();
    const form = place.locator(".add-citation form");
    await form.locator("[name=citation]").fill(citation);
    if (note) await form.locator("[name=note]").fill(note);
    check(await form.locator(`input[value=${relation}]`).isChecked(), `the form is set to “${relation}”`);
    await this.press(page, form.getByRole("button", { name: "Add it" }));
  }

  /** The whole of what is known of the claim, by sign and by words: at its mark, in the margin, and, where it is
      open, there; with JavaScript without loading the page anew. */
  async says(page, sign, words) {
    const wanted = `${sign} ${words}`;
    if (!this.hasScript) {
      const shown = await this.shown(page);
      check(shown === wanted, `the page of claim ${this.number} says “${shown}”, not “${wanted}”`);
    }
    if (!this.hasScript || !page.url().includes("/questions/")) await go(page, `${this.site.base}/a/${this.answer}`);
    const mark = this.mark(page);
    await page.waitForFunction(([element, title]) => element.isConnected === false || element.title === title,
      [await mark.elementHandle(), words]).catch(() => {});
    const marked = `${(await mark.innerText()).replace(/\d+$/, "").trim()} ${await mark.getAttribute("title")}`;
    check(marked === wanted, `claim ${this.number} says “${marked}”, not “${wanted}”`);
    const note = await page.locator(`[id="${this.answer}"] .prose .sidenote__status`).nth(this.number - 1).innerText();
    check(note.trim() === `${sign} ${this.number} ${words}`, `the note says “${note}”, not “${words}”`);
  }

  /** What the claim's own page says of it. */
  async shown(page) {
    await go(page, `${this.site.base}/a/${this.answer}`);
    await go(page, this.site.base + await this.mark(page).getAttribute("href"));
    return (await page.locator("main .status").first().innerText()).replace(/\s+/g, " ").trim();
  }
}

export async function editAnswer(page, site, answer, body) {
  await go(page, `${site.base}/posts/${answer}/edit`);
  await page.fill("#body", body);
  await submit(page, "Save");
}

/** Reloads the page of a scan until it has been read: a second program does that, some pages a second. */
export async function waitUntilRead(page, pages) {
  for (let tries = 0; tries < 120; tries += 1) {
    const text = await page.locator("main").innerText();
    check(!text.includes("could not be read"), `the scan is read: ${text}`);
    if (await page.locator(".scan-pages li").count() >= pages && !text.includes("being read")) return;
    await page.waitForTimeout(500);
    await page.reload();
  }
  throw new Error("the scan is not read within a minute");
}

/** That the box of a quote lies on the image of its page; answers where on the page: 0 to 1 from left and top. */
export async function seesBoxOnPage(page, site, place) {
  const drawing = place.locator("svg.cited-page__image");
  await drawing.scrollIntoViewIfNeeded();
  const image = await drawing.boundingBox();
  const box = await place.locator("rect.cited-page__box").boundingBox();
  check(box.width > 20 && box.height > 2, `the box can be seen: ${JSON.stringify(box)}`);
  check(
    box.x >= image.x - 1 && box.x + box.width <= image.x + image.width + 1
      && box.y >= image.y - 1 && box.y + box.height <= image.y + image.height + 1,
    `the box lies on the image: ${JSON.stringify({ image, box })}`,
  );
  const address = await drawing.locator("image").getAttribute("href");
  const jpeg = await page.context().request.get(site.base + address);
  check(jpeg.ok() && jpeg.headers()["content-type"] === "image/jpeg", `the image is there: ${jpeg.status()}`);
  return place.locator("svg.cited-page__image").evaluate((svg) => {
    const of = (element, name) => Number(element.getAttribute(name));
    const [whole, rect] = [svg.querySelector("image"), svg.querySelector("rect")];
    return {
      left: of(rect, "x") / of(whole, "width"), right: (of(rect, "x") + of(rect, "width")) / of(whole, "width"),
      top: of(rect, "y") / of(whole, "height"), bottom: (of(rect, "y") + of(rect, "height")) / of(whole, "height"),
    };
  });
}
