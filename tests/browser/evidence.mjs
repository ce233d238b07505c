// Claims as their readers meet them: notes in the margin, and the panel beside the text by mouse, keyboard and on
// narrow screens. What is done with them is told by whole_story.mjs.
import { inspect } from "./accessibility.mjs";
import { check, go, openPage, story } from "./kit.mjs";
import { addAnswer, addQuestion, addSource, memberPage, plantedSite } from "./evidence_people.mjs";

const title = "Who signed the order in the night of the seventh?";

// ── What stands in the margin, and what the keyboard does ──

const manyClaims = (keys) => Array.from({ length: 12 }, (_, index) => `The ${index + 1}th order was signed in that very night [@${keys[index % keys.length]}, p. ${index + 79}: "the words that stand on that page, in a long line of them"]. `)
  .join("") + `\n\n> It is quoted as well [@${keys[0]}, p. 3].\n\n- A line of a list has a claim [@${keys[1]}, ch. 4].\n\nNobody knows what came after this, and nobody has asked for it.`;

async function furnish(browser) {
  const site = await plantedSite(3);
  const writer = await memberPage(browser, site, 0);
  const reader = await memberPage(browser, site, 1, { reducedMotion: "reduce" });
  const keys = [
    await addSource(writer, site, { title: "My Life: An Attempt at an Autobiography", authors: "Trotsky, Leon", issued: "1930", kind: "2" }),
    await addSource(writer, site, { title: "Военно-исторический журнал", issued: "1990", kind: "1", type: "article-journal" }),
  ];
  const question = await addQuestion(reader, site, title);
  const answer = await addAnswer(writer, site, question, manyClaims(keys));
  return { site, reader, question, answer, url: `${site.base}/a/${answer}` };
}

/** Boxes of notes and their claims, in the order of the page. */
const boxes = (page, answer) => page.evaluate((id) => {
  const of = (selector) => [...document.querySelectorAll(`[id="${id}"] .prose ${selector}`)].map((element) => {
    const { top, bottom, left, right } = element.getClientRects()[0] ?? element.getBoundingClientRect();
    return { top, bottom, left, right };
  });
  return { notes: of(".sidenote"), claims: of(".claim"), text: document.querySelector(`[id="${id}"] .prose`).getBoundingClientRect().right, top: document.querySelector(`[id="${id}"] .prose`).getBoundingClientRect().top, width: document.documentElement.clientWidth };
}, answer);

async function margin(browser, place) {
  await story("Each note stands in the margin beside its claim or below the note before, and none overlaps", async () => {
    const page = await openPage(browser);
    for (const width of [1000, 1280, 1920]) {
      await page.setViewportSize({ width, height: 900 });
      await go(page, place.url);
      const { notes, claims, text: edge, width: inner } = await boxes(page, place.answer);
      check(notes.length === 14 && claims.length === 14, `${notes.length} notes of ${claims.length} claims`);
      for (const [index, note] of notes.entries()) {
        check(note.left > edge && note.right <= inner, `at ${width} px note ${index + 1} stands in the margin`);
        const before = notes[index - 1];
        check(!before || note.top >= before.bottom, `at ${width} px notes ${index} and ${index + 1} overlap`);
        const isBeside = Math.abs(note.top - claims[index].top) < 16;
        check(isBeside || (before && note.top - before.bottom < 32), `at ${width} px note ${index + 1} is away from its claim`);
      }
    }
    await page.context().close();
  });
  await story("No script moves a text with claims or its notes", async () => {
    const places = [];
    for (const javaScriptEnabled of [false, true]) {
      const page = await openPage(browser, { javaScriptEnabled, viewport: { width: 1280, height: 900 } });
      await go(page, place.url);
      await page.evaluate(() => document.fonts.ready);
      const { notes, claims, top } = await boxes(page, place.answer);
      places.push(JSON.stringify([...notes, ...claims].map((box) => [Math.round(box.top - top), Math.round(box.left)])));
      await page.context().close();
    }
    check(places[0] === places[1], `with a script they stand elsewhere: ${places.join(" ")}`);
  });
  await story("“Plain text” hides marks and notes without script, and with it on the next page too", async () => {
    for (const javaScriptEnabled of [false, true]) {
      const page = await openPage(browser, { javaScriptEnabled, viewport: { width: 1280, height: 900 } });
      await go(page, place.url);
      check(await page.locator(".prose .mark").first().isVisible(), "marks are shown at first");
      await page.getByLabel("Plain text").check();
      check(!await page.locator(".prose .mark").first().isVisible(), "the marks are gone");
      check(!await page.locator(".prose .sidenote").first().isVisible(), "the notes are gone");
      await go(page, place.url);
      check(await page.locator(".prose .mark").first().isVisible() !== javaScriptEnabled, "a script keeps it");
      await page.context().close();
    }
  });
  await story("On paper the notes are footnotes with full citations and the words cited", async () => {
    const page = await openPage(browser, { viewport: { width: 800, height: 1100 } });
    await go(page, place.url);
    await page.emulateMedia({ media: "print" });
    check(!await page.locator(".prose .sidenote").first().isVisible(), "the margin is empty");
    const works = await page.locator(`[id="${place.answer}"] .works`).innerText();
    check(works.includes("My Life: An Attempt at an Autobiography (1930), p.\u00A079"), works);
    check(works.includes("the words that stand on that page"), "the words stand there");
    await page.context().close();
  });
}

