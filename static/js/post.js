// Votes, acceptance, marks and comments in place, on a page that works without it: the buttons'
// forms are sent in the background, the form of a comment opens under its thread, and "@" offers
// the names of those who take part.

/**
 * What the server answers to a button.
 * @typedef {{ error?: string, number?: string, label?: string, own?: string, pressed?: boolean }} Answer
 */

/**
 * @param {HTMLButtonElement} button
 * @param {boolean} isPressed
 */
function press(button, isPressed) {
  button.setAttribute("aria-pressed", String(isPressed));
  const kind = button.dataset.kind;
  if (kind) button.value = isPressed ? "none" : kind;
  else button.value = isPressed ? "1" : "0";
}

/**
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 * @param {Answer} answer
 */
function show(form, button, answer) {
  const number = form.querySelector("[data-number]");
  if (number && answer.number !== undefined) number.textContent = answer.number;
  const label = form.querySelector("[data-label]");
  if (label && answer.label !== undefined) {
    label.textContent = answer.label;
    label.parentElement?.setAttribute("title", answer.label);
  }
  if (answer.own !== undefined) {
    for (const arrow of form.querySelectorAll("button[data-kind]")) {
      if (arrow instanceof HTMLButtonElement) press(arrow, arrow.dataset.kind === answer.own);
    }
  } else if (answer.pressed !== undefined) {
    if (button.classList.contains("votes__button--accept") && answer.pressed) {
      for (const other of document.querySelectorAll(".votes__button--accept")) {
        if (other instanceof HTMLButtonElement) press(other, false);
      }
    }
    press(button, answer.pressed);
  }
}

/**
 * Sends the form that a button stands in, and shows what came of it.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button
 */
async function send(form, button) {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) fields.append(name, String(value));
  const token = fields.get("csrf_token") ?? "";
  fields.append(button.name, button.value);
  const place = form.parentElement?.querySelector(".votes__say");
  if (place) place.textContent = "";
  try {
    const response = await fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json", "X-CSRF-Token": token },
      body: fields,
    });
    /** @type {Answer} */
    const answer = await response.json();
    if (response.ok) show(form, button, answer);
    else if (place) place.textContent = answer.error ?? "";
  } catch {
    form.removeAttribute("data-inline");
    form.requestSubmit(button); // the way without script says what is wrong
  }
}

/** @param {SubmitEvent} event */
function sendInline(event) {
  const form = event.target;
  const button = event.submitter;
  if (!(form instanceof HTMLFormElement) || !(button instanceof HTMLButtonElement)) return;
  if (!form.hasAttribute("data-inline") || !button.hasAttribute("aria-pressed")) return;
  event.preventDefault();
  void send(form, button);
}

// ── Comments ──

let listNumber = 0;

/**
 * Completes "@Na" from the names of the thread: a list below the box, gone through by the arrow keys.
 * @param {HTMLTextAreaElement} box
 * @param {string[]} names
 */
function completeNames(box, names) {
  if (names.length === 0) return;
  const list = document.createElement("ul");
  list.className = "names";
  list.id = `names-${++listNumber}`;
  list.setAttribute("role", "listbox");
  list.hidden = true;
  box.after(list);
  // A box of several lines stays a text box: it may not be called a combobox.
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  let chosen = 0;

  const typed = () => /(?:^|\s)@([^\s@]*)$/.exec(box.value.slice(0, box.selectionStart));
  const close = () => {
    list.hidden = true;
    box.removeAttribute("aria-activedescendant");
  };
  /** @param {string} name */
  const take = (name) => {
    const match = typed();
    if (!match) return;
    const end = box.selectionStart;
    box.setRangeText(`${name} `, end - (match[1] ?? "").length, end, "end");
    close();
    box.focus();
  };
  const mark = () => {
    for (const [index, option] of [...list.children].entries()) {
      option.setAttribute("aria-selected", String(index === chosen));
    }
    box.setAttribute("aria-activedescendant", `${list.id}-${chosen}`);
  };
  const offer = () => {
    const match = typed();
    const begun = match?.[1]?.toLocaleLowerCase() ?? "";
    const fitting = match
      ? names.filter((name) => name.toLocaleLowerCase().startsWith(begun)).slice(0, 8)
      : [];
    if (fitting.length === 0) {
      close();
      return;
    }
    list.replaceChildren(
      ...fitting.map((name, index) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${index}`;
        option.setAttribute("role", "option");
        option.textContent = name;
        option.addEventListener("mousedown", (event) => {
          event.preventDefault();
          take(name);
        });
        return option;
      }),
    );
    chosen = 0;
    list.hidden = false;
    mark();
  };
  box.addEventListener("input", offer);
  box.addEventListener("blur", close);
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const count = list.children.length;
    if (event.key === "ArrowDown") chosen = (chosen + 1) % count;
    else if (event.key === "ArrowUp") chosen = (chosen + count - 1) % count;
    else if (event.key === "Enter" || event.key === "Tab") {
      event.preventDefault();
      take(list.children[chosen]?.textContent ?? "");
      return;
    } else if (event.key === "Escape") {
      close();
      return;
    } else return;
    event.preventDefault();
    mark();
  });
}

/** @param {ParentNode} root */
function prepareForms(root) {
  for (const form of root.querySelectorAll(".comment-form")) {
    const box = form.querySelector("textarea");
    const list = form.querySelector("[data-names]");
    const names = list?.getAttribute("data-names") ?? "";
    if (box) completeNames(box, names.split(" ").filter(Boolean));
  }
}

/**
 * Opens the form of a comment under its thread.
 * @param {HTMLAnchorElement} link
 */
async function openForm(link) {
  const place = link.closest(".post__text")?.querySelector(".comments__more");
  try {
    const response = await fetch(link.href);
    if (!response.ok || response.redirected || !place) throw new Error();
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const form = page.querySelector(".comment-form");
    if (!(form instanceof HTMLFormElement)) throw new Error();
    place.parentElement?.querySelector(".comment-form")?.remove();
    for (const part of form.querySelectorAll("[id]")) part.id += `-${++listNumber}`;
    const label = form.querySelector("label");
    const box = form.querySelector("textarea");
    const hint = form.querySelector(".field__hint");
    if (label && box) label.htmlFor = box.id;
    if (box && hint) box.setAttribute("aria-describedby", hint.id);
    place.after(document.adoptNode(form));
    prepareForms(place.parentElement ?? document);
    if (box) {
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    }
  } catch {
    location.assign(link.href); // the page of the form says what is wrong
  }
}

/** @param {MouseEvent} event */
function openFormInPlace(event) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
  const link = event.target instanceof Element && event.target.closest("a[data-comment-form]");
  if (!(link instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  void openForm(link);
}

/** A link to a comment that is folded away opens the whole thread. */
function unfoldTarget() {
  const isComment = /^#comment\d+_\d+$/.test(location.hash);
  if (!isComment || document.querySelector(location.hash)) return;
  const url = new URL(location.href);
  if (url.searchParams.has("comments") || !document.querySelector(".comments")) return;
  url.searchParams.set("comments", "all");
  location.replace(url);
}

for (const form of document.querySelectorAll(".votes__form, .comment__form")) {
  if (form.querySelector("button[aria-pressed]")) form.setAttribute("data-inline", "");
}
document.addEventListener("submit", sendInline);
document.addEventListener("click", openFormInPlace);
prepareForms(document);
unfoldTarget();
