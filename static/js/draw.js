// A box drawn on the page of a citation (evidence.md, B8a). The form works with four numbers; while it is
// unfolded the image above it is the whole page, on which the numbers are shown as a box, and a pointer that
// draws writes them.

const sides = /** @type {const} */ (["left", "top", "width", "height"]);

/** @typedef {{ image: Element, frame: HTMLElement, form: HTMLFormElement }} Drawing */

/**
 * The form that takes what is drawn on an image, and that image.
 * @param {Element | null} details which holds the form
 * @returns {Drawing | undefined}
 */
function findDrawing(details) {
  const form = details?.querySelector("form");
  const image = details?.closest(".cite")?.querySelector(".cited-page__sheet, .cited-page__image");
  const frame = image?.parentElement;
  return form && image && frame ? { image, frame, form } : undefined;
}

/**
 * What is drawn on at a place of the window, while the form for it is unfolded.
 * @param {EventTarget | null} target
 */
function findDrawingAt(target) {
  const frame = target instanceof Element ? target.closest(".cited-page__zoom") : null;
  const drawing = findDrawing(frame?.closest(".cite")?.querySelector(".draw-box[open]") ?? null);
  return drawing?.frame === frame ? drawing : undefined;
}

/** @param {Drawing} drawing */
function readFields({ form }) {
  return sides.map((name) => {
    const field = form.elements.namedItem(name);
    const typed = field instanceof HTMLInputElement ? field.value.trim().replace(",", ".") : "";
    return typed ? Number(typed) / 100 : Number.NaN;
  });
}

/**
 * Shows the box that the fields say, or none where they do not say one.
 * @param {Drawing} drawing
 */
function showBox(drawing) {
  const { image, frame } = drawing;
  const [left = 0, top = 0, width = 0, height = 0] = readFields(drawing);
  let box = frame.querySelector(".draw-box__drawn");
  const isOnPage = left >= 0 && top >= 0 && width > 0 && height > 0 && left + width <= 1.0001 && top + height <= 1.0001;
  if (!isOnPage) {
    box?.remove();
    return;
  }
  if (!(box instanceof HTMLElement)) {
    box = document.createElement("span");
    box.className = "draw-box__drawn";
    frame.append(box);
  }
  const page = image.getBoundingClientRect();
  const outer = frame.getBoundingClientRect();
  Object.assign(/** @type {HTMLElement} */ (box).style, {
    left: `${page.left - outer.left + left * page.width}px`,
    top: `${page.top - outer.top + top * page.height}px`,
    width: `${width * page.width}px`,
    height: `${height * page.height}px`,
  });
}

/**
 * Of a page with a box the image is cut to what lies around it: whole while one draws, and cut again after that.
 * @param {Element} image
 * @param {boolean} isWhole
 */
function showWhole(image, isWhole) {
  const page = image.querySelector("image");
  if (!(image instanceof SVGElement) || !page) return;
  const cut = image.dataset["cut"] ?? image.getAttribute("viewBox") ?? "";
  image.dataset["cut"] = cut;
  const whole = `0 0 ${page.getAttribute("width")} ${page.getAttribute("height")}`;
  image.setAttribute("viewBox", isWhole ? whole : cut);
}

/**
 * A place on the page in thousandths, which are what the form takes.
 * @param {Element} image
 * @param {PointerEvent} event
 */
function placeOf(image, event) {
  const page = image.getBoundingClientRect();
  const within = (/** @type {number} */ share) => Math.round(Math.min(1, Math.max(0, share)) * 1000);
  return {
    x: within((event.clientX - page.left) / page.width),
    y: within((event.clientY - page.top) / page.height),
  };
}

/**
 * @param {Drawing} drawing
 * @param {PointerEvent} begun
 */
function draw(drawing, begun) {
  const { image, form } = drawing;
  const from = placeOf(image, begun);
  const move = (/** @type {PointerEvent} */ event) => {
    if (event.pointerId !== begun.pointerId) return;
    const to = placeOf(image, event);
    const numbers = [Math.min(from.x, to.x), Math.min(from.y, to.y), Math.abs(from.x - to.x), Math.abs(from.y - to.y)];
    sides.forEach((name, side) => {
      const field = form.elements.namedItem(name);
      if (field instanceof HTMLInputElement) field.value = ((numbers[side] ?? 0) / 10).toFixed(1);
    });
    showBox(drawing);
  };
  const drawn = new AbortController();
  const end = () => drawn.abort();
  const { signal } = drawn;
  document.addEventListener("pointermove", move, { signal });
  document.addEventListener("pointerup", end, { signal });
  document.addEventListener("pointercancel", end, { signal });
}

document.addEventListener("pointerdown", (event) => {
  const drawing = findDrawingAt(event.target);
  if (!drawing || event.button !== 0 || !event.isPrimary) return;
  event.preventDefault();
  draw(drawing, event);
});

document.addEventListener("dragstart", (event) => {
  if (findDrawingAt(event.target)) event.preventDefault();
});

document.addEventListener("click", (event) => {
  // The image is a link, and is drawn on now; the keyboard's Enter still follows it.
  if (event.detail > 0 && findDrawingAt(event.target)) event.preventDefault();
});

document.addEventListener("input", (event) => {
  const drawing = findDrawing(event.target instanceof Element ? event.target.closest(".draw-box") : null);
  if (drawing) showBox(drawing);
});

// Neither a fold's turning nor the arrival of an image goes up through the page by itself.
document.addEventListener("toggle", (event) => {
  const details = event.target instanceof HTMLDetailsElement && event.target.matches(".draw-box") ? event.target : null;
  const drawing = findDrawing(details);
  if (!details || !drawing) return;
  showWhole(drawing.image, details.open);
  if (details.open) {
    drawing.frame.scrollIntoView({ block: "nearest" });
    showBox(drawing);
  } else drawing.frame.querySelector(".draw-box__drawn")?.remove();
}, true);

function showAll() {
  for (const details of document.querySelectorAll(".draw-box[open]")) {
    const drawing = findDrawing(details);
    if (drawing) showBox(drawing);
  }
}

addEventListener("resize", showAll);
document.addEventListener("load", (event) => {
  if (event.target instanceof Element && event.target.matches(".cited-page__sheet")) showAll();
}, true);
