// @ts-check
// A name typed where it stands, for every board: text, whatever it holds, up to a number of characters.
import { el } from "./elements.js";
/** @import { Hands, Part } from "./types.d.ts" */

/**
 * An empty name is refused with a sentence; a long one is cut at `longest` characters.
 * @param {Hands} hands
 * @param {object} options
 * @param {string} options.testid
 * @param {string} options.label
 * @param {string} [options.lit]
 * @param {number} options.longest
 * @param {() => string} options.value the name as it is
 * @param {(name: string) => void} options.enter
 * @returns {Part<[name: string], HTMLInputElement>}
 */
export function nameField(hands, { testid, label, lit, longest, value, enter }) {
  const node = el("input", {
    type: "text",
    class: "xv-name",
    "data-testid": testid,
    "aria-label": label,
    "data-lit": lit,
    autocomplete: "off",
    spellcheck: "false",
    dir: "auto",
  });
  node.addEventListener("change", () => {
    const name = [...node.value].slice(0, longest).join("");
    node.value = name.trim() ? name : value();
    hands.say(name.trim() ? "" : `A name cannot be empty, so “${value()}” stays.`);
    if (node.value !== value()) enter(node.value);
  });
  const paint = (/** @type {string} */ name) => {
    node.title = name;
    if (document.activeElement !== node) node.value = name;
  };
  return { node, paint };
}

/**
 * A name where there is little room: as many letters, the last a sign that there are more.
 * @param {string} name
 * @param {number} longest
 */
export function shortened(name, longest) {
  const letters = [...name];
  return letters.length > longest ? `${letters.slice(0, longest - 1).join("")}…` : name;
}

/**
 * The names with the one at k replaced.
 * @param {string[]} names
 * @param {number} k
 * @param {string} name
 */
export const renamed = (names, k, name) => names.map((old, j) => (j === k ? name : old));

/**
 * A name that is not taken: the first spare one, else a number.
 * @param {string[]} names
 * @param {string[]} spares
 */
export const spareName = (names, spares) =>
  spares.find((spare) => !names.includes(spare)) ?? `class ${names.length + 1}`;
