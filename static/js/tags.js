// Completes the tag that is being typed: the field becomes a combobox with a list below it (ARIA
// Authoring Practices, "editable combobox with list autocomplete"). The field stays plain text.

const pause = 150;

/**
 * @param {string} text
 * @param {number} caret
 * @returns {{ start: number, end: number, word: string }} the word that the caret stands in
 */
export function wordAt(text, caret) {
  const before = /[^\s,;]*$/.exec(text.slice(0, caret))?.[0] ?? "";
  const after = /^[^\s,;]*/.exec(text.slice(caret))?.[0] ?? "";
  return { start: caret - before.length, end: caret + after.length, word: before };
}

/**
 * @param {HTMLInputElement} field
 * @param {string} address where tags are asked for
 * @param {string} label of the list
 */
export function completeTags(field, address, label) {
  const list = document.createElement("ul");
  list.id = `${field.id}-offered`;
  list.className = "offered";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  field.after(list);
  field.parentElement?.classList.add("field--completed");
  for (const [name, value] of [
    ["role", "combobox"],
    ["aria-autocomplete", "list"],
    ["aria-expanded", "false"],
    ["aria-controls", list.id],
  ]) {
    field.setAttribute(name, value);
  }
  /** @type {HTMLLIElement[]} */
  let options = [];
  let chosen = -1;
  let timer = 0;

  const close = () => {
    list.hidden = true;
    options = [];
    chosen = -1;
    field.setAttribute("aria-expanded", "false");
    field.removeAttribute("aria-activedescendant");
  };

  /** @param {number} index */
  const choose = (index) => {
    chosen = index;
    options.forEach((option, at) => option.setAttribute("aria-selected", String(at === index)));
    if (index < 0) {
      field.removeAttribute("aria-activedescendant");
    } else {
      field.setAttribute("aria-activedescendant", options[index].id);
    }
  };

  /** @param {string} name */
  const take = (name) => {
    const { start, end } = wordAt(field.value, field.selectionStart ?? field.value.length);
    const rest = field.value.slice(end).replace(/^[\s,;]+/, "");
    field.value = `${field.value.slice(0, start)}${name} ${rest}`;
    const caret = start + name.length + 1;
    field.setSelectionRange(caret, caret);
    close();
    field.focus();
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  /** @param {{ name: string, questions: string, typed: string }} tag @param {number} index */
  const makeOption = (tag, index) => {
    const option = document.createElement("li");
    option.id = `${list.id}-${index}`;
    option.className = "offered__tag";
    option.dataset.name = tag.name;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const name = document.createElement("b");
    name.textContent = tag.typed ? `${tag.typed} → ${tag.name}` : tag.name;
    const count = document.createElement("span");
    count.className = "soft";
    count.textContent = tag.questions;
    option.append(name, " ", count);
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault(); // the field keeps the focus
      take(tag.name);
    });
    return option;
  };

  const offer = async () => {
    const { word } = wordAt(field.value, field.selectionStart ?? field.value.length);
    if (!word || document.activeElement !== field) {
      close();
      return;
    }
    const answer = await fetch(`${address}?q=${encodeURIComponent(word)}`);
    if (!answer.ok) return;
    /** @type {{ name: string, questions: string, typed: string }[]} */
    const tags = await answer.json();
    const now = wordAt(field.value, field.selectionStart ?? field.value.length).word;
    const isThere = tags.length === 1 && tags[0].name === word;
    if (now !== word || tags.length === 0 || isThere) {
      close();
      return;
    }
    options = tags.map(makeOption);
    list.replaceChildren(...options);
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    choose(-1);
  };

  field.addEventListener("input", () => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void offer().catch(close), pause);
  });
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const first = step > 0 ? 0 : options.length - 1;
      choose(chosen < 0 ? first : (chosen + step + options.length) % options.length);
    } else if ((event.key === "Enter" || event.key === "Tab") && chosen >= 0) {
      event.preventDefault();
      take(options[chosen].dataset.name ?? "");
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
}
