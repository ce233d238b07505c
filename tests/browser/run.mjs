// Every browser story: node tests/browser/run.mjs
import { accessibility } from "./accessibility.mjs";
import { citing } from "./citing.mjs";
import { attacks } from "./attacks.mjs";
import { evidence } from "./evidence.mjs";
import { evidenceScans } from "./evidence_scans.mjs";
import { journeys } from "./journeys.mjs";
import { attacksInForms } from "./attacks_in_forms.mjs";
import { beerSite, finish, openBrowser, sampleSite, skip } from "./kit.mjs";
import { people } from "./people.mjs";
import { signedIn } from "./signed_in.mjs";
import { signingIn } from "./signing_in.mjs";
import { wholeStory } from "./whole_story.mjs";

const samplePages = [
  ["The home list", "/"],
  ["The flagship question", "/questions/1"],
  ["The list of tags", "/tags"],
  ["A tag's questions", "/questions/tagged/trotsky"],
  ["A tag's wiki", "/tags/calendars/info"],
  ["The list of people", "/users"],
  ["A profile", "/users/1"],
  ["A profile's answers", "/users/1?tab=answers"],
  ["Revisions", "/posts/1/revisions"],
  ["Search results", "/search?q=calendar"],
  ["An empty result", "/search?q=zeppelin+xylophone+quasar"],
  ["A query that cannot be read", "/search?q=score%3Aabc", 400],
  ["The help on search", "/help/search"],
  ["The limits", "/help/limits"],
  ["The privileges", "/help/privileges"],
  ["A page that is not there", "/nothing/here", 404],
];

const browser = await openBrowser();
const sample = await sampleSite();
await accessibility(browser, sample.base, samplePages);
await sample.stop();
await signingIn(browser);
await people(browser);
await citing(browser);
await signedIn(browser);
await attacksInForms(browser);
await evidence(browser);
await evidenceScans(browser);
await wholeStory(browser);

if (process.argv[2] === "sample") { await browser.close(); finish(); process.exit(); }
const beer = await beerSite();
if (beer) {
  await journeys(browser, beer.base);
  await accessibility(browser, beer.base, [["A long imported question", "/questions?tab=votes"]]);
  await beer.stop();
} else {
  skip("the imported beer site", "../shared is not here");
}
// Every vector by hand before a release: ATTEST_ATTACK_SAMPLE=1.
await attacks(browser, Number(process.env.ATTEST_ATTACK_SAMPLE ?? 2));
await browser.close();
finish();
