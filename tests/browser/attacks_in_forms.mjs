// Attack strings in the forms of members: everything that can be typed into takes them, comes back as typed
// where the form comes back, and runs nowhere, neither in the form nor on the page that shows it; with the
// Content-Security-Policy set aside, so that it is our escaping that is tried.
import { provoke, watchForScripts } from "./attacks.mjs";
import { check, go, openPage, story } from "./kit.mjs";
import { furnish, sendUnchecked } from "./signed_in_pages.mjs";
import { vectors } from "./vectors.mjs";

/** Where people write: who, on which page, in which fields, and the button's name where it has one. */
function formsOf({ id, first, question, edit, commentAddress }) {
  return [
    ["ask", "asker", "/questions/ask", ["title", "body", "tags", "answer"], "preview"],
    ["a draft", "asker", "/questions/ask", ["title", "body", "tags", "answer"], "draft"],
    ["answer", "asker", question, ["body"], "preview", ".answering "],
    ["comment", "asker", `/posts/${first}/comments/new`, ["body"]],
    ["edited comment", "moderator", commentAddress, ["body"]],
    ["edit", "moderator", `/posts/${id}/edit`, ["title", "body", "tags", "summary"], "preview"],
    ["draft of an edit", "moderator", `/posts/${id}/edit`, ["title", "body", "tags", "summary"], "draft"],
    ["suggestion", "answerer", `/posts/${id}/edit`, ["title", "body", "tags", "summary"], "preview"],
    // Too long a reason decides nothing: the form comes back, and the next text has it too.
    ["why it is rejected", "moderator", edit, ["reason"], undefined, "", " and so on".repeat(60)],
    ["improvement", "moderator", `${edit}/improve`, ["body", "summary"]],
    ["flag", "asker", `/posts/${first}/flag`, ["note"]],
    ["close", "moderator", `/posts/${id}/close`, ["originals", "note"]],
    ["tag wiki", "moderator", "/tags/calendars/edit", ["excerpt-body", "excerpt-summary"]],
    ["synonym", "moderator", "/tags/calendars/synonyms", ["name"]],
    ["profile", "asker", "/account", ["display_name", "location", "website", "about"]],
    ["address", "asker", "/account/email", ["email"]],
    ["sign in", "visitor", "/signin", ["email"]],
    ["sign up", "visitor", "/signup", ["display_name", "email"]],
    ["search", "visitor", "/search", ["q"]],
  ];
}

/** Types a text into every field of the form and sends it; tells which fields came back otherwise. Null where an
 *  earlier text was taken and the form is gone: a suggestion is rejected once. */
async function tryForm(page, url, [, , , fields, act, scope = "", padding = ""], text) {
  await page.goto(url, { waitUntil: "load" });
  if (await page.locator(`${scope}#${fields[0]}`).count() === 0) return null;
  const typed = {};
  for (const name of fields) {
    const field = page.locator(`${scope}#${name}`);
    typed[name] = await field.evaluate((element, value) => {
      element.removeAttribute("maxlength");
      if (element.type === "email") element.type = "text";
      element.closest("details")?.setAttribute("open", "");
      element.value = value;
      element.dispatchEvent(new Event("input", { bubbles: true }));
      return element.value;
    }, text + padding);
  }
  const action = await page.locator(`${scope}#${fields[0]}`).evaluate((field) => field.form.getAttribute("action"));
  await sendUnchecked(page, `${scope}#${fields[0]}`, act);
  const changed = [];
  for (const name of fields) {
    const field = page.locator(`form[action="${action}"] #${name}`);
    if (await field.count() === 0) continue; // it was taken: this is another page
    const held = await field.inputValue();
    if (held !== typed[name]) changed.push(`${name}: ${JSON.stringify(typed[name])} became ${JSON.stringify(held)}`);
  }
  return changed;
}

async function look(page, where, found) {
  const seen = await provoke(page);
  if (seen.ran > 0 || seen.bad.length > 0 || seen.foreign > 0) found.push(`${where}: ${JSON.stringify(seen)}`);
}

/** Puts a text wherever the site takes it, and looks at every page that shows it. */
async function post(place, text, found) {
  const { asker, answerer, moderator } = place.people;
  const { site, id, first, question } = place;
  const long = `${text} and then some more words, so that it is long enough`;
  await go(moderator, `${site.base}/posts/${id}/edit`);
  await moderator.fill("#title", long.replace(/\s+/g, " ").slice(0, 140));
  await moderator.fill("#body", `${long}\n\n${Date.now()}`);
  await moderator.fill("#summary", text.slice(0, 200));
  await sendUnchecked(moderator, "#body");
  await go(asker, `${site.base}/posts/${first}/comments/new`);
  await asker.fill("#body", long.slice(0, 590));
  await sendUnchecked(asker, "#body");
  await go(answerer, `${site.base}/account`);
  await answerer.fill("#display_name", text.replace(/[<>@]/g, "").slice(0, 30));
  await answerer.fill("#location", text.slice(0, 90));
  await answerer.fill("#about", text);
  await sendUnchecked(answerer, "#about");
  for (const [page, path] of [[moderator, question], [asker, `/posts/${id}/revisions`], [answerer, "/inbox"], [moderator, "/"], [asker, "/search?q=words"]]) {
    await page.goto(site.base + path, { waitUntil: "load" });
    await look(page, `${path} after ${text}`, found);
  }
}

export async function attacksInForms(browser, sample = 100) {
  const list = vectors().filter((text, index) => index % sample === 0 && text.length < 2000);
  const place = await furnish(browser, { bypassCSP: true });
  place.people.visitor = await openPage(browser, { bypassCSP: true });
  for (const page of Object.values(place.people)) {
    await watchForScripts(page);
    page.on("dialog", (dialog) => { page.problems.push(`a dialog: ${dialog.message()}`); void dialog.dismiss(); });
  }
  await go(place.people.moderator, place.site.base + place.question);
  const link = place.people.moderator.locator(`[id="${place.id}"] .comment a`, { hasText: "edit" }).first();
  place.commentAddress = await link.getAttribute("href");

  for (const form of formsOf(place)) {
    const [name, who, path, fields] = form;
    await story(`${list.length} hostile texts in ${fields.length} fields of “${name}” run nowhere and come back as typed`, async () => {
      const found = [];
      const page = place.people[who];
      let tried = 0;
      for (const text of list) {
        const changes = await tryForm(page, place.site.base + path, form, text);
        if (changes === null) continue;
        tried += 1;
        found.push(...changes);
        await look(page, `${path} with ${text}`, found);
        if (form[4] === "draft") await sendUnchecked(page, `#${fields[0]}`, "discard").catch(() => {});
      }
      check(tried > 0, "the form is not there");
      check(found.length === 0, `${found.length}: ${found.slice(0, 4).join("\n")}`);
    });
  }
  await story("What is posted of them runs on no page that shows it", async () => {
    const found = [];
    for (const text of list.slice(0, 12)) await post(place, text, found);
    check(found.length === 0, found.slice(0, 5).join("\n"));
  });
  await story("No dialog opened and nobody else was asked", () => {
    for (const page of Object.values(place.people)) {
      check(page.foreign.length === 0, `asked elsewhere: ${page.foreign.slice(0, 3).join(" ")}`);
      const dialogs = page.problems.filter((problem) => problem.startsWith("a dialog"));
      check(dialogs.length === 0, dialogs.join("; "));
    }
  });
  for (const page of Object.values(place.people)) await page.context().close();
  await place.site.stop();
}
