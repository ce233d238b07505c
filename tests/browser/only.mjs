// Runs some stories alone: node tests/browser/only.mjs people
import { finish, openBrowser } from "./kit.mjs";

const names = process.argv.slice(2);
const browser = await openBrowser();
for (const name of names) await (await import(`./${name}.mjs`))[name.replace(/_(\w)/g, (_all, letter) => letter.toUpperCase())](browser);
await browser.close();
finish();
