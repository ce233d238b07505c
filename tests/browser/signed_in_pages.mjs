// The pages that only members see, each in a state worth looking at: a site with people who have asked,
// answered, flagged, suggested and been told of it, and how each of its pages is come by.
import { go, openPage } from "./kit.mjs";
import { memberSite, signUp, submit } from "./members.mjs";

const longWord = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";

export const title = "When did the parishes along the Pruth begin to count by the Gregorian calendar?";

/** Sends the form that holds a field although the browser would say what is missing. */
export async function sendUnchecked(page, selector, act) {
  await Promise.all([page.waitForNavigation(), page.locator(selector).first().evaluate((field, name) => {
    field.form.noValidate = true;
    field.form.requestSubmit(name ? field.form.querySelector(`button[name=act][value=${name}]`) : undefined);
  }, act)]);
}

async function ask(page, base) {
  await go(page, `${base}/questions/ask`);
  await page.fill("#title", title);
  await page.fill("#body", "The parish books give two dates.\n\n> An order that I cannot find.\n\nWho has read *it*?");
  await page.fill("#tags", "calendars chronology");
  await submit(page, "Post your question");
  if (new URL(page.url()).pathname === "/questions") await submit(page, "Post your question");
  return new URL(page.url()).pathname;
}

async function answer(page, base, question, text) {
  await go(page, base + question);
  await page.fill("#body", text);
  await submit(page, "Post your answer");
  return new URL(page.url()).hash.slice(1);
}

async function comment(page, base, post, text) {
  await go(page, `${base}/posts/${post}/comments/new`);
  await page.fill("#body", text);
  await submit(page, "Add the comment");
}

async function flag(page, base, path, note) {
  await go(page, `${base}${path}/flag`);
  await page.check("input[name=kind][value=needs_moderator]");
  await page.fill("#note", note);
  await submit(page, "Flag");
}

async function suggest(page, base, post) {
  await go(page, `${base}/posts/${post}/edit`);
  await page.fill("#body", "The order of 1919 is printed, and can be *read* in the library of the town.");
  await page.fill("#summary", "said where it can be read");
  await submit(page, "Suggest");
  return new URL(page.url()).pathname;
}

/** Signs people up and lets them do a little of everything. */
export async function furnish(browser, options = {}) {
  const site = await memberSite({ "privilege.flag": "1", "limit.comments_in_a_row": "off", "limit.answers_when_new": "off",
    "limit.answers_in_a_row": "off", "limit.questions_when_new": "off", "limit.edits_when_new": "off" });
  const people = {};
  for (const [who, name] of [["asker", "Ada"], ["answerer", "Benedikt"], ["moderator", "Mo"]]) {
    people[who] = await openPage(browser, { ...options, viewport: { width: 1280, height: 900 } });
    await signUp(people[who], site, name);
  }
  site.keeper("user", "role", "mo@example.org", "moderator", "--site", "history");
  const { asker, answerer, moderator } = people;
  const question = await ask(asker, site.base);
  const id = question.split("/")[2];
  const first = await answer(answerer, site.base, question, `The order of 1919 is printed; it names the ${longWord} too.`);
  const second = await answer(moderator, site.base, question, "It took until 1924, says the chronicle of the monastery.");
  await comment(answerer, site.base, first, "Ask @Ada where she has looked before anybody goes there.");
  await comment(asker, site.base, first, "Three registers, the last one in Chernivtsi: nothing in any of them.");
  await comment(moderator, site.base, id, "Which parishes exactly? There are forty of them along that river.");
  await go(asker, `${site.base}/posts/${first}/edit`);
  const edit = await suggest(asker, site.base, first);
  await flag(asker, site.base, `/posts/${second}`, "This chronicle was shown to be a forgery long ago.");
  await flag(answerer, site.base, `/posts/${id}`, "The same was asked by somebody else last week.");
  for (const post of [id, first]) {
    await go(moderator, site.base + question);
    const vote = moderator.locator(`[id="${post}"]`).getByRole("button", { name: "Vote up", exact: true });
    await Promise.all([moderator.waitForResponse((response) => response.url().endsWith("/vote")), vote.click()]);
  }
  return { site, people, question, id, first, second, edit };
}

