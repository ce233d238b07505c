// Claims as their readers meet them: notes in the margin, the panel beside the text, and the whole way of a
// check and an objection, with and without JavaScript.
import { inspect } from "./accessibility.mjs";
import { check, go, openPage, story } from "./kit.mjs";
import { addAnswer, addQuestion, addSource, memberPage, plantedSite, post } from "./evidence_people.mjs";
import { submit } from "./members.mjs";

const title = "Who signed the order in the night of the seventh?";

const firstWording = "He signed the order on the night of the seventh";
const secondWording = "He signed the order late in the night of the seventh";
const otherWords = "He was alone when he signed it";

/** The three claims of the story; the first is cited as `citation` says. */
const text = (words, citation, keys) => `By all we know the train left in January. [${words}][${citation}].\n\n`
  + `That much is told by everybody, but [${otherWords}][@${keys.memoir}, p. 12]. `
  + `And [nobody would have stopped him][per @${keys.memoir}, p. 14].`;

// ── What is done on a claim, in the panel or on its page ──

class Claim {
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

  /** What the mark in the text says; with JavaScript without loading the page anew. */
  async says(page, words) {
    if (!this.hasScript || !page.url().includes("/questions/")) await go(page, `${this.site.base}/a/${this.answer}`);
    const mark = this.mark(page);
    await page.waitForFunction(([element, wanted]) => element.isConnected === false || element.title.includes(wanted),
      [await mark.elementHandle(), words]).catch(() => {});
    const title = await mark.getAttribute("title");
    check(title.includes(words), `claim ${this.number} says “${title}”, not “${words}”`);
    const note = page.locator(`[id="${this.answer}"] .prose .sidenote`).nth(this.number - 1);
    check((await note.innerText()).includes(words), `the note says the same: ${await note.innerText()}`);
  }
}

async function edit(page, site, answer, body) {
  await go(page, `${site.base}/posts/${answer}/edit`);
  await page.fill("#body", body);
  await submit(page, "Save");
}

async function wholeStory(browser, hasScript) {
  const site = await plantedSite(6);
  const people = [];
  for (let number = 0; number < 6; number += 1) people.push(await memberPage(browser, site, number, { javaScriptEnabled: hasScript }));
  const [writer, doubter, third, objector, fourth, fifth] = people;
  const keys = {
    journal: await addSource(writer, site, { title: "Journal of Military History", issued: "1990", kind: "1", type: "article-journal" }),
    memoir: await addSource(writer, site, { title: "From Lenin to Stalin", authors: "Serge, Victor", issued: "1937", kind: "2" }),
    protocols: await addSource(third, site, { title: "Protocols of the bureau", issued: "1929", kind: "1" }),
    register: await addSource(objector, site, { title: "Register of the guard", issued: "1929", kind: "1" }),
  };
  const how = hasScript ? "in the panel" : "without JavaScript";
  const tell = (sentence, work) => story(`${sentence} (${how})`, work);

  const question = await addQuestion(objector, site, title);
  const answer = await addAnswer(writer, site, question, text(firstWording, `@${keys.journal}`, keys));
  const [signed, alone, view] = [1, 2, 3].map((number) => new Claim(site, answer, number, hasScript));

  await tell("A whole work is no source; a page makes the claim sourced", async () => {
    await signed.says(writer, "no source");
    await edit(writer, site, answer, text(firstWording, `@${keys.journal}, p. 79: "he signed it"`, keys));
    await signed.says(writer, "sourced, not checked");
  });
  await tell("“Does not say so” wants a reason, and then the mark says it", async () => {
    const place = await signed.judge(doubter, "Journal of Military History", "Does not say so");
    check((await place.innerText()).includes("Say in a line what stands there."), "the reason is asked for");
    const cite = place.locator("article.cite").first();
    await cite.locator("input[name=note]").fill("It says that he refused to sign.");
    await signed.press(doubter, cite.getByRole("button", { name: "Does not say so" }));
    await signed.says(doubter, "sourced, not checked · doubted");
  });
  await tell("The writer answers beside the “no”, edits, and the check is of an earlier wording", async () => {
    const place = await signed.open(writer);
    check(await place.locator("button[name=verdict]").count() === 0, "nobody checks his own text");
    await place.locator("input[name=reply]").fill("That is the evening before.");
    await signed.press(writer, place.getByRole("button", { name: "Answer" }));
    await edit(writer, site, answer, text(secondWording, `@${keys.journal}, p. 79: "he signed it"`, keys));
    const shown = await (await signed.open(doubter)).innerText();
    check(shown.includes("That is the evening before."), "the reply stands beside the check");
    check(shown.includes("of an earlier wording"), `the check is of an earlier wording: ${shown}`);
  });
  await tell("A third reader confirms, and adds a source of his own; another finds that too", async () => {
    await signed.judge(third, "Journal of Military History", "Says so");
    await signed.says(third, "checked");
    await signed.add(third, "for", `@${keys.protocols}, no. 58`);
    await signed.judge(fourth, "Protocols of the bureau", "Says so");
    await signed.says(fourth, "corroborated");
  });
  await tell("An objection waits for two others, and then sources differ", async () => {
    await signed.add(objector, "against", `@${keys.register}, f. 3v`, "He was not in the building.");
    await signed.says(objector, "1 objection, not confirmed");
    await signed.judge(fourth, "Register of the guard", "Says so");
    await signed.judge(fifth, "Register of the guard", "Says so");
    await signed.says(fifth, "sources differ: 2 for, 1 against");
  });
  await tell("An objection to what nobody checked leaves one side open; a “no” then makes it disputed", async () => {
    await alone.says(fifth, "sourced, not checked");
    await alone.add(objector, "against", `@${keys.register}, f. 4`, "Two men of the guard were with him.");
    for (const reader of [fourth, fifth]) await alone.judge(reader, "Register of the guard", "Says so");
    await alone.says(fifth, "one side unchecked");
    for (const reader of [doubter, third]) await alone.judge(reader, "From Lenin to Stalin", "Does not say so", "Only that it was dark.");
    await alone.says(third, "disputed");
  });
  await tell("A view is somebody's, and can be checked as such", async () => {
    await view.says(third, "a view");
    await view.judge(third, "From Lenin to Stalin", "Says so");
    await view.says(third, "a view, checked");
  });
  await tell("An objection is withdrawn by who made it, and the status follows", async () => {
    const place = await alone.open(objector);
    await alone.press(objector, place.getByRole("button", { name: "withdraw" }));
    await go(objector, `${site.base}/a/${answer}`);
    await alone.says(objector, "a page cited does not say so");
  });
  for (const page of people) {
    check(page.problems.filter((problem) => !problem.includes("422")).length === 0, `a console is not silent: ${page.problems.join("; ")}`);
    await page.context().close();
  }
  await site.stop();
}

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
  await wholeStory(browser, true);
  await wholeStory(browser, false);
}
