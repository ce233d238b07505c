// A site on which members cite, check and object: planted, signed in, each in a browser of their own.
import { execFileSync } from "node:child_process";
import { join } from "node:path";

import { attest, check, go, openPage, root, serve, temporaryFolder } from "./kit.mjs";

/** The sample site with so many members; `secrets` are those of their sessions. */
export async function plantedSite(count) {
  const data = temporaryFolder();
  execFileSync(attest, ["sample", "--data", data, "--from", join(root, "sample")], { stdio: "ignore" });
  const planted = execFileSync("python3", [join(root, "tests", "browser", "plant_members.py"), attest, data, "history", String(count)], { encoding: "utf8" });
  const site = await serve(data);
  return { ...site, data, secrets: JSON.parse(planted) };
}

/** The browser of a member. */
export async function memberPage(browser, site, number, options = {}) {
  const page = await openPage(browser, { viewport: { width: 1280, height: 900 }, ...options });
  page.setDefaultTimeout(10_000);
  await page.context().addCookies([{ name: "session", value: site.secrets[number], url: site.base }]);
  await go(page, `${site.base}/tags`);
  page.token = await page.locator("input[name=csrf_token]").first().inputValue();
  return page;
}

/** Sends a form's fields without its page; answers where it led. */
export async function post(page, site, path, fields) {
  const answer = await page.context().request.post(site.base + path, {
    form: { csrf_token: page.token, ...fields },
    headers: { Origin: site.base },
  });
  check(answer.ok(), `${path} answered ${answer.status()}: ${(await answer.text()).replace(/<[^>]*>/g, " ").slice(0, 900)}`);
  return new URL(answer.url());
}

/** A source by its fields, whatever the sample has that is like it; answers its key. */
export async function addSource(page, site, fields) {
  const url = await post(page, site, "/sources", { type: "book", kind: "3", accepts_doubles: "1", ...fields });
  return url.pathname.split("/").pop();
}

let written = 0;

const newKey = () => `evidence-${++written}-${process.pid}`;

/** A question; answers its number. */
export async function addQuestion(page, site, title) {
  const url = await post(page, site, "/questions", {
    title, body: "I look for what was signed in that night, by whom, and where it is printed.", tags: "calendars", idempotency_key: newKey(),
  });
  return Number(url.pathname.split("/")[2]);
}

/** An answer to a question; answers the number of its post. */
export async function addAnswer(page, site, question, body) {
  const url = await post(page, site, `/questions/${question}/answers`, { body, idempotency_key: newKey() });
  return Number(url.pathname.split("/").pop()) || Number(url.hash.slice(1));
}
