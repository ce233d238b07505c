// A newcomer reads the imported beer site: list, question, order, revisions, tag, person, search, feed; once
// with and once without JavaScript.
import { check, go, openPage, story } from "./kit.mjs";

async function text(page, selector) {
  return (await page.locator(selector).first().innerText()).trim();
}

async function followFirst(page, selector) {
  await Promise.all([page.waitForLoadState("load"), page.locator(selector).first().click()]);
}

async function readList(page, base) {
  await go(page, base);
  const lines = await page.locator("main .line__title a").count();
  check(lines >= 10, `the home page lists ${lines} questions`);
  await go(page, `${base}/questions?tab=votes`);
  await followFirst(page, "main .line__title a");
  check(/\/questions\/\d+\/[a-z0-9-]+/.test(page.url()), `a question's address is ${page.url()}`);
}

async function readQuestion(page, base) {
  const answers = page.locator("article.post--answer");
  check(await answers.count() > 1, "the most voted question shows its answers");
  check(/CC BY-SA/.test(await page.locator("main").innerText()), "the licence stands beside the text");
  const first = await answers.first().getAttribute("id");
  const newest = page.locator('.order--answers a[href*="newest"]').first();
  await Promise.all([page.waitForURL(/newest/), newest.click()]);
  check(await answers.count() > 1, "the answers are there in another order");
  const id = first.replace(/\D/g, "");
  await go(page, `${base}/a/${id}`);
  check(page.url().endsWith(`#${id}`), `/a/${id} leads to its anchor: ${page.url()}`);
  check(await page.locator(`[id="${id}"]`).count() === 1, `the anchor #${id} is on the page`);
}

async function readRevisions(page, base) {
  await go(page, `${base}/posts/1/revisions`);
  check(await page.locator("ins, del").count() > 0, "the revisions show what changed");
}

async function readTagAndPerson(page, base) {
  await go(page, `${base}/tags`);
  await followFirst(page, 'main a[href*="/questions/tagged/"]');
  check(page.url().includes("/questions/tagged/"), `a tag leads to its questions: ${page.url()}`);
  await go(page, `${base}/users`);
  await followFirst(page, 'main a[href*="/users/"]');
  check(/\/users\/-?\d+\//.test(page.url()), `a person has a page: ${page.url()}`);
  check(await page.locator("h1").count() === 1, "the profile has one heading");
}

async function searchFor(page, base, words) {
  await go(page, base);
  const box = page.getByRole("searchbox").first();
  await box.fill(words);
  await Promise.all([page.waitForURL(/\/search\?/), box.press("Enter")]);
}

async function search(page, base) {
  await searchFor(page, base, "[brewing] is:question hops");
  check(await page.locator("main mark").count() > 0, "the snippets mark the words");
  await searchFor(page, base, "fermentatoin temprature");
  check(/fermentation/.test(await page.locator("main").innerText()), "a misspelt word is offered spelt right");
  await go(page, `${base}/search?q=${encodeURIComponent("score:abc")}`, 400);
  check((await text(page, "main")).length > 0, "a query that cannot be read says where");
}

async function readFeed(page, base) {
  const answer = await page.request.get(`${base}/feeds`);
  check(answer.ok(), `the feed answered ${answer.status()}`);
  check((answer.headers()["content-type"] ?? "").startsWith("application/atom+xml"), "the feed is Atom");
}

export async function journeys(browser, base) {
  for (const javaScriptEnabled of [true, false]) {
    const how = javaScriptEnabled ? "with JavaScript" : "without JavaScript";
    const page = await openPage(browser, { javaScriptEnabled, viewport: { width: 1280, height: 900 } });
    await story(`A newcomer reads the list, ${how}`, () => readList(page, base));
    await story(`A question is read, its order changed, an answer found by its address, ${how}`,
      () => readQuestion(page, base));
    await story(`Revisions show what changed, ${how}`, () => readRevisions(page, base));
    await story(`Tags and people lead on, ${how}`, () => readTagAndPerson(page, base));
    await story(`Search understands operators and misspelling, ${how}`, () => search(page, base));
    await story(`The feed is there, ${how}`, () => readFeed(page, base));
    await story(`Nothing was asked of another host and nothing went wrong, ${how}`, () => {
      check(page.foreign.length === 0, `asked elsewhere: ${page.foreign.join(", ")}`);
      const problems = page.problems.filter((problem) => !/status of 400/.test(problem));
      check(problems.length === 0, `the console says: ${problems.join("; ")}`);
    });
    await page.context().close();
  }
}
