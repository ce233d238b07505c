// Sets formulae with KaTeX, on pages that have some. Without it their TeX is shown as written.
import "../katex/katex.min.js";

/**
 * KaTeX leaves itself in the global scope.
 * @type {{ render: (tex: string, element: HTMLElement, options: object) => void }}
 */
const katex = /** @type {any} */ (globalThis).katex;

/** @param {ParentNode} root */
export function setFormulae(root) {
  for (const element of root.querySelectorAll(".math:not(.math--set)")) {
    if (element instanceof HTMLElement) setFormula(element);
  }
}

/** @param {HTMLElement} element */
function setFormula(element) {
  const tex = element.textContent ?? "";
  const isDisplay = element.tagName === "DIV" || element.classList.contains("display");
  try {
    // trust is off: no \href, \url or \includegraphics from a post's text.
    katex.render(tex, element, { displayMode: isDisplay, throwOnError: true, trust: false, maxExpand: 1000, maxSize: 20 });
    element.classList.add("math--set");
  } catch {
    element.textContent = tex; // what KaTeX cannot read stays as its author wrote it
  }
}

setFormulae(document);
