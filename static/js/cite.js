// Citing while one writes: a dialog that finds a source or takes one in, looks its words up on the
// scan at once, and writes the citation at the cursor; and keys that are completed behind "[@". Every
// citation can be typed without it. What a citation means, and what is amiss with it, the server says.

/** @typedef {{ key: string, title: string, author: string, issued: string }} Source */
/** @typedef {{ sources: Source[], recognised: string }} Found */
/** @typedef {{ label: string, note: string, take: () => void }} Offer */
/**
 * Where a citation goes.
 * @typedef {object} Place
 * @property {HTMLElement} field gets the focus back
 * @property {boolean} isItem without its brackets
 * @property {string} token of the form
 * @property {(citation: string) => void} insert
 */

const searchPause = 180;
const lookPause = 350;

/** While a scan is being read, its words are asked for again after so long. */
const readingPause = 1500;

/** What is longer cannot be a name: it was pasted. */
const nameLength = 300;

/**
 * Calls a function once things have been quiet for a while.
 * @param {() => void} work
 * @param {number} pause in milliseconds
 */
export function debounced(work, pause) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = window.setTimeout(work, pause);
  };
}

/**
 * A list below a field, whose focus stays where it is (ARIA Authoring Practices, "combobox with list
 * autocomplete").
 */
class Offers {
  /**
   * @param {HTMLInputElement | HTMLTextAreaElement} field
   * @param {HTMLElement} list
   */
  constructor(field, list) {
    this.field = field;
    this.list = list;
    /** @type {Offer[]} */
    this.offers = [];
    this.chosen = -1;
    field.setAttribute("aria-controls", list.id);
    field.setAttribute("aria-autocomplete", "list");
    field.addEventListener("keydown", (event) => this.follow(/** @type {KeyboardEvent} */ (event)));
    field.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return this.offers.length > 0;
  }

  /**
   * @param {Offer[]} offers
   * @param {number} first chosen at once; -1: none
   */
  show(offers, first) {
    this.offers = offers;
    this.list.replaceChildren(...offers.map((offer, index) => this.makeOption(offer, index)));
    this.list.hidden = offers.length === 0;
    if (this.field instanceof HTMLInputElement) {
      this.field.setAttribute("aria-expanded", String(this.isOpen));
    }
    this.choose(this.isOpen ? first : -1);
  }

  close() {
    this.show([], -1);
  }

