// Makes writing more comfortable where a form has a text with a preview: a toolbar with keyboard
// shortcuts, the preview while one writes, a draft that saves itself, tags that are completed, and
// similar questions while a title is typed. The form works without any of it.
import { completeKeys, debounced, openCite, placeForCitation } from "./cite.js";
import { completeTags } from "./tags.js";

/** Time without a keystroke before something is asked of the server. */
const previewPause = 600;
const similarPause = 500;
const draftPause = 4000;

/** Shorter titles are like everything. */
const similarTitleLength = 10;

/**
 * Replaces the selection as if it had been typed, so that it can be undone.
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 */
function type(area, text) {
  area.focus();
  if (!document.execCommand("insertText", false, text)) {
    area.setRangeText(text, area.selectionStart, area.selectionEnd, "end");
    area.dispatchEvent(new Event("input", { bubbles: true }));
  }
}

/**
 * Puts marks around the selection, or takes them away if they are there.
 * @param {HTMLTextAreaElement} area
 * @param {string} before
 * @param {string} after
 * @param {string} placeholder selected if nothing was
 */
function wrap(area, before, after, placeholder) {
  const { selectionStart: start, selectionEnd: end, value } = area;
  const isWrapped = value.slice(start - before.length, start) === before && value.slice(end).startsWith(after);
  const text = value.slice(start, end) || placeholder;
  if (isWrapped && start >= before.length) {
    area.setSelectionRange(start - before.length, end + after.length);
    type(area, text);
    area.setSelectionRange(start - before.length, start - before.length + text.length);
    return;
  }
  type(area, before + text + after);
  area.setSelectionRange(start + before.length, start + before.length + text.length);
}

/**
 * Puts a mark before every line of the selection, or takes it away if all have it.
 * @param {HTMLTextAreaElement} area
 * @param {string} mark
 */
function markLines(area, mark) {
  const start = area.value.lastIndexOf("\n", area.selectionStart - 1) + 1;
  const lines = area.value.slice(start, area.selectionEnd).split("\n");
  const allMarked = lines.every((line) => line.startsWith(mark));
  const text = lines.map((line) => (allMarked ? line.slice(mark.length) : mark + line)).join("\n");
  area.setSelectionRange(start, area.selectionEnd);
  type(area, text);
  area.setSelectionRange(start, start + text.length);
}

/**
 * @param {HTMLTextAreaElement} area
 * @param {string} text
 * @param {string} address
 */
function insertLink(area, text, address) {
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  const start = area.selectionStart;
  if (/^https?:\/\/\S+$/.test(chosen)) {
    type(area, `[${text}](${chosen})`);
    area.setSelectionRange(start + 1, start + 1 + text.length);
    return;
  }
  const words = chosen || text;
  type(area, `[${words}](${address})`);
  const at = start + words.length + 3;
  area.setSelectionRange(at, at + address.length);
}

/** @param {HTMLTextAreaElement} area */
function insertCode(area) {
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  if (chosen.includes("\n")) {
    type(area, "```\n" + chosen + "\n```");
  } else {
    wrap(area, "`", "`", "code");
  }
}

/**
 * The toolbar above a text. Its buttons are reached by the arrow keys, so that the tab key goes past it.
 * @param {HTMLTextAreaElement} area
 * @param {string[]} words names of the bar and its buttons
 * @param {() => void} cite
 */
