// Claims beside their text, on a page that works without it: a mark opens its claim's page in a
// panel, the forms there are sent in place, and what they change is changed in the text too. Words
// that a member selects can be asked a source for. What the panel shows is the server's own page of
// the claim: nothing is made a second time here.

const wide = matchMedia("(min-width: 72rem)");
const part = { "X-Attest-Part": "panel" };

/**
 * What stands between bar and foot, of a page or of a part of one.
 * @param {string} html
 * @returns {HTMLElement}
 */
function readPart(html) {
  const page = new DOMParser().parseFromString(html, "text/html");
  return page.querySelector("main") ?? page.body;
}

/**
 * The number of the claim at an address: "/claims/12".
 * @param {string} url
 * @returns {string | undefined}
 */
export function claimAt(url) {
  return /\/claims\/(\d+)(?:[?#]|$)/.exec(url)?.[1];
}

/** The claims of the page in the order of its texts, each once. */
function claimsInOrder() {
  const marks = document.querySelectorAll(".post .mark[data-claim]");
  return [...new Set([...marks].map((mark) => mark.getAttribute("data-claim") ?? ""))];
}

/**
 * @param {string} claim
 * @returns {HTMLElement | null}
 */
function markOf(claim) {
  const marks = `.mark[data-claim="${claim}"]`;
  return document.querySelector(`.post .prose ${marks}`) ?? document.querySelector(`.post ${marks}`);
}

/** @param {HTMLDialogElement} panel */
function preparePanel(panel) {
  const body = /** @type {HTMLElement} */ (panel.querySelector(".panel__body"));
  const say = /** @type {HTMLElement} */ (panel.querySelector(".panel__say"));
  let shown = "";
  let asked = 0;

  /** @param {string} hash */
  const setHash = (hash) => {
    history.replaceState(history.state, "", hash || location.pathname + location.search);
  };

  /** @param {string} claim */
  const pointAt = (claim) => {
    for (const mark of document.querySelectorAll(".mark[data-claim], .claim[data-claim]")) {
      const isOpen = mark.getAttribute("data-claim") === claim;
      mark.classList.toggle("is-open", isOpen);
      if (mark.classList.contains("mark")) mark.setAttribute("aria-expanded", String(isOpen));
    }
  };

  const open = () => {
    if (panel.open) return;
    if (wide.matches) panel.show();
    else panel.showModal();
  };

  /**
   * @param {HTMLElement} content
   * @param {string} [words] what to tell those who listen
   */
  const show = (content, words = "") => {
    const heading = content.querySelector("h1");
    if (heading) {
      const smaller = document.createElement("h2");
      smaller.className = heading.className;
      smaller.append(...heading.childNodes);
      heading.replaceWith(smaller);
    }
    body.replaceChildren(...content.childNodes);
    body.scrollTop = 0;
    say.textContent = words;
  };

  /** A page that no panel can show: it says itself what is wrong.
   * @param {Response} response */
  const isElsewhere = (response) =>
    response.redirected && !claimAt(response.url) && !/\/posts\/\d+\/claims/.test(response.url);

  /** @param {string} claim */
  const openClaim = async (claim) => {
    const mark = markOf(claim);
    const url = mark?.getAttribute("href");
    if (!mark || !url) return;
    shown = claim;
    const turn = ++asked;
    say.textContent = say.dataset["waiting"] ?? "";
    try {
      const response = await fetch(url, { headers: part });
      if (isElsewhere(response)) throw new Error();
      const content = readPart(await response.text());
      if (turn !== asked) return; // another was asked for meanwhile
      const claims = claimsInOrder();
      show(content, `${claims.indexOf(claim) + 1} / ${claims.length}`);
      open();
      pointAt(claim);
      setHash(`#claim-${claim}`);
      if (!wide.matches) mark.scrollIntoView({ block: "start" }); // what the sheet would hide
      panel.focus();
    } catch {
      location.assign(url);
    }
  };

  /** Marks, notes and counts of the page as they are now: the page is read again. */
  const refresh = async () => {
    const response = await fetch(location.href);
    if (!response.ok) return;
    const fresh = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const selector of [".mark[data-claim]", ".sidenote[data-claim]", ".claim[data-claim]", ".coverage", ".works"]) {
      /** @type {Map<string, Element[]>} */
      const queues = new Map();
      /** @param {Element} element */
      const key = (element) => element.getAttribute("data-claim") ?? element.getAttribute("data-post") ?? "";
      for (const element of fresh.querySelectorAll(`.prose ${selector}, .post__text > ${selector}`)) {
        queues.set(key(element), [...(queues.get(key(element)) ?? []), element]);
      }
      for (const old of document.querySelectorAll(`.prose ${selector}, .post__text > ${selector}`)) {
        const element = queues.get(key(old))?.shift();
        if (!element) continue;
        if (old.classList.contains("claim")) old.className = element.className;
        else old.replaceWith(document.adoptNode(element));
      }
    }
    prepareMarks();
    pointAt(shown);
  };

  /**
   * @param {HTMLFormElement} form
   * @param {HTMLElement | null} button
   */
  const send = async (form, button) => {
    const fields = new URLSearchParams();
    for (const [name, value] of new FormData(form, button)) fields.append(name, String(value));
    for (const each of form.querySelectorAll("button")) each.disabled = true;
    say.textContent = say.dataset["waiting"] ?? "";
    try {
      const response = await fetch(form.action, { method: "POST", headers: part, body: fields });
      if (isElsewhere(response)) {
        location.assign(response.url);
        return;
      }
      const claim = response.ok ? claimAt(response.url) : undefined;
      if (claim && claim !== shown) { // a source was asked for on other words
        location.hash = `#claim-${claim}`;
        location.reload();
        return;
      }
      const place = form.closest("article, section")?.id;
      show(readPart(await response.text()));
      if (response.ok) {
        await refresh();
        say.textContent = markOf(shown)?.getAttribute("title") ?? "";
      }
      const wrong = body.querySelector("[aria-invalid=true], .form__error");
      const target = wrong ?? (place ? body.querySelector(`[id="${place}"]`) : null);
      if (wrong) openWays(wrong.closest(".add-citation"));
      if (target instanceof HTMLElement) {
        if (!target.matches("input, textarea")) target.tabIndex = -1;
        target.focus();
      } else panel.focus();
    } catch {
      form.submit(); // the way without script says what is wrong
    }
  };

  /** Also where the browser has closed the panel by itself. */
  const leave = () => {
    if (!shown || panel.open) return; // it was only opened in another way
    const mark = markOf(shown);
    asked += 1;
    shown = "";
    pointAt("");
    setHash("");
    body.replaceChildren();
    mark?.focus();
  };

  const close = () => {
    if (panel.open) panel.close();
    leave();
  };

  /** @param {Element | null} section */
  const openWays = (section) => { section?.classList.add("is-open"); };

  /** @param {HTMLAnchorElement} link "+ for", "+ against" */
  const openWay = (link) => {
    const section = link.closest(".add-citation");
    openWays(section);
    const choice = section?.querySelector(`input[name=relation][value="${link.dataset["relation"]}"]`);
    if (choice instanceof HTMLInputElement) choice.checked = true;
    const field = section?.querySelector("[name=citation]");
    if (field instanceof HTMLElement) field.focus();
  };

  /** @param {number} step */
  const go = (step) => {
    const claims = claimsInOrder();
    const next = claims[(claims.indexOf(shown) + step + claims.length) % claims.length];
    if (!next) return;
    markOf(next)?.scrollIntoView({ block: "center" });
    void openClaim(next);
  };

  panel.addEventListener("close", leave);
  panel.addEventListener("submit", (event) => {
    const form = event.target;
    if (!(form instanceof HTMLFormElement) || form.enctype === "multipart/form-data") return;
    if (form.method !== "post") return;
    event.preventDefault();
    void send(form, event.submitter);
  });
  panel.addEventListener("click", (event) => {
    const target = event.target;
    if (!(target instanceof Element)) return;
    if (target === panel || target.closest("[data-close]")) {
      if (target !== panel || !wide.matches) close(); // beside a sheet is its backdrop
      return;
    }
    const step = target.closest("[data-step]");
    if (step) go(Number(step.getAttribute("data-step")));
    const way = target.closest("a[data-relation]");
    if (way instanceof HTMLAnchorElement) {
      event.preventDefault();
      openWay(way);
    }
  });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
    const isTyping = event.target instanceof Element && event.target.closest("input, textarea, select, summary");
    if (isTyping || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
    if (event.key === "ArrowLeft" || event.key === "ArrowRight") {
      event.preventDefault();
      go(event.key === forward ? 1 : -1);
    }
  });
  wide.addEventListener("change", () => {
    if (!panel.open) return;
    const focused = document.activeElement; // as a sheet or beside the text, with what is typed in it
    panel.close();
    open();
    if (focused instanceof HTMLElement && panel.contains(focused)) focused.focus();
  });
  document.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return;
    const link = event.target instanceof Element && event.target.closest(".mark[data-claim], .sidenote[data-claim]");
    const claim = link && link.getAttribute("data-claim");
    if (!claim) return;
    event.preventDefault();
    if (claim === shown && panel.open) close();
    else void openClaim(claim);
  });
  const openByHash = () => {
    const claim = /^#claim-(\d+)$/.exec(location.hash)?.[1];
    if (!claim || claim === shown) return;
    markOf(claim)?.scrollIntoView({ block: "center" });
    void openClaim(claim);
  };
  addEventListener("hashchange", openByHash);
  openByHash();
  return { send };
}

