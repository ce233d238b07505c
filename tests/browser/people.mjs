// A newcomer's whole way: sign up, ask, be answered, talk, vote, accept, edit, take back, be closed as a
// duplicate and opened again, search and find; once with and once without JavaScript.
import { check, go, openPage, story } from "./kit.mjs";
import { follow, mailTo, memberSite, signUp, submit } from "./members.mjs";

const asked = "Which sources describe the calendar reform in Bukovina?";
const retitled = "Which printed sources describe the calendar reform in Bukovina?";
const firstBody = "The parish books give two dates.\n\nI looked through *three* registers and found **no** order.";
const secondBody = "The parish books give two dates, twelve days apart.\n\nI looked through *three* registers and found **no** order.";

const textOf = (page, selector) => page.locator(selector).first().innerText();
const body = (page) => textOf(page, "main");

/** What the story is about: pages of three people, each in a browser of their own. */
async function gather(browser, site, javaScriptEnabled) {
  const suffix = javaScriptEnabled ? "" : "Plain";
  const names = { asker: `Ada${suffix}`, answerer: `Ben${suffix}`, moderator: `Mo${suffix}` };
  const people = { names, hasScript: javaScriptEnabled, question: "", answer: "" };
  for (const who of Object.keys(names)) {
    people[who] = await openPage(browser, { javaScriptEnabled, viewport: { width: 1280, height: 900 } });
    people[who].setDefaultTimeout(10_000);
  }
  return people;
}

async function everybodySignsUp(site, people) {
  for (const [who, name] of Object.entries(people.names)) {
    const page = people[who];
    await signUp(page, site, name);
    await go(page, site.base);
    check((await textOf(page, ".bar__me")).includes(name), `${name} is signed in after confirming`);
  }
  site.keeper("user", "role", `${people.names.moderator.toLowerCase()}@example.org`, "moderator", "--site", "history");
}

/** The similar question: while the title is typed, or before the first sending is taken. */
async function isOfferedSimilar(page, people) {
  if (people.hasScript) {
    await page.locator("#similar a").first().waitFor({ timeout: 10_000 });
  } else {
    await submit(page, "Post your question");
    check(page.url().endsWith("/questions"), `the form comes back with what is alike: ${page.url()}`);
  }
  check(await page.locator("#similar a").count() > 0, "a similar question is offered");
}

async function ask(site, people) {
  const page = people.asker;
  await go(page, site.base);
  await follow(page, "Ask a question");
  const title = people.hasScript ? asked : asked.replace("Bukovina", "Moldavia");
  people.title = title;
  await page.fill("#body", firstBody);
  await page.fill("#tags", "calendars");
  await page.locator("#title").pressSequentially(title);
  await isOfferedSimilar(page, people);
  if (people.hasScript) await page.locator(".preview__text strong").waitFor();
  else await submit(page, "Preview");
  check(await page.locator(".preview__text em").innerText() === "three", "the preview shows what the text becomes");
  check(await page.inputValue("#body") === firstBody, "the text stands in the form as typed");
  if (people.hasScript) {
    await page.locator("[data-draft]").filter({ hasText: "Draft saved" }).waitFor({ timeout: 15_000 });
  } else {
    await submit(page, "Save draft");
  }
  await go(page, `${site.base}/questions/ask`);
  check(await page.inputValue("#title") === title, "the draft was kept on the server");
  await submit(page, "Post your question");
  if (await page.locator("#similar a").count() > 0) await submit(page, "Post your question");
  check((await textOf(page, "h1")) === title, `the question stands on its page: ${page.url()}: ${await body(page)}`);
  people.question = new URL(page.url()).pathname;
  people.id = people.question.split("/")[2];
  await go(page, `${site.base}/questions/ask`);
  check(await page.inputValue("#title") === "", "nothing of the draft is left");
}

async function answer(site, people) {
  const page = people.answerer;
  await go(page, site.base + people.question);
  await page.fill("#body", "The order of 1919 is printed in the *Monitorul Oficial*; see no. 274.");
  await submit(page, "Post your answer");
  people.answer = new URL(page.url()).hash.slice(1);
  check(/^\d+$/.test(people.answer), `the answer has its anchor: ${page.url()}`);
  check((await textOf(page, `[id="${people.answer}"]`)).includes("Monitorul Oficial"), "the answer stands on the page");
}

async function openComment(page, people, post) {
  const link = page.locator(`[id="${post}"]`).getByRole("link", { name: "Add a comment" });
  if (people.hasScript) {
    await link.click();
    await page.locator(".comment-form textarea").waitFor();
  } else {
    await Promise.all([page.waitForNavigation(), link.click()]);
  }
  return page.locator(".comment-form textarea");
}