function addToolbar(area, words, cite) {
  const [label, bold, italic, link, quote, code, list, heading, text, address, citing] = words;
  /** @type {{ name: string, sign: string, key?: string, withShift?: boolean, act: () => void }[]} */
  const tools = [
    { name: citing, sign: "[@]", key: "c", withShift: true, act: cite },
    { name: bold, sign: "B", key: "b", act: () => wrap(area, "**", "**", text) },
    { name: italic, sign: "I", key: "i", act: () => wrap(area, "*", "*", text) },
    { name: link, sign: "⚯", key: "k", act: () => insertLink(area, text, address) },
    { name: quote, sign: "❝", act: () => markLines(area, "> ") },
    { name: code, sign: "<>", act: () => insertCode(area) },
    { name: list, sign: "☰", act: () => markLines(area, "- ") },
    { name: heading, sign: "H", act: () => markLines(area, "## ") },
  ];
  const bar = document.createElement("div");
  bar.className = "toolbar";
  bar.setAttribute("role", "toolbar");
  bar.setAttribute("aria-label", label);
  bar.setAttribute("aria-controls", area.id);
  const buttons = tools.map(({ name, sign, key, withShift, act }, index) => {
    const shift = withShift ? "Shift+" : "";
    const button = document.createElement("button");
    button.type = "button";
    button.className = "toolbar__button";
    button.textContent = sign;
    button.title = key ? `${name} (Ctrl+${shift}${key.toUpperCase()})` : name;
    button.setAttribute("aria-label", name);
    if (key) button.setAttribute("aria-keyshortcuts", `Control+${shift}${key.toUpperCase()}`);
    button.tabIndex = index === 0 ? 0 : -1;
    button.addEventListener("click", act);
    return button;
  });
  bar.append(...buttons);
  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = buttons.indexOf(/** @type {HTMLButtonElement} */ (document.activeElement));
    if (!step || at < 0) return;
    event.preventDefault();
    const next = buttons[(at + step + buttons.length) % buttons.length];
    buttons[at].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
  area.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const isKey = event.key.toLowerCase();
    const tool = tools.find(({ key, withShift = false }) => key === isKey && withShift === event.shiftKey);
    if (!tool) return;
    event.preventDefault();
    tool.act();
  });
  area.before(bar);
}

/**
 * Shows a piece of a page that the server has made, and made safe: in a document parsed like this no
 * script runs.
 * @param {HTMLElement} place
 * @param {string} html
 */
function showPiece(place, html) {
  place.replaceChildren(...new DOMParser().parseFromString(html, "text/html").body.childNodes);
}

/** @param {HTMLElement} root */
async function setFormulae(root) {
  if (!root.querySelector(".math")) return;
  const style = new URL("../katex/katex.min.css", import.meta.url).href;
  if (!document.querySelector(`link[href="${style}"]`)) {
    const sheet = document.createElement("link");
    sheet.rel = "stylesheet";
    sheet.href = style;
    document.head.append(sheet);
  }
  const math = await import("./math.js");
  math.setFormulae(root);
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 */
function valueOf(form, name) {
  const field = form.elements.namedItem(name);
  return field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? field.value : "";
}

/**
 * Opens the dialog for what is selected, or for the sentence at the cursor.
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} section
 */
function citeInText(area, section) {
  const { selectionStart: start, selectionEnd: end } = area;
  /** @param {string} citation */
  const insert = (citation) => {
    area.focus();
    if (start < end) {
      area.setSelectionRange(start, end);
      type(area, `[${area.value.slice(start, end)}]${citation}`);
      return;
    }
    const { at, before } = placeForCitation(area.value, start);
    area.setSelectionRange(at, at);
    type(area, before + citation);
    const caret = at + before.length + citation.length + (start - at);
    area.setSelectionRange(caret, caret);
  };
  const token = area.form ? valueOf(area.form, "csrf_token") : "";
  void openCite(section.dataset.cite ?? "", { field: area, isItem: false, token, insert }).catch(() => {});
}

/**
 * Lets the list of claims lead to their places in the text, and mend what one click can.
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} list
 */
function followClaims(area, list) {
  list.addEventListener("click", (event) => {
    const target = event.target instanceof Element ? event.target.closest("[data-begin]") : null;
    if (!(target instanceof HTMLElement)) return;
    event.preventDefault();
    area.focus();
    area.setSelectionRange(Number(target.dataset.begin), Number(target.dataset.end));
    if (target.dataset.text !== undefined) type(area, target.dataset.text);
    showSelection(area);
  });
}

/**
 * Scrolls to what is selected: browsers do so only for what is typed.
 * @param {HTMLTextAreaElement} area
 */
function showSelection(area) {
  const share = area.selectionStart / Math.max(1, area.value.length);
  area.scrollTop = share * area.scrollHeight - area.clientHeight / 2;
  area.scrollIntoView({ block: "nearest" });
}

/**
 * Shows in the list of claims what only a script can do.
 * @param {HTMLElement} list
 */
function offerMends(list) {
  for (const button of list.querySelectorAll("button[hidden]")) button.removeAttribute("hidden");
}

/**
 * Shows below a text what the server makes of it, and beside it what its citations come to.
 * @param {HTMLTextAreaElement} area
 * @param {HTMLElement} section
 * @param {HTMLFormElement} form
 */
function previewWhileWriting(area, section, form) {
  const place = section.querySelector(".preview__text");
  const list = document.getElementById(`${area.id}-drafts`);
  if (!(place instanceof HTMLElement) || !list) return;
  followClaims(area, list);
  offerMends(list);
  let shown = 0;
  let asked = 0;
  const show = async () => {
    const number = ++asked;
    const body = new URLSearchParams({
      body: area.value,
      field: area.id,
      post: section.dataset.post ?? "",
      csrf_token: valueOf(form, "csrf_token"),
    });
    const answer = await fetch(section.dataset.preview ?? "", {
      method: "POST",
      body,
      headers: { Accept: "application/json" },
    });
    if (!answer.ok || number < shown) return; // a later one was faster
    shown = number;
    /** @type {{ preview: string, claims: string }} */
    const made = await answer.json();
    showPiece(place, made.preview);
    showPiece(list, made.claims);
    offerMends(list);
    section.hidden = place.childElementCount === 0;
    await setFormulae(place);
  };
  const showQuietly = () => void show().catch(() => {});
  area.addEventListener("input", debounced(showQuietly, previewPause));
  if (area.value && section.hidden) showQuietly();
}

/**
 * Keeps what is written as a draft on the server.
 * @param {HTMLFormElement} form
 * @param {HTMLElement} state where it says so
 */
function keepDraft(form, state) {
  const address = state.dataset.draft ?? "";
  let isSaved = true;
  let isSent = false;
  const fields = () => {
    const body = new URLSearchParams();
    for (const name of ["csrf_token", "place", "title", "tags", "body", "answer", "found", "summary", "base"]) {
      body.set(name, valueOf(form, name));
    }
    return body;
  };
  const save = async () => {
    if (isSaved || isSent) return;
    isSaved = true;
    const answer = await fetch(address, { method: "POST", body: fields(), keepalive: true });
    isSaved = answer.ok;
    state.textContent = answer.ok ? (state.dataset.saved ?? "") : "";
  };
  const saveQuietly = () =>
    void save().catch(() => {
      isSaved = false;
    });
  const saveSoon = debounced(saveQuietly, draftPause);
  form.addEventListener("input", () => {
    isSaved = false;
    state.textContent = "";
    saveSoon();
  });
  form.addEventListener("submit", () => {
    isSent = true; // what was sent must not come back as a draft
  });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden") saveQuietly();
  });
}

