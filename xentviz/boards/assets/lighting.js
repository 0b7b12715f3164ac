// @ts-check

/**
 * Pointing at (hover, focus, tap) anything with data-lit lights everything that carries the same name.
 * @param {HTMLElement} root
 * @param {(name: string) => void} [tell] hears the name, "" for none
 */
export function lighting(root, tell = () => {}) {
  let now = "";
  const light = (/** @type {string} */ name) => {
    if (name === now) return;
    now = name;
    for (const node of root.querySelectorAll(".xv-lit")) node.classList.remove("xv-lit");
    if (name) { for (const node of root.querySelectorAll(`[data-lit="${name}"]`)) node.classList.add("xv-lit"); }
    tell(name);
  };
  const point = (/** @type {Event} */ { target }) => {
    const node = target instanceof Element ? target.closest("[data-lit]") : null;
    light(node?.getAttribute("data-lit") ?? "");
  };
  for (const kind of ["pointerover", "focusin", "click"]) root.addEventListener(kind, point);
  root.addEventListener("pointerleave", () => light(""));
}
