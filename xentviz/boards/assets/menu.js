// @ts-check
// One of many, by its name: the browser's own menu.
import { el } from "./elements.js";
/** @import { Part } from "./types.d.ts" */

/**
 * options: value -> words, as `choice` takes them.
 * @param {{ testid: string, label: string, title?: string, options: Record<string, string>,
 *   pick: (value: string) => void }} options
 * @returns {Part<[value: string]> & { select: HTMLSelectElement }}
 */
export function menu({ testid, label, title = label, options, pick }) {
  const offered = Object.entries(options).map(([value, words]) => el("option", { value }, words));
  const select = el("select", { class: "xv-menu-select", "data-testid": testid, "aria-label": label }, ...offered);
  select.addEventListener("change", () => pick(select.value));
  const node = el("label", { class: "xv-menu" }, el("span", {}, title), select);
  const paint = (/** @type {string} */ value) => {
    if (select.value !== value) select.value = value;
  };
  return { node, select, paint };
}