/** Shows questions like the title while it is typed. */
function offerSimilar() {
  const place = document.querySelector("[data-similar]");
  const title = document.querySelector("#title");
  if (!(place instanceof HTMLElement) || !(title instanceof HTMLInputElement)) return;
  const step = title.form?.elements.namedItem("similar_step");
  let asked = "";
  const offer = async () => {
    const words = title.value.trim();
    if (words === asked) return;
    asked = words;
    if (words.length < similarTitleLength) {
      place.replaceChildren();
      return;
    }
    const answer = await fetch(`${place.dataset.similar}?title=${encodeURIComponent(words)}`);
    if (!answer.ok || words !== asked) return;
    showPiece(place, await answer.text());
    // Who has seen them here is not stopped to see them again.
    if (place.childElementCount > 0 && step instanceof HTMLInputElement) step.value = "seen";
  };
  title.addEventListener("input", debounced(() => void offer().catch(() => {}), similarPause));
}

for (const section of document.querySelectorAll("[data-editor-of]")) {
  if (!(section instanceof HTMLElement)) continue;
  const area = document.getElementById(section.dataset.editorOf ?? "");
  if (!(area instanceof HTMLTextAreaElement) || !area.form) continue;
  const words = (section.dataset.words ?? "").split("|");
  addToolbar(area, words, () => citeInText(area, section));
  completeKeys(area, section.dataset.complete ?? "", words[10], (text) => type(area, text));
  previewWhileWriting(area, section, area.form);
}

for (const state of document.querySelectorAll("[data-draft]")) {
  const form = state.closest("form");
  if (state instanceof HTMLElement && form) keepDraft(form, state);
}

for (const hook of document.querySelectorAll("[data-tags-of]")) {
  if (!(hook instanceof HTMLElement)) continue;
  const field = document.getElementById(hook.dataset.tagsOf ?? "");
  if (field instanceof HTMLInputElement) completeTags(field, hook.dataset.complete ?? "", hook.dataset.words ?? "");
}

offerSimilar();
