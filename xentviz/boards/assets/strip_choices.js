// @ts-check
// What the strip reads, and with which models: four choices, and the text itself.
import { el } from "./elements.js";

/** @import { Constants, State } from "./strip_reading.js" */

/** @typedef {[value: string, name: string][]} Options */
/** @typedef {"text" | "corpus" | "model" | "versus"} Picked */

/**
 * What there is to choose now, and how far a model is that still learns.
 * @typedef {Record<Picked, Options> & { learning: boolean, progress: string }} Choices
 */

/**
 * What changes when the models are those of another corpus: a text they can read, a model it has.
 * @param {string} corpus
 * @param {State} state
 * @param {Constants} constants
 * @returns {Partial<State>}
 */
export function learnFrom(corpus, { text, model, versus }, { own, texts_of, models_of, first_model }) {
  const [texts, models] = [texts_of[corpus], models_of[corpus]];
  return {
    corpus,
    text: text === own || texts.includes(text) ? text : texts[0],
    model: models.includes(model) ? model : first_model[corpus],
    versus: models.includes(versus) ? versus : "",
    at: 0,
    given: null,
  };
}

/**
 * A choice of one among options that may change.
 * @param {{ testid: string, element: string, label: string, pick: (value: string) => void }} options
 */
function picker({ testid, element, label, pick }) {
  const select = el("select", { class: "xv-select", "data-testid": testid, "aria-label": label });
  select.addEventListener("change", () => pick(select.value));
  const node = el("label", { class: "xv-pick", "data-element": element }, el("span", {}, label), select);
  let offered = "";
  const offer = (/** @type {Options} */ options) => {
    const words = JSON.stringify(options);
    if (words === offered) return;
    offered = words;
    select.replaceChildren(...options.map(([value, name]) => el("option", { value }, name)));
  };
  const paint = (/** @type {string} */ value) => {
    if (select.value !== value) select.value = value;
  };
  return { node, offer, paint };
}

/**
 * The text, what the models learned from, the model, and a second one.
 * @param {Record<Picked, (value: string) => void>} pick
 */
export function pickers(pick) {
  const all = {
    text: picker({ testid: "text", element: "text", label: "text", pick: pick.text }),
    corpus: picker({ testid: "teacher", element: "corpus", label: "learned from", pick: pick.corpus }),
    model: picker({ testid: "model", element: "model", label: "model", pick: pick.model }),
    versus: picker({ testid: "versus", element: "versus", label: "compare with", pick: pick.versus }),
  };
  const names = /** @type {Picked[]} */ (Object.keys(all));
  /** @type {Choices | null} */
  let offered = null;
  const paint = (/** @type {State} */ state, /** @type {Choices} */ choices) => {
    for (const name of names) {
      if (offered !== choices) all[name].offer(choices[name]);
      all[name].paint(state[name]);
    }
    offered = choices;
  };
  return { nodes: names.map((name) => all[name].node), paint };
}

/**
 * Why a typed text cannot be taken, "" where it can.
 * @param {string} typed
 * @param {number} longest characters
 */
export function refusal(typed, longest) {
  const length = [...typed].length;
  if (length > longest) {
    const [many, most] = [length, longest].map((n) => n.toLocaleString("en"));
    return `That is ${many} characters, and a strip holds ${most}. Shorten it; the numbers are those of the last text.`;
  }
  if (!/\p{Surrogate}/u.test(typed)) return "";
  return "That text holds half of a character pair. Delete it; the numbers are those of the last text.";
}

/**
 * The text, where it can be edited. What is refused stays as it was typed, until it is mended.
 * @param {{ longest: number, type: (typed: string) => void, rest: () => void }} options
 */
export function textBox({ longest, type, rest }) {
  const node = el("textarea", {
    class: "xv-typed",
    "data-testid": "typed",
    "data-element": "text",
    rows: "2",
    placeholder: "Type a sentence",
    spellcheck: "false",
    "aria-label": "The text: edit it, or type your own",
  });
  const box = {
    node,
    refused: "", // why what stands there was not taken
    /** @param {string} text */
    paint(text) {
      if (document.activeElement !== node && !box.refused && node.value !== text) node.value = text;
    },
  };
  node.addEventListener("input", () => {
    box.refused = refusal(node.value, longest);
    type(node.value);
  });
  node.addEventListener("change", rest);
  return box;
}
