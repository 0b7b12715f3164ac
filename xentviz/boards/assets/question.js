// @ts-check
// A question of a step: options, a number, or a goal to reach on the board; and what is said after.
import { el } from "./elements.js";

/**
 * @typedef {object} Asked
 * @property {"options" | "number" | "goal"} kind
 * @property {string} words
 * @property {string[]} [options]
 * @property {string} [unit]
 */

/**
 * @typedef {object} Told
 * @property {boolean} right
 * @property {string} why
 * @property {boolean} shown whether the reader asked to be shown
 * @property {string | number | null} best the right answer
 */

/**
 * @typedef {object} Surroundings
 * @property {string} group a name that no other question of the page has
 * @property {string | number | undefined} given
 * @property {Told | null} verdict
 * @property {() => void} submit
 */

/**
 * @typedef {object} QuestionPart
 * @property {HTMLElement} node
 * @property {() => string | number | null | undefined} read the answer; undefined for none, null for no number
 * @property {(place: number) => void} choose mark an option, 0 the first
 */

/**
 * @param {Asked} question
 * @param {Surroundings} surroundings
 * @returns {QuestionPart}
 */
export function questionFor(question, surroundings) {
  if (question.kind === "options") return options(question, surroundings);
  return question.kind === "number" ? number(question, surroundings) : goal(question, surroundings);
}

/**
 * @param {Asked} question
 * @param {Surroundings} surroundings
 * @returns {QuestionPart}
 */
function options({ words, options: texts = [] }, { group, given, verdict, submit }) {
  const inputs = texts.map((text, k) => {
    const node = el("input", { type: "radio", name: group, value: text, "data-testid": `option-${k}` });
    node.checked = given === text;
    node.disabled = verdict !== null;
    node.addEventListener("keydown", ({ key }) => key === "Enter" && submit());
    return node;
  });
  const rows = inputs.map((node, k) => {
    const best = verdict?.best === texts[k];
    const letter = el("b", { class: "xv-letter", "aria-hidden": "true" }, "ABCDEFGH"[k]);
    return el(
      "label",
      { class: best ? "xv-option xv-best-option" : "xv-option" },
      node,
      letter,
      el("span", {}, texts[k]),
    );
  });
  const kind = verdict ? "xv-question xv-answered" : "xv-question";
  const node = el("fieldset", { class: kind, "data-testid": "question" }, el("legend", {}, words), ...rows);
  node.append(...told(verdict));
  return {
    node,
    read: () => inputs.find(({ checked }) => checked)?.value,
    choose: (place) => {
      if (inputs[place] && !inputs[place].disabled) inputs[place].checked = true;
    },
  };
}

/**
 * @param {Asked} question
 * @param {Surroundings} surroundings
 * @returns {QuestionPart}
 */
function number({ words, unit = "" }, { given, verdict, submit }) {
  const input = el("input", { type: "text", inputmode: "decimal", class: "xv-answer", "data-testid": "answer" });
  input.setAttribute("aria-label", words);
  input.disabled = verdict !== null;
  if (typeof given === "number") input.value = String(given);
  input.addEventListener("keydown", ({ key }) => key === "Enter" && submit());
  const row = el("span", { class: "xv-answer-row" }, input, el("span", {}, unit));
  const node = el(
    "div",
    { class: "xv-question", "data-testid": "question" },
    el("p", {}, words),
    row,
    ...told(verdict),
  );
  const read = () => {
    const text = input.value.trim().replace("−", "-").replace(",", ".");
    if (text === "") return undefined;
    return Number.isFinite(Number(text)) ? Number(text) : null;
  };
  return { node, read, choose: () => {} };
}

/**
 * @param {Asked} question
 * @param {Surroundings} surroundings
 * @returns {QuestionPart}
 */
function goal({ words }, { verdict }) {
  const hint = el("p", { class: "xv-goal-hint" }, "Do it on the board. It counts as soon as it is reached.");
  const parts = verdict ? told(verdict) : [hint];
  const node = el("div", { class: "xv-question", "data-testid": "question" }, el("p", {}, words), ...parts);
  return { node, read: () => undefined, choose: () => {} };
}

/** @param {Told | null} verdict */
function told(verdict) {
  if (!verdict) return [];
  const first = verdict.shown ? "" : verdict.right ? "Right. " : "Not quite. ";
  const kind = verdict.right ? "xv-verdict xv-is-right" : "xv-verdict xv-is-wrong";
  return [el("p", { class: kind, "data-testid": "verdict", role: "status" }, el("b", {}, first), verdict.why)];
}
