// The whole story of an answer, by its writer, its readers and those who object: a scan is uploaded and its pages get
// their numbers, the quote is found while the answer is written, readers look at the page and say what stands there,
// others bring sources against it, and the marks go through every status there is. Once with a script and once without.
import { join } from "node:path";

import { inspect } from "./accessibility.mjs";
import { Claim, editAnswer, seesBoxOnPage, waitUntilRead } from "./claim_acts.mjs";
import { addQuestion, addSource, memberPage, plantedSite } from "./evidence_people.mjs";
import { check, go, skip, story, themes } from "./kit.mjs";
import { submit } from "./members.mjs";
import { makePdf } from "./paper.mjs";

const quote = "signed by the head of the department on that night";
const scan = {
  name: "journal-1990.pdf",
  mimeType: "application/pdf",
  buffer: makePdf([
    "Of the weather in that year nothing more need be told.",
    `The order was ${quote}.`,
    "Nobody in the town had heard of it until the paper came.",
  ]),
};

const firstWording = "He signed the order on the night of the seventh";
const secondWording = "He signed the order late in the night of the seventh";
const aloneWords = "He was alone when he signed it";
const bareWords = "Nobody knows what the guard was told";

const memoir = "From Lenin to Stalin";
const journal = "Journal of Military History";
const protocols = "Protocols of the bureau";
const register = "Register of the guard";

/** The answer: what is cited for its first claim, and where in the memoir its second one stands, change. */
const text = (words, citation, keys, place) => `By all we know the train left in January. [${words}][${citation}].\n\n`
  + `That much is told by everybody, but [${aloneWords}][@${keys.memoir}${place}]. `
  + `And [nobody would have stopped him][per @${keys.memoir}, p. 14].\n\n${bareWords}. So it is left.`;

/** Those who take part, each in a browser of his own; they are old enough for what they find to count. */
const names = ["writer", "doubter", "third", "objector", "fourth", "fifth"];

async function gather(browser, hasScript) {
  const site = await plantedSite(names.length);
  const people = {};
  for (const [number, name] of names.entries()) people[name] = await memberPage(browser, site, number, { javaScriptEnabled: hasScript });
  const { writer, third, objector } = people;
  const keys = {
    journal: await addSource(writer, site, { title: journal, issued: "1990", kind: "1", type: "article-journal" }),
    memoir: await addSource(writer, site, { title: memoir, authors: "Serge, Victor", issued: "1937", kind: "2" }),
    protocols: await addSource(third, site, { title: protocols, issued: "1929", kind: "1" }),
    register: await addSource(objector, site, { title: register, issued: "1929", kind: "1" }),
  };
  const question = await addQuestion(objector, site, "Who signed the order in the night of the seventh?");
  return { site, people, keys, question, hasScript };
}

/** Pictures for who wants to look, wide and narrow. */
async function look(page, name) {
  const folder = process.env.ATTEST_LOOKS;
  if (!folder) return;
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [[390, 844], [1280, 900]]) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: join(folder, `story-${name}-${width}-${colorScheme}.png`) });
    }
  }
}

// ── The writer ──

async function uploadScan({ site, people: { writer }, keys }) {
  await go(writer, `${site.base}/sources/${keys.journal}/files`);
  await writer.setInputFiles("input[name=file]", scan);
  await writer.locator("input[name=rights][value=open]").check();
  await submit(writer, "Upload");
  await waitUntilRead(writer, 3);
  const file = new URL(writer.url()).pathname;
  await go(writer, `${site.base}${file}/pages/scan-2`);
  await writer.fill("input[name=label]", "79");
  await submit(writer, "Set the page");
  await go(writer, site.base + file);
  const pages = (await writer.locator(".scan-pages").innerText()).replace(/\s+/g, " ");
  check(/78.*79.*80/.test(pages), `one pair tells the other pages too: ${pages}`);
}

/** By the keyboard behind "[@", where the site fills in the key and tells of the quote. */
async function typeCitation(page, key) {
  const area = page.locator(".answering #body");
  const place = `[${firstWording}]`;
  const body = await area.inputValue();
  await area.evaluate((field, at) => { field.focus(); field.setSelectionRange(at, at); }, body.indexOf(place) + place.length);
  await page.keyboard.type("[@journ");
  const option = page.getByRole("option", { name: new RegExp(`${journal}.*1990`) }).first();
  await option.waitFor();
  await page.keyboard.press("Enter");
  check((await area.inputValue()).includes(`${place}[@${key}].`), `the key is completed: ${await area.inputValue()}`);
  await page.keyboard.type(`: "${quote}"`);
  await page.locator("#body-drafts").filter({ hasText: "Its words stand on p. 79: 100 % alike." }).waitFor();
}

