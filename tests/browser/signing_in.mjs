// Signing in: by password and an app's code, by passkey with Chromium's virtual authenticator, and by another
// site's word, with the wrong answers of an evil one refused.
import { createHmac } from "node:crypto";
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";

import { attest, check, freePort, go, openPage, root, serve, story, temporaryFolder } from "./kit.mjs";
import { signInByPassword, signUp, submit } from "./members.mjs";
import { answers, evilProvider, honestProvider } from "./providers.mjs";

/** The code of RFC 6238 for a secret as the page shows it. */
function totp(secret, at = Date.now()) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...secret.replace(/\s/g, "")].map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(bits.match(/.{8}/g).map((byte) => Number.parseInt(byte, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const offset = mac[19] & 15;
  return String((mac.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

async function signOut(page) {
  await page.context().clearCookies();
}

async function isSignedIn(page, site, name) {
  await go(page, site.base);
  return (await page.locator(".bar__me").innerText()).includes(name);
}

async function withCodes(browser, site) {
  const page = await openPage(browser);
  const email = await signUp(page, site, "Tova");
  check(await isSignedIn(page, site, "Tova"), "Tova is signed in after confirming her address");

  await go(page, `${site.base}/account/security`);
  await submit(page, "Set up an app");
  const secret = await page.locator(".secret code").innerText();
  check(await page.locator("svg.qr path").count() === 1, "the picture for the app is shown");
  await page.fill("#code", "000000");
  await submit(page, "Turn it on");
  check(await page.locator(".field__error").count() > 0, "a wrong first code is said so");
  const first = Date.now();
  await page.fill("#code", totp(secret, first));
  await submit(page, "Turn it on");
  const recovery = await page.locator(".codes code").allInnerTexts();
  check(recovery.length === 10, `ten recovery codes are shown, not ${recovery.length}`);

  await signOut(page);
  await signInByPassword(page, site, email);
  check(await page.locator("#code").count() === 1, "after the password the code is asked for");
  await page.fill("#code", totp(secret, first));
  await submit(page, "Sign in");
  check(await page.locator(".field__error").count() > 0, "the code that was used is refused");
  await page.fill("#code", totp(secret, first + 30_000));
  await submit(page, "Sign in");
  check(await isSignedIn(page, site, "Tova"), "the next code signs in");

  await signOut(page);
  await signInByPassword(page, site, email);
  await page.fill("#code", recovery[0].toLowerCase().replace(/-/g, " "));
  await submit(page, "Sign in");
  check(await isSignedIn(page, site, "Tova"), "a recovery code signs in");
  await signOut(page);
  await signInByPassword(page, site, email);
  await page.fill("#code", recovery[0]);
  await submit(page, "Sign in");
  check(await page.locator(".field__error").count() > 0, "a recovery code is good once");
  check(page.problems.filter((problem) => !/422/.test(problem)).length === 0, page.problems.join("; "));
  await page.context().close();
}

async function withPasskey(browser, site) {
  const page = await openPage(browser);
  await signUp(page, site, "Petra");
  const session = await page.context().newCDPSession(page);
  await session.send("WebAuthn.enable");
  const { authenticatorId } = await session.send("WebAuthn.addVirtualAuthenticator", {
    options: { protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true,
      isUserVerified: true, automaticPresenceSimulation: true },
  });

  await go(page, `${site.base}/account/security`);
  await page.fill("#name", "Virtual key");
  await submit(page, "Add a passkey");
  check((await page.locator("main").innerText()).includes("Virtual key"), "the passkey is listed by its name");
  const { credentials } = await session.send("WebAuthn.getCredentials", { authenticatorId });
  check(credentials.length === 1 && credentials[0].isResidentCredential, "the device holds one passkey");

  await signOut(page);
  await go(page, `${site.base}/signin`);
  await submit(page, "Sign in with a passkey");
  check(await isSignedIn(page, site, "Petra"), "the passkey signs in without a password");

  await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: false });
  await signOut(page);
  await go(page, `${site.base}/signin`);
  await page.getByRole("button", { name: "Sign in with a passkey" }).click();
  await page.locator("[data-passkey-error]").waitFor({ state: "visible" });
  check(!await isSignedIn(page, site, "Petra"), "a device that has not known its owner signs nobody in");

  await session.send("WebAuthn.setUserVerified", { authenticatorId, isUserVerified: true });
  await go(page, `${site.base}/signin`);
  await submit(page, "Sign in with a passkey");
  await go(page, `${site.base}/account/security`);
  await submit(page, "Remove the passkey Virtual key");
  await signOut(page);
  await go(page, `${site.base}/signin`);
  await submit(page, "Sign in with a passkey");
  check(!await isSignedIn(page, site, "Petra"), "a passkey that was removed signs nobody in");
  await page.context().close();
}

async function withoutScript(browser, site) {
  const page = await openPage(browser, { javaScriptEnabled: false });
  await go(page, `${site.base}/signin`);
  check((await page.locator("main").innerText()).includes("Passkeys need JavaScript"), "the page says why there is no passkey");
  check(!await page.getByRole("button", { name: "Sign in with a passkey" }).isVisible(), "no button that does nothing");
  await page.context().close();
}

/** Goes there and logs in with the pages that oidc-provider has for development. */
async function goToHonest(page, site, who) {
  await go(page, `${site.base}/signin`);
  await page.getByRole("button", { name: "Sign in with Honest" }).click();
  await page.waitForURL((url) => url.port === new URL(site.honest.issuer).port);
  await page.fill("input[name=login]", who);
  await page.fill("input[name=password]", "whatever");
  await page.locator("button[type=submit]").click();
  await page.waitForLoadState();
  const consent = page.getByRole("button", { name: "Continue" });
  if (await consent.count() > 0) await consent.click();
  await page.waitForURL((url) => url.origin === site.base);
}

async function byHonestSite(browser, site) {
  const page = await openPage(browser);
  await goToHonest(page, site, "jane");
  check(await isSignedIn(page, site, "Jane of Elsewhere"), "who is new is signed up and in");
  await page.context().close();

  const again = await openPage(browser);
  await goToHonest(again, site, "jane");
  check(await isSignedIn(again, site, "Jane of Elsewhere"), "the same person is signed in the next time");
  await again.context().close();
}

async function byEvilSite(browser, site) {
  for (const [what, wrong] of Object.entries(answers)) {
    const page = await openPage(browser);
    site.evil.wrong = wrong;
    await go(page, `${site.base}/signin`);
    await page.getByRole("button", { name: "Sign in with Evil" }).click();
    await page.waitForURL((url) => url.origin === site.base && url.pathname !== "/signin/openid/evil", { waitUntil: "load" });
    const isIn = await isSignedIn(page, site, "Mallory");
    check(isIn === (what === "right"), `${what}: ${isIn ? "signed in" : "refused"}`);
    await page.context().close();
  }
}

/** A sample site that two other sites are named to, reached as localhost: a passkey wants a name. */
async function openSite() {
  const data = temporaryFolder();
  execFileSync(attest, ["sample", "--data", data, "--from", join(root, "sample")], { stdio: "ignore" });
  const port = await freePort();
  const base = `http://localhost:${port}`;
  const honest = await honestProvider(`${base}/signin/openid/back`);
  const evil = await evilProvider();
  const mails = join(data, "mail");
  mkdirSync(mails, { recursive: true, mode: 0o700 });
  const provider = (key, name, { issuer, client }) => {
    writeFileSync(join(data, `${key}.secret`), client.secret, { mode: 0o600 });
    return `[[openid]]\nkey = "${key}"\nname = "${name}"\nissuer = "${issuer}"\nclient_id = "${client.id}"\n`
      + `client_secret_file = "${join(data, `${key}.secret`)}"\n`;
  };
  writeFileSync(join(data, "attest.toml"), provider("honest", "Honest", honest) + provider("evil", "Evil", evil));
  const server = await serve(data, port);
  return {
    base, mails, honest, evil,
    stop: async () => { await server.stop(); await honest.stop(); await evil.stop(); rmSync(data, { recursive: true, force: true }); },
  };
}

export async function signingIn(browser) {
  const site = await openSite();
  await story("Somebody signs in with a password and the code of an app, or a recovery code", () => withCodes(browser, site));
  await story("Somebody signs in with a passkey, until they remove it", () => withPasskey(browser, site));
  await story("Without JavaScript the sign-in page says what passkeys need", () => withoutScript(browser, site));
  await story("Somebody signs in by another site's word, through oidc-provider", () => byHonestSite(browser, site));
  await story("Whatever an evil site answers wrongly signs nobody in", () => byEvilSite(browser, site));
  await site.stop();
}