/** Two edits that met: another saves while one writes. */
async function meetAnEdit(page, { site, people, second }) {
  const { moderator } = people;
  await go(page, `${site.base}/posts/${second}/edit`);
  const base = await page.inputValue("input[name=base]");
  await go(moderator, `${site.base}/posts/${second}/edit`);
  await moderator.fill("#body", `It took until 1924, says the chronicle. Seen at ${Date.now()}.`);
  await submit(moderator, "Save");
  await go(page, `${site.base}/posts/${second}/edit`);
  await page.locator("input[name=base]").evaluate((field, value) => { field.value = value; }, `${base.slice(0, -1)}${base.endsWith("0") ? "1" : "0"}`);
  await page.fill("#body", "It took until 1924; the chronicle was copied in 1931 and is not the oldest source.");
  await page.fill("#summary", "the age of the copy");
  await sendUnchecked(page, "#body");
}

/** A check that a visitor has kept, as a member who may confirm it is asked. */
async function confirmLater(page, { site }) {
  const visitor = await page.context().browser().newPage();
  await go(visitor, `${site.base}/citations/1/check`);
  await visitor.getByLabel("Does not say so").check();
  await visitor.fill("#note", `It speaks of another year, and of the ${longWord}.`);
  await visitor.fill("#passage", "What stands there instead is something else altogether.");
  await submit(visitor, "Keep what I found");
  await go(page, visitor.url());
  await visitor.close();
}