async function write(place) {
  const { site, people: { writer }, keys, question, hasScript } = place;
  const cited = `@${keys.journal}: "${quote}"`;
  const body = text(firstWording, cited, keys, "");
  await go(writer, `${site.base}/questions/${question}`);
  if (hasScript) {
    await writer.fill(".answering #body", body.replace(`[${cited}]`, ""));
    await typeCitation(writer, keys.journal);
    check(await writer.inputValue(".answering #body") === body, `it is written: ${await writer.inputValue(".answering #body")}`);
  } else {
    await writer.fill(".answering #body", body);
    await submit(writer, "Preview", writer.locator(".answering"));
  }
  const told = await writer.locator("#body-drafts").innerText();
  check(told.includes("Its words stand on p. 79: 100 % alike."), `the quote is found: ${told}`);
  check(told.includes("Whole work, no page"), `and a citation without a page is told: ${told}`);
  await look(writer, "writing");
  await writer.fill("#body", text(firstWording, `@${keys.journal}, p. 79: "${quote}"`, keys, ""));
  await submit(writer, "Post your answer");
  place.answer = new URL(writer.url()).hash.slice(1);
  check(/^\d+$/.test(place.answer), `the answer stands: ${writer.url()}`);
  const [signed, alone, view, bare] = [1, 2, 3, 4].map((number) => new Claim(site, place.answer, number, hasScript));
  Object.assign(place, { signed, alone, view, bare });
  await signed.says(writer, "◔", "sourced, not checked");
  await alone.says(writer, "○", "no source");
  await view.says(writer, "❝", "a view");
}

// ── The readers ──

async function askForSource({ site, people: { doubter }, answer, bare, hasScript }) {
  await go(doubter, `${site.base}/a/${answer}`);
  if (hasScript) {
    const last = doubter.locator(`[id="${answer}"] .prose > p`).last();
    await last.scrollIntoViewIfNeeded();
    await last.evaluate((paragraph, length) => {
      const words = paragraph.firstChild;
      getSelection().setBaseAndExtent(words, 0, words, length);
    }, bareWords.length);
    await doubter.keyboard.press("Shift"); // as who selects by the keyboard lets it go at the end
    await Promise.all([doubter.waitForEvent("load"), doubter.locator("#ask-source").click()]);
  } else {
    await Promise.all([doubter.waitForNavigation(), doubter.locator(`[id="${answer}"]`).getByRole("link", { name: "source?", exact: true }).click()]);
    await doubter.fill("#words", bareWords);
    await submit(doubter, "Ask for a source");
  }
  await bare.says(doubter, "○", "no source");
}

async function seePage({ site, people: { doubter }, signed, hasScript }) {
  const place = await signed.open(doubter);
  const shown = await place.innerText();
  check(shown.includes("(scan 2)"), `the page and its scan are named: ${shown}`);
  check(/found by the site on the page: 100\u00A0% alike/.test(shown), `the likeness is told: ${shown}`);
  const box = await seesBoxOnPage(doubter, site, place);
  // "The order was" stands left of the quote, which begins in the line 142 points below the top.
  check(box.left > 0.15 && box.right <= 1 && box.top > 0.14 && box.bottom < 0.19, `the box is where the words are: ${JSON.stringify(box)}`);
  await look(doubter, "page");
  if (!hasScript) return;
  await inspect(doubter, "the panel with a page", [1280]);
}

async function doubt({ people: { doubter }, signed }) {
  const place = await signed.judge(doubter, journal, "Does not say so");
  check((await place.innerText()).includes("Say in a line what stands there."), "the reason is asked for");
  const cite = place.locator("article.cite").first();
  await cite.locator("input[name=note]").fill("It says nothing of the seventh.");
  await signed.press(doubter, cite.getByRole("button", { name: "Does not say so" }));
  await signed.says(doubter, "◔", "sourced, not checked · doubted");
}

async function mend(place) {
  const { site, people: { writer, doubter }, keys, answer, signed, alone } = place;
  const shown = await signed.open(writer);
  check(await shown.locator("button[name=verdict]").count() === 0, "nobody checks his own text");
  await shown.locator("input[name=reply]").fill("The page before gives the day.");
  await signed.press(writer, shown.getByRole("button", { name: "Answer" }));
  await editAnswer(writer, site, answer, text(secondWording, `@${keys.journal}, p. 79: "${quote}"`, keys, ", p. 12"));
  const open = await signed.open(doubter);
  const found = (await open.locator(".check").first().innerText()).replace(/\s+/g, " ");
  check(found.includes("Does not say so") && found.includes("of an earlier wording"), `the check is of an earlier wording: ${found}`);
  check((await open.innerText()).includes("The page before gives the day."), "the reply stands beside it");
  await look(doubter, "earlier-wording");
  await signed.says(doubter, "◔", "sourced, not checked · doubted"); // a comma does not wash it off
  await alone.says(doubter, "◔", "sourced, not checked");
}

