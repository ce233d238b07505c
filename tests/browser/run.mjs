// Every browser story: node tests/browser/run.mjs
import { accessibility } from "./accessibility.mjs";
import { citing } from "./citing.mjs";
import { dates } from "./dates.mjs";
import { drawing } from "./drawing.mjs";
import { attacks } from "./attacks.mjs";
import { evidence } from "./evidence.mjs";
import { evidenceScans } from "./evidence_scans.mjs";
import { journeys } from "./journeys.mjs";
import { attacksInForms } from "./attacks_in_forms.mjs";
import { beerSite, finish, openBrowser, sampleSite, skip } from "./kit.mjs";
import { map } from "./map.mjs";
import { people } from "./people.mjs";
import { room } from "./room.mjs";
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
  ["A timeline", "/questions/78/timeline"],
  ["A tag's timeline for some years", "/questions/tagged/calendars/timeline?from=1500&to=1800"],
  ["A person's timeline", "/names/1/timeline"],
  ["A timeline of nothing", "/questions/23/timeline"],
  ["A map", "/questions/78/map"],
  ["People in the texts", "/people"],
  ["Places in the texts", "/places"],
  ["Other names", "/names"],
  ["A person with many names", "/names/1"],
  ["The library", "/sources"],
  ["A source", "/sources/sample-review-2024-1"],
  ["The scans of a source", "/sources/sample-review-2024-1/files"],
  ["A page of a scan, at a quote", "/sources/sample-review-2024-1/files/1500000000/pages/77?quote=Lenin%E2%80%99s"],
  ["Claims to check", "/help-check"],
  ["A claim without a scan", "/claims/1"],
  ["A claim on which sources differ", "/claims/27"],
  ["Links for which a page is wanted", "/help-check?show=links"],
  ["The form to check without an account", "/citations/1/check?verdict=no"],
  ["Search in scans", "/search/scans?q=Lenin"],
  ["Search in the scans of a source", "/sources/sample-review-2024-1/search?q=Lenin"],
  ["Search by evidence", "/search?q=person%3ATrotsky+status%3Achecked"],
  ["A page that is not there", "/nothing/here", 404],
];

const browser = await openBrowser();
const sample = await sampleSite();
await accessibility(browser, sample.base, samplePages);
await sample.stop();
await map(browser);
await room(browser);
await signingIn(browser);
await people(browser);
await citing(browser);
await signedIn(browser);
await attacksInForms(browser);
await evidence(browser);
await evidenceScans(browser);
await drawing(browser);
await dates(browser);
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