const focused = (page) => page.evaluate(() => {
  const element = document.activeElement;
  return { mark: element?.closest?.(".mark")?.getAttribute("data-claim"), inPanel: Boolean(element?.closest?.("#claim-panel")), text: element?.textContent?.trim() };
});

async function tabTo(page, wanted, key = "Tab") {
  for (let count = 0; count < 200; count += 1) {
    await page.keyboard.press(key);
    if (wanted(await focused(page))) return;
  }
  throw new Error("Tab does not lead there");
}

async function keyboard(place) {
  const { reader: page } = place;
  await story("The question, its claims and the panel are walked by keyboard alone", async () => {
    await go(page, `${place.site.base}/questions/${place.question}`);
    await tabTo(page, ({ mark }) => mark !== undefined);
    const first = (await focused(page)).mark;
    await page.keyboard.press("Enter");
    await page.locator("#claim-panel .claim-page__words").waitFor();
    check((await focused(page)).inPanel, "focus moves into the panel");
    check(new URL(page.url()).hash === `#claim-${first}`, `the address names the claim: ${page.url()}`);
    const words = await page.locator("#claim-panel .claim-page__words").innerText();
    await page.keyboard.press("ArrowRight");
    await page.locator("#claim-panel .claim-page__words").filter({ hasNotText: words }).waitFor();
    check(new URL(page.url()).hash !== `#claim-${first}`, "the right arrow opens the next claim");
    await page.keyboard.press("ArrowLeft");
    await page.locator("#claim-panel .claim-page__words").filter({ hasText: words }).waitFor();
    await tabTo(page, ({ inPanel, text: label }) => inPanel && label === "Says so");
    await page.keyboard.press("Enter");
    await page.locator("#claim-panel .panel__say").filter({ hasText: "checked" }).waitFor();
    check((await focused(page)).inPanel, "focus stays in the panel");
    check(await page.locator(`.prose .mark[data-claim="${first}"]`).getAttribute("title") === "checked", "the mark in the text follows");
    await page.keyboard.press("Escape");
    check(!await page.locator("#claim-panel").isVisible(), "Escape closes the panel");
    check((await focused(page)).mark === first, "and gives focus back to the mark");
    check(new URL(page.url()).hash === "", "the address is that of the page again");
  });
  await story("An address with a claim opens it, and on a narrow screen as a sheet that keeps the focus", async () => {
    const claim = await page.locator(`[id="${place.answer}"] .prose .mark`).nth(4).getAttribute("data-claim");
    await page.setViewportSize({ width: 390, height: 844 });
    await go(page, `${place.site.base}/tags`);
    await go(page, `${place.site.base}/questions/${place.question}#claim-${claim}`);
    await page.locator("#claim-panel .claim-page__words").waitFor();
    const box = await page.locator("#claim-panel").boundingBox();
    check(Math.abs(box.y + box.height - 844) < 2 && box.width === 390, `the sheet comes from below: ${JSON.stringify(box)}`);
    check(await page.locator("#claim-panel").evaluate((panel) => panel.matches(":modal")), "it is modal");
    await page.keyboard.press("Escape");
    check(!await page.locator("#claim-panel").isVisible(), "Escape closes the sheet");
    await page.setViewportSize({ width: 1280, height: 900 });
  });
  await story("What is typed in the panel stays when the window becomes narrow and wide again", async () => {
    await go(page, place.url);
    await page.locator(`[id="${place.answer}"] .prose .mark`).first().click();
    const note = page.locator("#claim-panel input[name=note]").first();
    await note.fill("It is on p. 80.");
    for (const width of [390, 1280]) {
      await page.setViewportSize({ width, height: 900 });
      const isModal = width === 390;
      await page.waitForFunction((modal) => document.querySelector("#claim-panel").matches(":modal") === modal, isModal);
      check(await page.locator("#claim-panel").isVisible(), `the panel is open at ${width} px`);
      check(await note.inputValue() === "It is on p. 80.", `what was typed is there at ${width} px`);
      check(await note.evaluate((field) => field === document.activeElement), `and has the focus at ${width} px`);
    }
    await page.keyboard.press("Escape");
    check(!await page.locator("#claim-panel").isVisible(), "Escape closes it");
  });
  await story("Words that are selected can be asked a source for, and are marked then", async () => {
    await go(page, place.url);
    const last = page.locator(`[id="${place.answer}"] .prose > p`).last();
    await last.scrollIntoViewIfNeeded();
    await last.click({ clickCount: 3 });
    await page.locator("#ask-source").waitFor();
    await Promise.all([page.waitForEvent("load"), page.locator("#ask-source").click()]);
    await page.locator("#claim-panel .claim-page__words").waitFor();
    check((await page.locator("#claim-panel").innerText()).includes("Nobody knows what came after this"), "the panel shows the words");
    check(await last.locator(".mark--unsourced").count() === 1, "they are marked in the text");
  });
}