  /** @param {Offer} offer @param {number} index */
  makeOption(offer, index) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${index}`;
    option.className = "offered__source";
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const label = document.createElement("span");
    label.className = "offered__title";
    label.dir = "auto";
    label.textContent = offer.label;
    const note = document.createElement("span");
    note.className = "offered__note";
    note.textContent = offer.note;
    option.append(label, " ", note);
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      this.close();
      offer.take();
    });
    return option;
  }

  /** @param {number} index */
  choose(index) {
    this.chosen = index;
    [...this.list.children].forEach((option, at) => {
      option.setAttribute("aria-selected", String(at === index));
      if (at === index) option.scrollIntoView({ block: "nearest" });
    });
    if (index < 0) this.field.removeAttribute("aria-activedescendant");
    else this.field.setAttribute("aria-activedescendant", `${this.list.id}-${index}`);
  }

  /** @param {KeyboardEvent} event */
  follow(event) {
    if (!this.isOpen) return;
    const count = this.offers.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      const step = event.key === "ArrowDown" ? 1 : -1;
      const from = this.chosen < 0 && step < 0 ? 0 : this.chosen;
      this.choose((from + step + count) % count);
    } else if ((event.key === "Enter" || event.key === "Tab") && this.chosen >= 0) {
      const { take } = this.offers[this.chosen];
      this.close();
      take();
    } else if (event.key === "Escape") {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
  }
}

/** @param {Source} source */
function noteOf(source) {
  return [source.author, source.issued, source.key].filter(Boolean).join(" · ");
}

/**
 * @param {string} address
 * @param {string} words
 * @returns {Promise<Found>}
 */
async function findSources(address, words) {
  const answer = await fetch(`${address}?q=${encodeURIComponent(words)}`);
  if (!answer.ok) return { sources: [], recognised: "" };
  return answer.json();
}

/**
 * Quotation marks that do not stand in the words themselves.
 * @param {string} words
 */
function quoted(words) {
  const text = words.replace(/\s+/g, " ").trim();
  const [open, close] =
    [["\"", "\""], ["«", "»"], ["“", "”"]].find(([, mark]) => !text.includes(mark)) ?? ["\"", "\""];
  return open + text + close;
}

/**
 * @param {{ signal: string, key: string, place: string, quote: string, translation: string }} parts
 * @returns {string} as it stands between the brackets
 */
export function composeItem({ signal, key, place, quote, translation }) {
  let item = (signal ? `${signal} ` : "") + `@${key}`;
  const where = place.trim();
  if (where) item += `, ${/^\d/.test(where) ? "p. " : ""}${where}`;
  if (quote.trim()) {
    item += `: ${quoted(quote)}`;
    if (translation.trim()) item += ` = ${quoted(translation)}`;
  }
  return item;
}

/** The dialog, fetched when it is first opened. */
class CiteDialog {
  /** @param {HTMLDialogElement} dialog */
  constructor(dialog) {
    this.dialog = dialog;
    this.form = /** @type {HTMLFormElement} */ (dialog.querySelector("form"));
    this.source = /** @type {HTMLInputElement} */ (dialog.querySelector("#cite-source"));
    this.place = /** @type {HTMLInputElement} */ (dialog.querySelector("#cite-place"));
    this.quote = /** @type {HTMLTextAreaElement} */ (dialog.querySelector("#cite-quote"));
    this.translation = /** @type {HTMLTextAreaElement} */ (dialog.querySelector("#cite-translation"));
    this.signal = /** @type {HTMLSelectElement} */ (dialog.querySelector("#cite-signal"));
    this.file = /** @type {HTMLInputElement} */ (dialog.querySelector("#cite-file"));
    this.said = /** @type {HTMLElement} */ (dialog.querySelector(".cite-box__said"));
    this.looked = /** @type {HTMLElement} */ (dialog.querySelector(".cite-box__looked"));
    this.written = /** @type {HTMLElement} */ (dialog.querySelector(".cite-box__written"));
    this.words = /** @type {Record<string, string>} */ (JSON.parse(dialog.dataset.words ?? "{}"));
    const list = /** @type {HTMLElement} */ (dialog.querySelector("#cite-offered"));
    this.offers = new Offers(this.source, list);
    /** @type {Source | undefined} */
    this.chosen = undefined;
    /** @type {Place | undefined} */
    this.target = undefined;
    /** @type {File[]} */
    this.waiting = [];
    this.hasFoundPlace = false; // the site wrote it, and may write another
    this.asked = 0;
    this.lookSoon = debounced(() => void this.look().catch(() => {}), lookPause);
    this.listen();
  }

  listen() {
    const search = debounced(() => void this.search().catch(() => this.offers.close()), searchPause);
    this.source.addEventListener("input", () => {
      this.chosen = undefined;
      this.tell();
      search();
    });
    this.source.addEventListener("paste", (event) => this.takePaste(event));
    this.place.addEventListener("input", () => {
      this.hasFoundPlace = false;
    });
    for (const field of [this.place, this.quote, this.translation, this.signal]) {
      field.addEventListener("input", () => {
        this.tell();
        this.lookSoon();
      });
    }
    for (const area of [this.quote, this.translation]) {
      area.addEventListener("keydown", (event) => {
        if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
        event.preventDefault();
        this.form.requestSubmit();
      });
    }
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.finish();
    });
    this.dialog.querySelector("[data-close]")?.addEventListener("click", () => this.dialog.close());
    this.dialog.addEventListener("close", () => this.target?.field.focus());
    this.file.addEventListener("change", () => this.takeFiles([...(this.file.files ?? [])]));
    this.dialog.addEventListener("dragover", (event) => event.preventDefault());
    this.dialog.addEventListener("drop", (event) => {
      event.preventDefault();
      this.takeFiles([...(event.dataTransfer?.files ?? [])]);
    });
  }

  /**
   * @param {Place} target
   * @param {string} words that may be the name of a source
   */
  open(target, words = "") {
    this.target = target;
    this.form.reset();
    this.chosen = undefined;
    this.waiting = [];
    this.hasFoundPlace = false;
    this.asked += 1;
    this.source.value = words;
    this.looked.replaceChildren();
    this.say("");
    this.tell();
    this.offers.close();
    this.dialog.classList.toggle("cite-box--item", target.isItem);
    this.dialog.showModal();
    this.source.focus();
    if (words) void this.search().catch(() => {});
  }

  /** @param {string} words */
  say(words) {
    this.said.textContent = words;
  }

  item() {
    if (!this.chosen) return "";
    return composeItem({
      signal: this.target?.isItem ? "" : this.signal.value,
      key: this.chosen.key,
      place: this.place.value,
      quote: this.quote.value,
      translation: this.translation.value,
    });
  }

  /** Shows what will be written. */
  tell() {
    const item = this.item();
    this.written.textContent = item && !this.target?.isItem ? `[${item}]` : item;
  }

  async search() {
    const words = this.source.value.trim();
    const { sources, recognised } = words
      ? await findSources(this.dialog.dataset.find ?? "", words)
      : { sources: [], recognised: "" };
    if (words !== this.source.value.trim() || this.chosen) return;
    const offers = sources.map((source) => this.offerOf(source));
    if (words) {
      offers.push({
        label: (this.words.add ?? "").replace("{words}", words),
        note: recognised,
        take: () => void this.add(words, false),
      });
    }
    this.offers.show(offers, offers.length > 0 ? 0 : -1);
  }

  /** @param {Source} source @returns {Offer} */
  offerOf(source) {
    return { label: source.title, note: noteOf(source), take: () => this.choose(source) };
  }

  /** @param {Source} source */
  choose(source) {
    this.chosen = source;
    this.source.value = source.title;
    this.say(noteOf(source));
    this.tell();
    this.place.focus();
    if (this.waiting.length > 0) void this.upload();
    this.lookSoon();
  }

  /**
   * What has several lines is a reference, and would be one line in the field.
   * @param {ClipboardEvent} event
   */
  takePaste(event) {
    const text = event.clipboardData?.getData("text/plain") ?? "";
    const files = [...(event.clipboardData?.files ?? [])];
    if (files.length > 0) {
      event.preventDefault();
      this.takeFiles(files);
      return;
    }
    if (!text.trim().includes("\n") && text.length <= nameLength) return;
    event.preventDefault();
    this.chosen = undefined;
    this.source.value = text.trim().split("\n", 1)[0].slice(0, nameLength);
    void this.add(text, false);
  }

  /**
   * Makes a source of what was typed or pasted. If it may be one that is there, those are offered.
   * @param {string} text
   * @param {boolean} isAnother
   */
  async add(text, isAnother) {
    const body = new URLSearchParams({
      paste: text,
      csrf_token: this.target?.token ?? "",
      idempotency_key: crypto.randomUUID(),
    });
    if (isAnother) body.set("another", "1");
    /** @type {{ source?: Source, doubles?: Source[], error?: string, fields?: Record<string, string> }} */
    const made = await send(this.dialog.dataset.add ?? "", body);
    if (made.source) {
      this.choose(made.source);
      this.say(`${this.words.added ?? ""} ${noteOf(made.source)}`);
    } else if (made.doubles) {
      this.say(this.words.doubles ?? "");
      const offers = made.doubles.map((source) => this.offerOf(source));
      offers.push({ label: this.words.another ?? "", note: "", take: () => void this.add(text, true) });
      this.source.focus();
      this.offers.show(offers, 0);
    } else {
      this.say(Object.values(made.fields ?? {})[0] ?? made.error ?? "");
      this.source.focus();
    }
  }

  /** @param {File[]} files */
  takeFiles(files) {
    if (files.length === 0) return;
    this.waiting = files;
    if (this.chosen) {
      void this.upload();
      return;
    }
    this.say((this.words.whose ?? "").replace("{file}", files[0].name));
    if (!this.source.value) this.source.value = files[0].name.replace(/\.\w+$/, "").replace(/[_-]+/g, " ");
    this.source.focus();
    void this.search().catch(() => {});
  }

  async upload() {
    const files = this.waiting;
    this.waiting = [];
    const address = (this.dialog.dataset.files ?? "").replace("%7Bkey%7D", encodeURIComponent(this.chosen?.key ?? ""));
    for (const file of files) {
      this.say((this.words.uploading ?? "").replace("{file}", file.name));
      const body = new FormData();
      body.set("csrf_token", this.target?.token ?? "");
      body.set("file", file);
      const made = await send(address, body);
      const words = made.error
        ? (Object.values(made.fields ?? {})[0] ?? made.error)
        : (this.words.uploaded ?? "").replace("{file}", file.name);
      this.say(words);
      if (made.error) return;
    }
    await this.look();
  }

  /** Asks the server what it makes of the citation, and whether its words are on the page. */
  async look() {
    const number = ++this.asked;
    const item = this.item();
    if (!item || (!this.quote.value.trim() && !this.place.value.trim())) {
      this.looked.replaceChildren();
      return;
    }
    const body = new URLSearchParams({
      body: `x [${item}]`,
      csrf_token: this.target?.token ?? "",
    });
    /** @type {{ citations?: { quote: string, page: string, note: string }[] }} */
    const made = await send(this.dialog.dataset.look ?? "", body);
    if (number !== this.asked || !this.dialog.open) return;
    const seen = made.citations?.[0];
    const note = new DOMParser().parseFromString(seen?.note ?? "", "text/html").body;
    for (const link of note.querySelectorAll("a")) link.target = "_blank";
    this.looked.replaceChildren(...note.childNodes);
    if (!seen) return;
    const isSure = seen.quote === "found" || (seen.quote === "elsewhere" && this.hasFoundPlace);
    const found = `p. ${seen.page}`;
    if (isSure && seen.page && this.place.value !== found && (!this.place.value.trim() || this.hasFoundPlace)) {
      this.place.value = found;
      this.hasFoundPlace = true;
      this.tell();
      await this.look(); // what was said, was said of a citation without a page
    }
    if (seen.quote === "unread") {
      window.setTimeout(() => {
        if (number === this.asked) void this.look().catch(() => {});
      }, readingPause);
    }
  }

  finish() {
    const item = this.item();
    if (!item) {
      this.say(this.words.choose ?? "");
      this.source.focus();
      return;
    }
    const { target } = this;
    this.dialog.close();
    target?.insert(target.isItem ? item : `[${item}]`);
  }
}

/**
 * @param {string} address
 * @param {URLSearchParams | FormData} body
 */
async function send(address, body) {
  try {
    const answer = await fetch(address, { method: "POST", body, headers: { Accept: "application/json" } });
    return await answer.json();
  } catch (error) {
    return { error: String(error) };
  }
}

/** @type {Promise<CiteDialog> | undefined} */
let dialog;

/**
 * @param {string} address of the dialog
 * @returns {Promise<CiteDialog>}
 */
async function fetchDialog(address) {
  const answer = await fetch(address);
  const piece = new DOMParser().parseFromString(await answer.text(), "text/html");
  const element = piece.querySelector("dialog");
  if (!answer.ok || !element) throw new Error(`${address}: ${answer.status}`);
  document.body.append(element);
  return new CiteDialog(element);
}

/**
 * @param {string} address of the dialog
 * @param {Place} place
 * @param {string} [words]
 */
export async function openCite(address, place, words) {
  dialog ??= fetchDialog(address).catch((error) => {
    dialog = undefined;
    throw error;
  });
  (await dialog).open(place, words);
}

/**
 * Where to write in a text, so that the sentence keeps its full stop: "that night [@a, p. 5]."
 * @param {string} text
 * @param {number} caret
 * @returns {{ at: number, before: string }}
 */
export function placeForCitation(text, caret) {
  let at = caret;
  if (/[.!?…]$/.test(text.slice(0, at)) && /^(\s|$)/.test(text.slice(at))) at -= 1;
  const isApart = at === 0 || /\s$/.test(text.slice(0, at));
  return { at, before: isApart ? "" : " " };
}

/**
 * Where the caret is in the box of a text, by a copy of the text up to it.
 * @param {HTMLTextAreaElement} area
 * @returns {{ x: number, y: number }} below its line
 */
function caretPoint(area) {
  const style = getComputedStyle(area);
  const copy = document.createElement("div");
  for (const name of ["font", "lineHeight", "padding", "border", "letterSpacing", "wordSpacing", "boxSizing"]) {
    copy.style.setProperty(
      name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
      style.getPropertyValue(name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)),
    );
  }
  copy.style.cssText += `;position:absolute;visibility:hidden;white-space:pre-wrap;overflow-wrap:anywhere;inline-size:${area.clientWidth}px`;
  copy.textContent = area.value.slice(0, area.selectionStart);
  const mark = document.createElement("span");
  mark.textContent = "\u200B";
  copy.append(mark);
  area.after(copy);
  const point = {
    x: area.offsetLeft + mark.offsetLeft,
    y: area.offsetTop + mark.offsetTop + mark.offsetHeight - area.scrollTop,
  };
  copy.remove();
  return point;
}

/** What is typed of a key: `[@vi`, `[see @vi`, `[@a, p. 5; @vi`. */
const begunKey = /\[(?:[^[\]\n]*;\s*)?(?:[a-z.]+ ){0,3}@([a-z0-9-]{0,60})$/i;

/**
 * @param {string} before the text up to the caret
 * @returns {string | undefined} what there is of a key that is being typed
 */
export function keyBeingTyped(before) {
  return begunKey.exec(before.slice(-400))?.[1];
}

/**
 * Completes keys in a text behind "[@".
 * @param {HTMLTextAreaElement} area
 * @param {string} address where sources are found
 * @param {string} label of the list
 * @param {(text: string) => void} type writes at the caret
 */
export function completeKeys(area, address, label, type) {
  const list = document.createElement("ul");
  list.id = `${area.id}-keys`;
  list.className = "offered offered--sources";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  area.after(list);
  area.parentElement?.classList.add("field--completed");
  const offers = new Offers(area, list);
  const typed = () =>
    area.selectionStart === area.selectionEnd
      ? keyBeingTyped(area.value.slice(0, area.selectionStart))
      : undefined;

  /** @param {string} begun @param {string} key */
  const take = (begun, key) => {
    const caret = area.selectionStart;
    area.setSelectionRange(caret - begun.length, caret);
    const isClosed = /^[^[\n]*\]/.test(area.value.slice(caret));
    type(isClosed ? key : `${key}]`);
    const end = caret - begun.length + key.length;
    area.setSelectionRange(end, end);
  };

  const offer = async () => {
    const begun = typed();
    if (begun === undefined || document.activeElement !== area) {
      offers.close();
      return;
    }
    const { sources } = await findSources(address, begun.replaceAll("-", " "));
    if (begun !== typed()) return;
    const isWhole = sources.length === 1 && sources[0].key === begun;
    const shown = isWhole ? [] : sources;
    offers.show(
      shown.map((source) => ({
        label: source.title,
        note: noteOf(source),
        take: () => take(begun, source.key),
      })),
      shown.length > 0 ? 0 : -1,
    );
    const { x, y } = caretPoint(area);
    list.style.insetBlockStart = `${y}px`;
    list.style.insetInlineStart = `${Math.max(0, Math.min(x, area.clientWidth - list.offsetWidth))}px`;
  };
  const offerSoon = debounced(() => void offer().catch(() => offers.close()), searchPause);
  area.addEventListener("input", () => {
    if (typed() === undefined) offers.close();
    else offerSoon();
  });
}

/**
 * @param {HTMLInputElement} field
 * @param {string} address
 */
function citeInto(field, address) {
  const token = field.form?.elements.namedItem("csrf_token");
  void openCite(address, {
    field,
    isItem: true,
    token: token instanceof HTMLInputElement ? token.value : "",
    insert: (citation) => {
      field.value = citation;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    },
  }).catch(() => {});
}

// A button beside the field of a claim's page ("+ for", "+ against"), wherever that page is shown.
document.addEventListener("click", (event) => {
  const button = event.target instanceof Element ? event.target.closest("[data-cite-into]") : null;
  if (!(button instanceof HTMLElement)) return;
  const field = button.closest("form")?.elements.namedItem(button.dataset.citeInto ?? "");
  if (field instanceof HTMLInputElement) citeInto(field, button.dataset.cite ?? "");
});
document.documentElement.classList.add("can-cite");
