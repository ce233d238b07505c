// People of a browser story: who signs up with the mail that lies in the folder, who signs in again, and what
// the keeper does for them from the command line.
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import { attest, go, root, serve, temporaryFolder } from "./kit.mjs";

export const password = "vanilla tide lamp ox";

/** A sample site with its folder of mails, served; `settings` as `attest site set` takes them. */
export async function memberSite(settings = {}) {
  const data = temporaryFolder();
  execFileSync(attest, ["sample", "--data", data, "--from", join(root, "sample")], { stdio: "ignore" });
  const mails = join(data, "mail");
  mkdirSync(mails, { recursive: true, mode: 0o700 });
  const server = await serve(data);
  const keeper = (...command) => execFileSync(attest, [...command, "--data", data], { encoding: "utf8" });
  for (const [name, value] of Object.entries(settings)) keeper("site", "set", "history", name, value);
  return { ...server, mails, keeper };
}

/** Presses the button of that name and waits for the page that it leads to. */
export async function submit(page, name, place = page) {
  const button = place.getByRole("button", { name, exact: true }).first();
  await Promise.all([page.waitForNavigation(), button.click()]);
}

export async function follow(page, name, place = page) {
  const link = place.getByRole("link", { name, exact: true }).first();
  await Promise.all([page.waitForNavigation(), link.click()]);
}

/** Undoes quoted-printable: a mail's text as its reader sees it. */
function decode(mail) {
  const bytes = mail.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_all, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(bytes, "latin1").toString("utf8");
}

/** The newest mail to an address that says `words`, once it is there. */
export async function mailTo(folder, address, words = "") {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".eml")).sort().reverse() : [];
    const mails = names.map((name) => decode(readFileSync(join(folder, name), "latin1")));
    const mail = mails.find((text) => text.includes(address) && text.includes(words));
    if (mail) return mail;
    await new Promise((resolve) => { setTimeout(resolve, 100); });
  }
  throw new Error(`no mail to ${address} that says “${words}”`);
}

export async function signUp(page, site, name) {
  const email = `${name.toLowerCase()}@example.org`;
  await go(page, `${site.base}/signup`);
  await page.fill("#display_name", name);
  await page.fill("#email", email);
  await page.fill("#password", password);
  await submit(page, "Sign up");
  const link = (await mailTo(site.mails, email)).match(/http:\/\/\S+\/confirm\?token=[\w-]+/)[0];
  await go(page, link.replace(/^http:\/\/[^/]+/, site.base));
  await page.fill("#password", password);
  await submit(page, "Finish");
  return email;
}

export async function signInByPassword(page, site, email) {
  await go(page, `${site.base}/signin`);
  await page.fill("#email", email);
  await page.fill("#password", password);
  await submit(page, "Sign in");
}