/** Every page of members: [name, who, path, what is done there, the status of what is shown]. */
export function signedInPages(place) {
  const { question, id, first, second, edit } = place;
  const press = (name) => (page) => submit(page, name);
  const send = (selector, act) => (page) => sendUnchecked(page, selector, act);
  return [
    ["sign in", "visitor", "/signin"],
    ["sign in refused", "visitor", "/signin", async (page) => { await page.fill("#email", "x@example.org"); await page.fill("#password", "wrong wrong wrong"); await press("Sign in")(page); }],
    ["sign up", "visitor", "/signup"],
    ["sign up refused", "visitor", "/signup", async (page) => { await page.fill("#email", "nonsense"); await page.fill("#password", "short"); await sendUnchecked(page, "#email"); }],
    ["reset", "visitor", "/reset"],
    ["a dead link", "visitor", "/confirm?token=nothing", undefined, 404],
    ["question as visitor", "visitor", question],
    ["question as asker", "asker", question],
    ["question as moderator", "moderator", question],
    ["vote refused", "asker", question, async (page) => { await page.locator(`[id="${first}"]`).getByRole("button", { name: "Vote up", exact: true }).click(); await page.locator(".votes__say:not(:empty)").first().waitFor(); }],
    ["comment in place", "asker", question, async (page) => { await page.locator(`[id="${first}"]`).getByRole("link", { name: "Add a comment" }).click(); await page.locator(".comment-form textarea").waitFor(); }],
    ["comment refused", "asker", `/posts/${first}/comments/new`, async (page) => { await page.fill("#body", "short"); await sendUnchecked(page, "#body"); }],
    ["answer refused", "asker", question, async (page) => { await page.fill(".answering #body", "short"); await sendUnchecked(page, ".answering #body"); }],
    ["ask", "asker", "/questions/ask"],
    ["ask with similar", "asker", "/questions/ask", async (page) => { await page.locator("#title").pressSequentially("Which calendar did the Russian Empire use"); await page.locator("#similar a").first().waitFor(); }],
    ["ask refused", "asker", "/questions/ask", async (page) => { await page.fill("#title", "Short"); await page.fill("#body", `Why ${longWord}?`); await page.fill("#tags", "no-such-tag-anywhere"); await sendUnchecked(page, "#title"); }],
    ["edit", "moderator", `/posts/${id}/edit`],
    ["edit with preview", "moderator", `/posts/${id}/edit`, send("#body", "preview")],
    ["edit refused", "moderator", `/posts/${id}/edit`, async (page) => { await page.fill("#title", "Short"); await page.fill("#tags", ""); await sendUnchecked(page, "#body"); }],
    ["edit to suggest", "answerer", `/posts/${id}/edit`],
    ["two edits met", "moderator", "/", (page) => meetAnEdit(page, place)],
    ["history", "moderator", `/posts/${second}/revisions`],
    ["suggested edits", "moderator", "/suggested-edits"],
    ["suggested edit", "moderator", edit],
    ["suggested edit, seen by its writer", "asker", edit],
    ["suggested edit refused", "moderator", edit, send("#reason")],
    ["improve a suggested edit", "moderator", `${edit}/improve`],
    ["delete", "asker", `/posts/${id}/delete`, undefined, 403],
    ["delete an answer", "moderator", `/posts/${second}/delete`],
    ["community wiki", "moderator", `/posts/${second}/wiki`],
    ["flag", "asker", `/posts/${first}/flag`],
    ["flag refused", "asker", `/posts/${first}/flag`, send("#note")],
    ["close", "moderator", `/posts/${id}/close`],
    ["close refused", "moderator", `/posts/${id}/close`, async (page) => { await page.check("input[value=duplicate]"); await page.fill("#originals", "nonsense"); await sendUnchecked(page, "#originals"); }],
    ["may not close", "asker", "/posts/1/close", undefined, 403],
    ["lock", "moderator", `/posts/${id}/lock`],
    ["flags", "moderator", "/moderation"],
    ["what moderators did", "moderator", "/moderation/log"],
    ["checks seen from above", "moderator", "/moderation/checks"],
    ["votes to close", "moderator", "/review/closing"],
    ["inbox", "answerer", "/inbox"],
    ["empty inbox", "moderator", "/inbox"],
    ["mails", "asker", "/account/notifications"],
    ["tag wiki", "moderator", "/tags/calendars/edit"],
    ["tag synonyms", "moderator", "/tags/calendars/synonyms"],
    ["profile", "answerer", "/users", async (page) => { await page.locator(".bar__menu summary").click(); await page.getByRole("link", { name: "Profile" }).click(); await page.waitForLoadState("load"); }],
    ["reputation", "answerer", "/users", async (page) => { await page.locator(".bar__menu summary").click(); await page.getByRole("link", { name: "Profile" }).click(); await page.getByRole("link", { name: "Reputation", exact: true }).first().click(); await page.waitForLoadState("load"); }],
    ["the menu", "asker", "/", async (page) => { await page.locator(".bar__menu summary").click(); }],
    ["account", "asker", "/account"],
    ["account refused", "asker", "/account", async (page) => { await page.fill("#display_name", ""); await page.fill("#website", "javascript:alert(1)"); await sendUnchecked(page, "#display_name"); }],
    ["address", "asker", "/account/email"],
    ["password", "asker", "/account/password"],
    ["password refused", "asker", "/account/password", async (page) => { await page.fill("#old_password", "wrong wrong wrong"); await page.fill("#new_password", "short"); await sendUnchecked(page, "#new_password"); }],
    ["two-step sign-in", "asker", "/account/security"],
    ["devices", "asker", "/account/sessions"],
    ["own data", "asker", "/account/data"],
    ["check without an account refused", "visitor", "/citations/1/check?verdict=no", (page) => submit(page, "Keep what I found")],
    ["check that waits", "visitor", "/citations/1/check?verdict=yes", (page) => submit(page, "Keep what I found")],
    ["check to confirm", "asker", "/citations/1/check", (page) => confirmLater(page, place)],
    ["limits", "asker", "/help/limits"],
    ["privileges", "asker", "/help/privileges"],
  ];
}
