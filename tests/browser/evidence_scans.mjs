// A citation and its page, with a scan of the sample: what is said before there is a scan, and how a page that was
// named wrongly is put right. With and without JavaScript.
import { join } from "node:path";

import { seesBoxOnPage, waitUntilRead } from "./claim_acts.mjs";
import { check, go, root, skip, story } from "./kit.mjs";
import { addAnswer, addSource, memberPage, plantedSite, post } from "./evidence_people.mjs";
import { submit } from "./members.mjs";

const question = 1;
const quote = "Early one morning he knocks at Lenin’s door";

/** What a reader has before him after pressing the mark. */
async function pressMark(page, site, answer, hasScript) {
  await go(page, `${site.base}/a/${answer}`);
  const mark = page.locator(`[id="${answer}"] .prose .mark`).first();
  if (!hasScript) {
    await Promise.all([page.waitForNavigation(), mark.click()]);
    return page.locator("main");
  }
  await mark.click();
  const panel = page.locator("#claim-panel");
  await panel.locator(".claim-page__words").waitFor();
  return panel;
}

async function storyOfAPage(browser, hasScript) {
  const site = await plantedSite(3);
  const options = { javaScriptEnabled: hasScript };
  const writer = await memberPage(browser, site, 0, options);
  const reader = await memberPage(browser, site, 1, options);
  const how = hasScript ? "in the panel" : "without JavaScript";
  const tell = (sentence, work) => story(`${sentence} (${how})`, work);
  const key = await addSource(writer, site, { title: "A review for a story", issued: "2024", kind: "3" });
  let answer = 0;
  let file = "";

  await tell("A citation without a scan says where to add one", async () => {
    answer = await addAnswer(writer, site, question, `He came to London in that month [@${key}, p. 77: "${quote}"].`);
    const place = await pressMark(reader, site, answer, hasScript);
    const add = place.locator(".cited-page__add");
    check((await add.getAttribute("href")).endsWith(`/sources/${key}/files`), "the scan is added to its source");
  });
  await tell("A scan is uploaded and read, and one pair tells its printed pages", async () => {
    await go(writer, `${site.base}/sources/${key}/files`);
    await writer.setInputFiles("input[name=file]", join(root, "sample", "scans", "sample-review-1.pdf"));
    await writer.locator("input[name=rights][value=open]").check();
    await submit(writer, "Upload");
    await waitUntilRead(writer, 3);
    file = new URL(writer.url()).pathname;
    await go(writer, `${site.base}${file}/pages/scan-3`);
    await writer.fill("input[name=label]", "77");
    await submit(writer, "Set the page");
  });
  await tell("The mark leads to the page at the quote, with its box", async () => {
    const place = await pressMark(reader, site, answer, hasScript);
    const text = await place.innerText();
    check(text.includes("(scan 3)"), `the page and its scan are named: ${text}`);
    check(/found by the site on the page: \d+\u00A0% alike/.test(text), `the likeness is told: ${text}`);
    await seesBoxOnPage(reader, site, place);
    check(await place.locator("select[name=seen] option").first().getAttribute("value") === "here", "a check is made here");
  });
  await tell("“Not on this page” names another, and the writer takes it with one click", async () => {
    await post(reader, site, new URL(await reader.locator(".check-form").first().getAttribute("action"), site.base).pathname,
      { verdict: "not_here", seen: "here", note: "It is on p. 78." });
    const place = await pressMark(writer, site, answer, hasScript);
    const button = place.getByRole("button", { name: "Write p.\u00A078 into the text" });
    if (hasScript) {
      const said = writer.waitForResponse((response) => response.request().method() === "POST");
      await button.click();
      await said;
    } else {
      await Promise.all([writer.waitForNavigation(), button.click()]);
    }
    const shown = await (await pressMark(reader, site, answer, hasScript)).innerText();
    check(shown.includes("(scan 4)"), `the text names the other page: ${shown}`);
    check(shown.includes("quote not found on this page"), `and the quote is not there: ${shown}`);
  });
  for (const page of [writer, reader]) {
    check(page.problems.length === 0, `a console is not silent: ${page.problems.join("; ")}`);
    await page.context().close();
  }
  await site.stop();
}

export async function evidenceScans(browser) {
  // The program that reads scans has no room for a sanitizer's memory behind its walls.
  if (/asan|tsan/.test(process.env.ATTEST ?? "")) {
    skip("citations and their pages", "a sanitizer's build reads no scans");
    return;
  }
  await storyOfAPage(browser, true);
  await storyOfAPage(browser, false);
}
