// A writer cites: a source is found or made, a scan is sent and read, its page gets its number, the words are
// found on it while they are typed, and the answer is posted; with a script by the dialog and the keyboard,
// without one by the pages that the dialog stands for.
import { join } from "node:path";

import { overflow, violations } from "./accessibility.mjs";
import { waitUntilRead } from "./claim_acts.mjs";
import { check, go, openPage, story, themes } from "./kit.mjs";
import { memberSite, signUp, submit } from "./members.mjs";
import { makePdf } from "./paper.mjs";

const sentences = [
  "Of the weather in that year nothing more need be told.",
  "The order was signed by the head of the department on that night.",
  "Nobody in the town had heard of it until the paper came.",
];
const quote = "signed by the head of the department on that night";

const pdf = { name: "journal-1990.pdf", mimeType: "application/pdf", buffer: makePdf(sentences) };
const body = (page) => page.locator("main").innerText();

/** No violation, and nothing too wide, wide and narrow, light and dark; pictures if somebody wants them. */
async function isFit(page, name) {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    for (const [width, height] of [[390, 844], [1280, 900]]) {
      await page.setViewportSize({ width, height });
      const folder = process.env.ATTEST_LOOKS;
      if (folder) await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`) });
      const found = await violations(page);
      check(found.length === 0, `${name} at ${width} px, ${colorScheme}: ${found.join("; ")}`);
      const wider = await overflow(page);
      check(wider <= 0, `${name} at ${width} px is ${wider} px too wide`);
    }
  }
}

/** Waits until an element says something. */
async function says(page, selector, words) {
  await page.locator(selector).filter({ hasText: words }).first().waitFor({ timeout: 15_000 });
}

async function makesSourceInDialog(site, writer) {
  const { page } = writer;
  await go(page, `${site.base}${writer.question}`);
  await page.click(".answering #body");
  await page.keyboard.type("He signed it that night. Nobody else knew.");
  for (let left = 0; left < " Nobody else knew.".length; left += 1) await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("Control+Shift+C");
  await page.locator("dialog.cite-box[open]").waitFor();
  check(await page.locator("#cite-source").evaluate((field) => field === document.activeElement), "the first field has the focus");
  await page.keyboard.type("Journal of military history 1990");
  const add = page.getByRole("option", { name: /^Add “Journal of military history 1990”/ });
  await add.waitFor();
  await page.locator("#cite-source").press("ArrowUp"); // the last one
  check(await add.getAttribute("aria-selected") === "true", "the arrows go through the list");
  await page.keyboard.press("Enter");
  await says(page, ".cite-box__said", "Added:");
  check(await page.locator("#cite-place").evaluate((field) => field === document.activeElement), "the next field has the focus");
  writer.key = (await page.locator(".cite-box__written").innerText()).match(/@([\w-]+)/)[1];
}

async function sendsScanInDialog(site, writer) {
  const { page } = writer;
  await page.setInputFiles("#cite-file", pdf);
  await says(page, ".cite-box__said", "is being read");
  await page.fill("#cite-quote", quote);
  await says(page, ".cite-box__looked", "on a picture without a page number");
  const address = await page.locator(".cite-box__looked a").getAttribute("href");
  await labelPage(site, writer, address);
}

/** "Which printed page is this scan?", in a window of its own. */
async function labelPage(site, writer, address) {
  const page = await writer.page.context().newPage();
  await go(page, site.base + address);
  await page.fill("#label", "79");
  await submit(page, "Set the page");
  await page.close();
}

async function seesQuoteFound(_site, writer) {
  const { page } = writer;
  await page.locator("#cite-quote").press("End");
  await page.locator("#cite-quote").pressSequentially(" ");
  await says(page, ".cite-box__looked", "Its words stand on p. 79: 100 % alike.");
  check(await page.inputValue("#cite-place") === "p. 79", "the page is filled in by the site");
  await isFit(page, "cite-dialog");
  await page.locator("#cite-quote").press("Enter");
  await page.locator("dialog.cite-box[open]").waitFor({ state: "detached" }).catch(() => {});
  const text = await page.inputValue(".answering #body");
  check(text === `He signed it that night [@${writer.key}, p. 79: "${quote}"]. Nobody else knew.`, `the citation stands before the full stop: ${text}`);
  check(await page.locator(".answering #body").evaluate((field) => field === document.activeElement), "the text has the focus again");
  await says(page, "#body-drafts", "Its words stand on p. 79: 100 % alike.");
  await says(page, "#body-drafts", "1 claim");
  await page.locator("#body-drafts .draft__words a").click();
  const selected = await page.locator(".answering #body").evaluate((area) => area.value.slice(area.selectionStart, area.selectionEnd));
  check(selected === "He signed it that night", `a click goes to the place in the text: ${selected}`);
}

async function completesKey(_site, writer) {
  const { page } = writer;
  const area = page.locator(".answering #body");
  await area.press("Control+End");
  await area.pressSequentially(" The paper came in spring [@jour");
  await page.getByRole("option", { name: /Journal of military history/ }).waitFor();
  await area.press("Enter");
  const text = await page.inputValue(".answering #body");
  check(text.endsWith(`in spring [@${writer.key}]`), `the key is completed: ${text.slice(-60)}`);
  await says(page, "#body-drafts", "Whole work, no page");
  await area.pressSequentially(", p. 81");
  await area.press("Control+End");
  await area.pressSequentially(". Of course [@nobody-1900, p. 5].");
  await says(page, "#body-drafts", "No source here is called “nobody-1900”.");
  await says(page, "#body-drafts", "3 claims, 1 to mend");
  await isFit(page, "cite-list");
  check(await page.locator(".preview .mark--disputed").count() === 1, "the preview shows the mark of what is amiss");
  await area.evaluate((field) => { field.setSelectionRange(field.value.indexOf(" Of course"), field.value.length); });
  await area.press("Delete");
  await says(page, "#body-drafts .drafts__sum", /^\s*2 claims\s*$/);
}

async function posts(_site, writer) {
  const { page } = writer;
  await submit(page, "Post your answer");
  writer.answer = new URL(page.url()).hash.slice(1);
  check(/^\d+$/.test(writer.answer), `the answer stands: ${page.url()}`);
  check(await page.locator(`[id="${writer.answer}"] .prose .mark`).count() === 2, "each claim has its mark");
}

async function isWarned(site, writer) {
  const { page } = writer;
  await go(page, `${site.base}/posts/${writer.answer}/edit`);
  await page.fill("#body", "Nobody else knew of it at all, and the paper was silent.");
  if (!writer.hasScript) {
    await submit(page, "Save");
    check(page.url().endsWith("/edit"), "the form comes back");
  }
  await says(page, ".draft-lost", writer.hasScript ? "2 claims will lose their citations." : "1 claim will lose its citations.");
  if (writer.hasScript) await isFit(page, "cite-lost"); // axe is a script
  check((await page.locator(".draft-lost").innerText()).includes("He signed it that night"), "with their words");
  await submit(page, writer.hasScript ? "Save" : "Save all the same");
  check(!page.url().endsWith("/edit"), `it is saved then: ${page.url()}: ${await body(page)}`);
}

async function makesSourceOnPages(site, writer) {
  const { page } = writer;
  await go(page, `${site.base}/sources/new`);
  await page.fill("#paste", "Journal of naval history 1991");
  await submit(page, "Go on");
  await page.locator("main form.form").evaluate((form) => form.requestSubmit());
  await page.waitForURL(/\/sources\/journal/);
  writer.key = new URL(page.url()).pathname.split("/").pop();
  await go(page, `${site.base}/sources/${writer.key}/files`);
  await page.setInputFiles("#file", pdf);
  await submit(page, "Upload");
  await waitUntilRead(page, sentences.length);
  const address = await page.locator('main a[href$="/pages/scan-2"]').first().getAttribute("href");
  await labelPage(site, writer, address);
}

async function seesQuoteInPreview(site, writer) {
  const { page } = writer;
  const text = `He signed it that night [@${writer.key}: "${quote}"]. So they say [@nobody-1900, p. 5].`;
  await go(page, `${site.base}${writer.question}`);
  await page.fill(".answering #body", text);
  await submit(page, "Preview", page.locator(".answering"));
  const told = await page.locator("#body-drafts").innerText();
  check(told.includes("Its words stand on p. 79: 100 % alike."), `the quote is found: ${told}`);
  check(told.includes("No source here is called “nobody-1900”."), `the unknown key is told: ${told}`);
  check(await page.inputValue("#body") === text, "the text stands as typed");
  await submit(page, "Post your answer");
  check((await page.locator("#body-drafts").innerText()).includes("nobody-1900"), "refused, it says the same");
  check(await page.inputValue("#body") === text, "and the text is not lost");
  await page.fill("#body", `He signed it that night [@${writer.key}, p. 79: "${quote}"]. Nobody else knew.`);
  await submit(page, "Post your answer");
  writer.answer = new URL(page.url()).hash.slice(1);
  check(/^\d+$/.test(writer.answer), `the answer stands: ${page.url()}`);
}

const withScript = [
  ["A source is made in the dialog, by the keyboard alone", makesSourceInDialog],
  ["A scan is sent there, and its page gets its number", sendsScanInDialog],
  ["The words are found, the page filled in, and the citation stands at the cursor", seesQuoteFound],
  ["Keys are completed behind [@, and what is amiss is told while one writes", completesKey],
  ["The answer is posted with its marks", posts],
  ["An edit warns of claims that will lose their citations", isWarned],
];

const withoutScript = [
  ["A source is made, a scan sent, its page gets its number", makesSourceOnPages],
  ["The preview tells of quotes and keys, and so does the refused form", seesQuoteInPreview],
  ["An edit warns of claims that will lose their citations", isWarned],
];

export async function citing(browser) {
  const site = await memberSite({ "limit.answers_when_new": "off", "limit.answers_in_a_row": "off", "limit.edits_when_new": "off" });
  for (const hasScript of [true, false]) {
    const how = hasScript ? "with JavaScript" : "without JavaScript";
    const page = await openPage(browser, { javaScriptEnabled: hasScript, viewport: { width: 1280, height: 900 } });
    page.setDefaultTimeout(15_000);
    await signUp(page, site, hasScript ? "Vera" : "Viktor");
    const writer = { page, hasScript, question: "/questions/1", key: "", answer: "" };
    let goesOn = true; // each step stands on the one before
    for (const [sentence, step] of hasScript ? withScript : withoutScript) {
      goesOn = goesOn && await story(`${sentence}, ${how}`, () => step(site, writer));
      if (!goesOn) break;
    }
    await story(`Writing was quiet and asked nobody else, ${how}`, () => {
      check(page.foreign.length === 0, `asked elsewhere: ${page.foreign.join(", ")}`);
      const problems = page.problems.filter((problem) => !/status of 422/.test(problem));
      check(problems.length === 0, `the console says: ${problems.join("; ")}`);
    });
    await page.context().close();
  }
  await site.stop();
}
