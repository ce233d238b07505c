// What every browser story needs: a running Attest with a site in it, Chromium, and a place to note what
// held and what did not. No test framework: a story is a sentence and a function.
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { chromium } from "playwright-core";

export const root = join(dirname(fileURLToPath(import.meta.url)), "..", "..");
export const shared = join(root, "..", "shared");
export const attest = process.env.ATTEST ?? join(root, "build", "release", "attest");

const chromiumArguments = [
  "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
  "--disable-component-update", "--disable-sync",
];

/** The sizes, themes and journeys that look.md asks for. */
export const themes = ["light", "dark"];

const failures = [];
let passed = 0;

/** Runs one story and tells whether it held; its failure is noted and the next one goes on. */
export async function story(sentence, work) {
  try {
    await work();
    passed += 1;
    console.log(`ok   ${sentence}`);
    return true;
  } catch (error) {
    failures.push(sentence);
    console.log(`FAIL ${sentence}\n     ${String(error.stack ?? error).split("\n").slice(0, 6).join("\n     ")}`);
    return false;
  }
}

export function skip(sentence, why) {
  console.log(`skipped: ${sentence} (${why})`);
}

export function finish() {
  console.log(`browser: ${passed} stories held, ${failures.length} did not`);
  process.exitCode = failures.length === 0 ? 0 : 1;
}

export function check(condition, message) {
  if (!condition) throw new Error(message);
}

export async function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

export function temporaryFolder() {
  return mkdtempSync(join(tmpdir(), "attest-browser-"));
}

/** Serves a data folder until `stop` is called. */
export async function serve(data, port) {
  port ??= await freePort();
  const process_ = spawn(attest, ["serve", "--data", data, "--listen", `127.0.0.1:${port}`, "--no-metrics"],
    { stdio: ["ignore", "inherit", "ignore"] });
  const base = `http://127.0.0.1:${port}`;
  for (let attempt = 0; ; attempt += 1) {
    try {
      const answer = await fetch(`${base}/healthz`);
      if (answer.ok) break;
    } catch (error) {
      if (attempt > 200) throw error;
    }
    await new Promise((resolve) => { setTimeout(resolve, 50); });
  }
  return {
    base,
    stop: () => new Promise((resolve) => {
      process_.on("exit", () => { rmSync(data, { recursive: true, force: true }); resolve(); });
      process_.kill("SIGTERM");
    }),
  };
}

export async function sampleSite() {
  const data = temporaryFolder();
  execFileSync(attest, ["sample", "--data", data, "--from", join(root, "sample")], { stdio: "ignore" });
  return serve(data);
}

export async function importSite(name, dump) {
  const data = temporaryFolder();
  execFileSync(attest, ["import", "--data", data, "--site", name, dump], { stdio: "ignore" });
  return serve(data);
}

/** The beer site of 2020 with its index, or nothing where ../shared is absent. */
export async function beerSite() {
  const dump = join(shared, "data", "beer.stackexchange.com_2020-06.7z");
  return existsSync(dump) ? importSite("beer", dump) : undefined;
}

export async function openBrowser() {
  return chromium.launch({ executablePath: "/usr/bin/chromium", headless: true, args: chromiumArguments });
}

/** A page that notes every request to another host and every error of its console. */
export async function openPage(browser, options) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.foreign = [];
  page.problems = [];
  page.on("request", (request) => {
    const url = new URL(request.url());
    if (url.hostname !== "127.0.0.1" && url.protocol !== "data:") page.foreign.push(request.url());
  });
  page.on("console", (message) => {
    if (message.type() === "error") page.problems.push(message.text());
  });
  page.on("pageerror", (error) => page.problems.push(String(error)));
  return page;
}

export async function go(page, url, status = 200) {
  const answer = await page.goto(url, { waitUntil: "load" });
  check(answer.status() === status, `${url} answered ${answer.status()}, not ${status}`);
  return answer;
}