async function looks(browser, place) {
  const visitor = await openPage(browser, { viewport: { width: 1280, height: 900 }, reducedMotion: "reduce" });
  const openPanel = async (page) => {
    await page.locator(`[id="${place.answer}"] .prose .mark`).first().click();
    await page.locator("#claim-panel .claim-page__words").waitFor();
  };
  const states = [
    ["A question with claims", visitor, async () => {}, [1280, 1920, 1000], [390, 320, 768]],
    ["The panel, as visitor", visitor, openPanel],
    ["The panel, as member", place.reader, openPanel],
    ["The panel with a form for a source", place.reader, async (page) => { await openPanel(page); await page.getByRole("link", { name: "+ against" }).click(); }],
    ["The panel with a refused check", place.reader, async (page) => {
      await openPanel(page);
      await page.locator("#claim-panel").getByRole("button", { name: "Does not say so" }).first().click();
      await page.locator("#claim-panel .form__error, #claim-panel [aria-invalid=true]").first().waitFor();
    }],
  ];
  for (const [name, page, act, wide = [1280], narrow = [390, 320]] of states) {
    await story(`${name}: no WCAG 2.2 AA violation, and it fits every width`, async () => {
      await page.setViewportSize({ width: 1280, height: 900 });
      await go(page, place.url);
      await act(page);
      await inspect(page, name, wide);
      await page.setViewportSize({ width: 390, height: 844 });
      await go(page, `${place.site.base}/tags`);
      await go(page, place.url);
      await act(page);
      await inspect(page, name, narrow);
      await page.setViewportSize({ width: 1280, height: 900 });
    });
  }
  await visitor.context().close();
}

export async function evidence(browser) {
  const place = await furnish(browser);
  await margin(browser, place);
  await keyboard(place);
  await looks(browser, place);
  await place.site.stop();
}
