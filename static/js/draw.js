// A box drawn on the page of a citation (evidence.md, B8a). The form works with four numbers; with a
// pointer they are drawn on the image that stands above it, while the form is unfolded.

/**
 * The form that takes what is drawn on an image, if it is unfolded.
 * @param {EventTarget | null} target
 */
function findDrawing(target) {
  const image = target instanceof Element ? target.closest(".cited-page__sheet, .cited-page__image") : null;
  const form = image?.closest(".cite")?.querySelector(".draw-box[open] form");
  return image && form instanceof HTMLFormElement ? { image, form } : undefined;
}

/**
 * @param {HTMLFormElement} form
 * @param {string} name
 * @param {number} share of the page, 0 to 1
 */
function fill(form, name, share) {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement) field.value = (share * 100).toFixed(1);
}

/** @param {number} share */
const within = (share) => Math.min(1, Math.max(0, share));

/**
 * @param {Element} image
 * @param {HTMLFormElement} form
 * @param {PointerEvent} begun
 */
function draw(image, form, begun) {
  const frame = image.parentElement;
  if (!frame) return;
  frame.querySelector(".draw-box__drawn")?.remove();
  const box = document.createElement("span");
  box.className = "draw-box__drawn";
  frame.append(box);
  const page = image.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  const shareOf = (/** @type {PointerEvent} */ event) => ({
    x: within((event.clientX - page.left) / page.width),
    y: within((event.clientY - page.top) / page.height),
  });
  const from = shareOf(begun);
  const move = (/** @type {PointerEvent} */ event) => {
    const to = shareOf(event);
    const left = Math.min(from.x, to.x);
    const top = Math.min(from.y, to.y);
    const width = Math.abs(from.x - to.x);
    const height = Math.abs(from.y - to.y);
    box.style.left = `${page.left - outer.left + left * page.width}px`;
    box.style.top = `${page.top - outer.top + top * page.height}px`;
    box.style.width = `${width * page.width}px`;
    box.style.height = `${height * page.height}px`;
    fill(form, "left", left);
    fill(form, "top", top);
    fill(form, "width", width);
    fill(form, "height", height);
  };
  const end = () => {
    document.removeEventListener("pointermove", move);
    document.removeEventListener("pointerup", end);
    document.removeEventListener("pointercancel", end);
  };
  document.addEventListener("pointermove", move);
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
}

document.addEventListener("pointerdown", (event) => {
  const drawing = findDrawing(event.target);
  if (!drawing || event.button !== 0) return;
  event.preventDefault();
  draw(drawing.image, drawing.form, event);
});
for (const kind of ["dragstart", "click"]) {
  document.addEventListener(kind, (event) => {
    if (findDrawing(event.target)) event.preventDefault(); // the image is a link, and is drawn on now
  });
}
