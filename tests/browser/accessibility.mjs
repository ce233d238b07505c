// axe-core on every page type: WCAG 2.2 AA, light and dark, 320, 768 and 1280 px; and nothing that is wider
// than the window.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import { check, go, openPage, story, themes } from "./kit.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const widths = [320, 768, 1280];

export async function violations(page) {
  await page.evaluate(axe);
  const found = await page.evaluate((tags) => globalThis.axe.run(document, { runOnly: { type: "tag", values: tags } }),
    rules);
  return found.violations.map((one) => `${one.id} (${one.nodes.length}): ${one.nodes[0].target.join(" ")}`);
}

export async function overflow(page) {
  return page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
}

/** What a page shows now, in both themes and every width. */
export async function inspect(page, name, everyWidth = [320, 1280]) {
  for (const colorScheme of themes) {
    await page.emulateMedia({ colorScheme });
    for (const width of everyWidth) {
      await page.setViewportSize({ width, height: 900 });
      const found = await violations(page);
      check(found.length === 0, `${name} at ${width} px, ${colorScheme}: ${found.join("; ")}`);
      const wider = await overflow(page);
      check(wider <= 0, `${name} at ${width} px is ${wider} px too wide`);
    }
  }
  await page.setViewportSize({ width: 1280, height: 900 });
}

export async function accessibility(browser, base, pages) {
  for (const [name, path, status] of pages) {
    await story(`${name} has no WCAG 2.2 AA violation and fits every width`, async () => {
      for (const colorScheme of themes) {
        const page = await openPage(browser, { colorScheme });
        for (const width of widths) {
          await page.setViewportSize({ width, height: 900 });
          await go(page, base + path, status ?? 200);
          const found = await violations(page);
          check(found.length === 0, `${path} at ${width} px, ${colorScheme}: ${found.join("; ")}`);
          const wider = await overflow(page);
          check(wider <= 0, `${path} at ${width} px is ${wider} px too wide`);
        }
        await page.context().close();
      }
    });
  }
}
