// What makes a page that works without it a little more comfortable: recent dates are told as
// "3 hours ago", "/" goes to the search box, and what scrolls sideways can be reached by keyboard.

const steps = /** @type {const} */ ([
  { unit: "minute", seconds: 60, below: 60 * 60 },
  { unit: "hour", seconds: 60 * 60, below: 24 * 60 * 60 },
  { unit: "day", seconds: 24 * 60 * 60, below: 7 * 24 * 60 * 60 },
]);

/**
 * "3 hours ago" in the language of the page; nothing for what is a week old or lies ahead.
 * @param {number} age in seconds
 * @param {string} language
 * @returns {string | undefined}
 */
export function relativeTime(age, language) {
  if (age < 0) return undefined;
  const step = steps.find((candidate) => age < candidate.below);
  if (!step) return undefined;
  const format = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  return format.format(-Math.floor(age / step.seconds), step.unit);
}

function tellRecentTimes() {
  for (const element of document.querySelectorAll("time[datetime]")) {
    const then = Date.parse(element.getAttribute("datetime") ?? "");
    const words = relativeTime((Date.now() - then) / 1000, document.documentElement.lang);
    if (words) element.textContent = words;
  }
}

/** @param {KeyboardEvent} event */
function focusSearch(event) {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  const target = event.target;
  if (target instanceof HTMLElement && target.closest("input, textarea, select, [contenteditable]")) {
    return;
  }
  const box = document.querySelector("#q");
  if (!(box instanceof HTMLInputElement)) return;
  event.preventDefault();
  box.focus();
  box.select();
}

function openScrollersToKeyboard() {
  for (const element of document.querySelectorAll(".prose pre, .prose table, .prose .math")) {
    if (element instanceof HTMLElement && element.scrollWidth > element.clientWidth) {
      element.tabIndex = 0;
    }
  }
}

if (typeof document !== "undefined") {
  tellRecentTimes();
  openScrollersToKeyboard();
  addEventListener("resize", openScrollersToKeyboard);
  document.addEventListener("keydown", focusSearch);
}