async function comment(site, people) {
  await go(people.asker, `${site.base}/account/notifications`);
  for (const kind of ["answers", "comments", "mentions"]) await people.asker.check(`#${kind}`);
  await submit(people.asker, "Save");

  const page = people.answerer;
  await go(page, site.base + people.question);
  const box = await openComment(page, people, people.answer);
  await box.fill("I forgot to say where it can be read: ask ");
  await box.press("End");
  await box.pressSequentially(`@${people.names.asker.slice(0, 2)}`);
  if (people.hasScript) {
    await page.getByRole("option", { name: people.names.asker, exact: true }).waitFor();
    await box.press("Enter");
  } else {
    await box.pressSequentially(people.names.asker.slice(2));
  }
  await box.pressSequentially(" in the library.");
  await submit(page, "Add the comment");
  check((await textOf(page, `[id="${people.answer}"] .comments`)).includes(`@${people.names.asker}`), "the comment stands under the answer");
}

async function inbox(site, people) {
  const page = people.asker;
  for (let attempt = 0; ; attempt += 1) {
    await go(page, `${site.base}/inbox`);
    if ((await body(page)).includes("mentioned you")) break;
    check(attempt < 40, `the mention is in the inbox: ${await body(page)}`);
    await page.waitForTimeout(150);
  }
  const mail = await mailTo(site.mails, `${people.names.asker.toLowerCase()}@example.org`, "in the library");
  check(mail.includes("/unsubscribe"), "the mail can be ended by its link");
  const item = page.locator(".inbox__item").filter({ hasText: "mentioned you" });
  check(await item.locator(".inbox__mark").count() === 1, "it is unread");
  await Promise.all([page.waitForNavigation(), item.locator("button").click()]);
  check(/#comment\d+_\d+$/.test(page.url()), `it leads to the comment: ${page.url()}`);
}

/** Presses an arrow or mark in a post and waits for what comes of it. */
async function pressIn(page, people, post, name) {
  const button = page.locator(`[id="${post}"]`).getByRole("button", { name, exact: true });
  if (!people.hasScript) {
    await Promise.all([page.waitForNavigation(), button.click()]);
    return;
  }
  await Promise.all([page.waitForResponse((response) => response.request().method() === "POST"), button.click()]);
  await page.waitForTimeout(50);
}

const isPressed = async (page, post, name) =>
  await page.locator(`[id="${post}"]`).getByRole("button", { name, exact: true }).getAttribute("aria-pressed") === "true";

async function vote(site, people) {
  await go(people.asker, site.base + people.question);
  await pressIn(people.asker, people, people.answer, "Vote up");
  check((await body(people.asker)).includes("You need 10 reputation to vote up; you have 1."), "who may not vote is told why");

  await go(people.moderator, site.base + people.question);
  await pressIn(people.moderator, people, people.id, "Vote up");
  await go(people.asker, site.base + people.question);
  await pressIn(people.asker, people, people.answer, "Vote up");
  check(await isPressed(people.asker, people.answer, "Vote up"), "with 11 reputation the vote is taken");
  await pressIn(people.asker, people, people.answer, "Vote up");
  check(!await isPressed(people.asker, people.answer, "Vote up"), "pressed again it is taken back");
  await pressIn(people.asker, people, people.answer, "Vote up");
  await go(people.asker, site.base + people.question);
  check(await isPressed(people.asker, people.answer, "Vote up"), "the vote is there when the page is opened again");
}

async function accept(site, people) {
  const page = people.asker;
  await pressIn(page, people, people.answer, "Accept this answer");
  await go(people.answerer, site.base + people.question);
  check((await people.answerer.locator(`[id="${people.answer}"] .post__accepted`).count()) === 1, "everybody sees that it is accepted");
  check((await textOf(people.answerer, ".bar__me")).includes("26"), "10 for the vote and 15 for being accepted");
}

async function editQuestion(site, people, { by: page, title, text, summary }) {
  await go(page, site.base + people.question);
  await follow(page, "Edit", page.locator(`[id="${people.id}"]`));
  await page.fill("#title", title);
  await page.fill("#body", text);
  await page.fill("#summary", summary);
  if (people.hasScript) await page.locator(".preview__text em").waitFor();
  else await submit(page, "Preview");
  await submit(page, "Save");
}

async function edit(site, people) {
  const mended = firstBody.replace("two dates", "two dates for each feast");
  await editQuestion(site, people, { by: people.asker, title: people.title, text: mended, summary: "" });
  await follow(people.asker, "History", people.asker.locator(`[id="${people.id}"]`));
  check(await people.asker.locator(".revision").count() === 1, "what the asker mends at once is no revision");

  const page = people.moderator;
  await editQuestion(site, people, { by: page, title: retitled, text: secondBody, summary: "how far the dates lie apart" });
  check((await body(page)).includes("twelve days apart"), "the edit stands on the page");
  await follow(page, "History", page.locator(`[id="${people.id}"]`));
  check(await page.locator("ins").filter({ hasText: "twelve" }).count() > 0, "the history shows what was added");
  check((await body(page)).includes("how far the dates lie apart"), "and why");
}

async function rollBack(site, people) {
  const page = people.asker;
  await go(page, `${site.base}/posts/${people.id}/revisions`);
  await submit(page, "Roll back to this");
  await go(page, site.base + people.question);
  check(!(await body(page)).includes("twelve days apart"), "the first text stands again");
  check((await textOf(page, "h1")) === people.title, "and the first title");
  await go(page, `${site.base}/posts/${people.id}/revisions`);
  check(await page.locator(".revision").count() === 3, "nothing of the history is lost");
}

async function suggest(site, people) {
  const page = people.answerer;
  await go(page, site.base + people.question);
  await follow(page, "Edit", page.locator(`[id="${people.id}"]`));
  await page.fill("#body", `${firstBody}\n\nThe registers are in Chernivtsi.`);
  await page.fill("#summary", "where the registers are");
  await submit(page, "Suggest");
  check((await body(page)).includes("waits for review"), "a newcomer's edit waits for review");
  const reviewer = people.moderator;
  await go(reviewer, `${site.base}/suggested-edits`);
  await follow(reviewer, people.title);
  check(await reviewer.locator("ins").filter({ hasText: "Chernivtsi" }).count() > 0, "the reviewer sees what it adds");
  await submit(reviewer, "Approve");
  await go(page, site.base + people.question);
  check((await body(page)).includes("Chernivtsi"), "approved, it stands in the question");
}

async function close(site, people) {
  const page = people.moderator;
  await go(page, site.base + people.question);
  await follow(page, "Close", page.locator(`[id="${people.id}"]`));
  await page.check("input[name=reason][value=duplicate]");
  await page.fill("#originals", `${site.base}/questions/1 5`);
  await submit(page, "Vote to close");
  check(page.url().includes("/questions/"), `the vote was taken: ${await body(page)}`);
  await go(people.asker, site.base + people.question);
  check(await people.asker.locator(".notice__originals a").count() === 2, "the question is closed, with both originals");
  check(await people.asker.locator("#body").count() === 0, "it takes no more answers");
  await go(people.asker, `${site.base}/questions/1`);
  check((await textOf(people.asker, ".columns__side")).includes(people.title), "the original lists its duplicate");
}

async function reopen(site, people) {
  const page = people.moderator;
  await go(page, site.base + people.question);
  await follow(page, "Reopen", page.locator(`[id="${people.id}"]`));
  await submit(page, "Vote to open it again");
  await go(people.answerer, site.base + people.question);
  check(await people.answerer.locator(".notice__originals").count() === 0, "the question is open again");
  check(await people.answerer.locator("#body").count() === 1, "and takes answers");
}

async function find(site, people) {
  const page = people.asker;
  const words = people.title.match(/Bukovina|Moldavia/)[0];
  for (let attempt = 0; ; attempt += 1) {
    await go(page, site.base);
    const box = page.getByRole("searchbox").first();
    await box.fill(`${words} calendar reform`);
    await Promise.all([page.waitForURL(/\/search\?/), box.press("Enter")]);
    if (await page.getByRole("link", { name: people.title }).count() > 0) break;
    check(attempt < 20, `the search finds the question: ${page.url()}`);
    await page.waitForTimeout(300);
  }
  await Promise.all([page.waitForNavigation(), page.getByRole("link", { name: people.title }).first().click()]);
  check((await textOf(page, "h1")) === people.title, "and leads to it");
  await page.locator(".bar__menu summary").click();
  await follow(page, "Profile");
  check((await body(page)).includes(people.title), "the question stands in the asker's profile");
}

/** What the console may say: refusals that the story asks for. */
function checkQuiet(people) {
  for (const who of ["asker", "answerer", "moderator"]) {
    const page = people[who];
    check(page.foreign.length === 0, `asked elsewhere: ${page.foreign.join(", ")}`);
    const problems = page.problems.filter((problem) => !/status of (403|422)/.test(problem));
    check(problems.length === 0, `the console says: ${problems.join("; ")}`);
  }
}

const steps = [
  ["Three people sign up and confirm by mail", everybodySignsUp],
  ["A newcomer asks, is offered what is alike, sees a preview and keeps a draft", ask],
  ["Another person answers", answer],
  ["A comment mentions the asker", comment],
  ["The mention arrives in the inbox and by mail", inbox],
  ["A vote is refused with its reason, cast, taken back and cast again", vote],
  ["The asker accepts, and the answerer earns it", accept],
  ["A moderator edits, and the history shows the difference", edit],
  ["The asker takes the edit back, which is a revision too", rollBack],
  ["A newcomer's edit is suggested, reviewed and approved", suggest],
  ["A moderator closes it as a duplicate of two", close],
  ["It is opened again", reopen],
  ["The search finds it, and so does the profile", find],
];

export async function people(browser) {
  const site = await memberSite({ "privilege.vote_up": "10", "limit.comments_in_a_row": "off" });
  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
    const all = await gather(browser, site, javaScriptEnabled);
    let goesOn = true; // each step stands on the one before
    for (const [sentence, step] of steps) {
      goesOn = goesOn && await story(`${sentence}, ${how}`, () => step(site, all));
      if (!goesOn) break;
    }
    await story(`All that was quiet and asked nobody else, ${how}`, () => checkQuiet(all));
    for (const who of Object.keys(all.names)) await all[who].context().close();
  }
  await site.stop();
}