async function confirm({ people: { third, fourth }, keys, signed }) {
  await signed.judge(third, journal, "Says so");
  await signed.says(third, "◑", "checked");
  await signed.add(third, "for", `@${keys.protocols}, no. 58`);
  await signed.judge(fourth, protocols, "Says so");
  await signed.says(fourth, "●", "corroborated: 2 for, 0 against");
}

// ── Those who object ──

async function object({ people: { objector, fourth, fifth }, keys, signed }) {
  await signed.add(objector, "against", `@${keys.register}, f. 3v`, "He was not in the building.");
  await signed.says(objector, "●", "corroborated: 2 for, 0 against · 1 objection, not confirmed");
  await signed.judge(fourth, register, "Says so");
  await signed.says(fourth, "●", "corroborated: 2 for, 0 against · 1 objection, not confirmed");
  await signed.judge(fifth, register, "Says so");
  await signed.says(fifth, "◆", "sources differ: 2 for, 1 against");
  await signed.open(fifth);
  await look(fifth, "sources-differ");
}

async function turn({ people: { objector, fourth, fifth, doubter, third }, keys, alone }) {
  await alone.add(objector, "against", `@${keys.register}, f. 4`, "Two men of the guard were with him.");
  for (const reader of [fourth, fifth]) await alone.judge(reader, register, "Says so");
  await alone.says(fifth, "◆", "sources differ, one side unchecked");
  for (const reader of [doubter, third]) await alone.judge(reader, memoir, "Does not say so", "Only that it was dark.");
  await alone.says(third, "✕", "disputed · a page cited does not say so");
  await alone.open(third);
  await look(third, "disputed");
}

async function withdraw({ people: { objector }, alone }) {
  const shown = await alone.open(objector);
  await alone.press(objector, shown.getByRole("button", { name: "withdraw" }));
  await alone.says(objector, "○", "no source · a page cited does not say so");
}

async function holdView({ people: { third, objector }, keys, view }) {
  await view.judge(third, memoir, "Says so");
  await view.says(third, "❝", "a view, checked");
  await view.add(objector, "against", `@${keys.register}, f. 5`, "The guard held that they would have.");
  await view.says(objector, "❝", "a view, checked · 1 other view");
}

async function seeWhole({ site, people: { writer }, answer, hasScript }) {
  await go(writer, `${site.base}/a/${answer}`);
  const marks = (await writer.locator(`[id="${answer}"] .prose .mark`).allInnerTexts()).join(" ");
  check(marks === "◆1 ○2 ❝3 ○4", `the marks stand in the text: ${marks}`);
  await look(writer, "end");
  if (hasScript) await inspect(writer, "the answer at the end");
}

const steps = [
  ["A scan is uploaded, and one pair tells its printed pages", uploadScan],
  ["The quote is found while one writes, and a page makes a claim sourced", write],
  ["A source is asked for on words that have none", askForSource],
  ["The mark leads to the page, with the box where the words are", seePage],
  ["“Does not say so” wants a reason, and then the mark says it", doubt],
  ["The writer answers beside the “no” and edits, and the check is of an earlier wording", mend],
  ["A third reader confirms, a second source corroborates", confirm],
  ["An objection waits for two others, and then sources differ", object],
  ["An objection to what nobody checked leaves one side open; a “no” then makes it disputed", turn],
  ["An objection is withdrawn by who made it, and the page that does not say so is left", withdraw],
  ["A view is somebody's, can be checked as such, and is met by other views", holdView],
  ["At the end every mark says what is known", seeWhole],
];

async function tellWhole(browser, hasScript) {
  const how = hasScript ? "in the panel" : "without JavaScript";
  const place = await gather(browser, hasScript);
  for (const [sentence, step] of steps) {
    if (!await story(`${sentence} (${how})`, () => step(place))) break; // each stands on the one before
  }
  await story(`Nobody's console said anything, and nothing was asked elsewhere (${how})`, async () => {
    for (const [name, page] of Object.entries(place.people)) {
      const problems = page.problems.filter((problem) => !problem.includes("422"));
      check(problems.length === 0, `${name}: ${problems.join("; ")}`);
      check(page.foreign.length === 0, `${name} asked ${page.foreign.join(", ")}`);
      await page.context().close();
    }
  });
  await place.site.stop();
}

export async function wholeStory(browser) {
  // The program that reads scans has no room for a sanitizer's memory behind its walls.
  if (/asan|tsan/.test(process.env.ATTEST ?? "")) {
    skip("the whole story of an answer", "a sanitizer's build reads no scans");
    return;
  }
  await tellWhole(browser, true);
  await tellWhole(browser, false);
}