function prepareMarks() {
  for (const mark of document.querySelectorAll(".mark[data-claim]")) {
    mark.setAttribute("aria-haspopup", "dialog");
    if (!mark.hasAttribute("aria-expanded")) mark.setAttribute("aria-expanded", "false");
  }
}

/**
 * "Source?" at words that are selected in a post: sends them to the form that asks for a source.
 * @param {HTMLButtonElement} button
 */
function prepareAsking(button) {
  let words = "";
  let post = "";
  const hide = () => { button.hidden = true; };
  const offer = () => {
    const selection = getSelection();
    const range = selection && selection.rangeCount > 0 && !selection.isCollapsed && selection.getRangeAt(0).cloneRange();
    const node = range && range.startContainer;
    const text = node && (node instanceof Element ? node : node.parentElement)?.closest(".post .prose");
    if (!range || !text) {
      hide();
      return;
    }
    // A paragraph that is clicked three times is selected up to the beginning of what follows.
    if (!text.contains(range.endContainer) && text.lastChild) range.setEndAfter(text.lastChild);
    const copy = range.cloneContents(); // without what is ours and not the writer's
    for (const ours of copy.querySelectorAll(".mark, .sidenote")) ours.remove();
    words = (copy.textContent ?? "").replace(/\s+/g, " ").trim();
    post = text.closest(".post")?.id ?? "";
    const place = [...range.getClientRects()].filter((line) => line.width > 1).pop();
    if (words.length < 3 || !post || !place) {
      hide();
      return;
    }
    button.hidden = false;
    const left = Math.min(place.right, innerWidth - button.offsetWidth - 8);
    button.style.left = `${left + scrollX}px`;
    button.style.top = `${place.bottom + scrollY + 6}px`;
  };
  document.addEventListener("selectionchange", hide);
  button.addEventListener("pointerdown", (event) => event.preventDefault()); // which would end the selection
  document.addEventListener("pointerup", () => setTimeout(offer));
  document.addEventListener("keyup", (event) => { if (event.key === "Shift") offer(); });
  button.addEventListener("click", async () => {
    const link = document.querySelector(`[id="${post}"] a[href$="/posts/${post}/claims"]`);
    if (!(link instanceof HTMLAnchorElement)) return;
    const token = document.querySelector("input[name=csrf_token]");
    const fields = new URLSearchParams({ words, csrf_token: token instanceof HTMLInputElement ? token.value : "" });
    try {
      const response = await fetch(link.href, { method: "POST", headers: part, body: fields });
      const claim = response.ok ? claimAt(response.url) : undefined;
      if (!claim) throw new Error();
      history.replaceState(history.state, "", `#claim-${claim}`);
      location.reload();
    } catch {
      location.assign(link.href); // the form of its own takes any words
    }
  });
}

/** What a reader chose is kept; the server writes it into the next page. */
function keepPlainText() {
  const box = document.querySelector("#plain-text");
  box?.addEventListener("change", () => {
    const isOn = box instanceof HTMLInputElement && box.checked;
    document.cookie = `plain_text=${isOn ? 1 : 0}; path=/; max-age=${isOn ? 31536000 : 0}; samesite=lax`;
  });
}

if (typeof document !== "undefined") {
  const panel = document.querySelector("#claim-panel");
  if (panel instanceof HTMLDialogElement) preparePanel(panel);
  const asking = document.querySelector("#ask-source");
  if (asking instanceof HTMLButtonElement) prepareAsking(asking);
  prepareMarks();
  keepPlainText();
}
