// @ts-check
// The overflow board: one loss computed in five ways. All numbers are Python's; the browser has no float32.
import { BoardView } from "./board.js";
import { button } from "./controls.js";
import { el, lossOutput, show } from "./elements.js";
import { listText, readList } from "./logit_list.js";
import { fromScientific, num3, plain } from "./numerals.js";
/** @import { Message } from "./types.d.ts" */

/** @typedef {{ logits: number[] }} OverflowState */
/** @typedef {{ power: number, total: number, share: number, loss: number }} Naive */
/** @typedef {{ log_total: number, gap: number, loss: number }} Shifted */

/**
 * @typedef {object} OverflowNumbers
 * @property {Naive} naive32
 * @property {Naive} naive64
 * @property {Shifted} torch32
 * @property {Shifted} torch64
 * @property {number} core
 * @property {number} exact
 * @property {string} exact_text six digits, also where the number is too small for `exact`
 * @property {boolean[]} right for each way, whether its loss is right
 */

/** @typedef {import("./logit_list.js").Limits} OverflowConstants */

/** @param {Naive} of */
const naiveSteps = ({ power, total, share }) => [
  `exp(z₁) = ${num3(power)}`,
  `sum = ${num3(total)}`,
  `share = ${num3(share)}`,
];
/** @param {Shifted} of */
const shiftedSteps = ({ log_total: total, gap }) => [`ln Σ exp(z − max) = ${num3(total)}`, `z₁ − max = ${num3(gap)}`];

const NAIVE = "−ln(exp(z₁) / Σ exp(z))";
const SHIFTED = "ln Σ exp(z − max) − (z₁ − max)";

/**
 * A way to compute the loss: its element and testid, its name, its formula, its steps and its result.
 * @typedef {object} Way
 * @property {"naive32" | "naive64" | "torch32" | "torch64" | "core"} key
 * @property {string} name
 * @property {string} formula
 * @property {(numbers: OverflowNumbers) => string[]} steps
 * @property {(numbers: OverflowNumbers) => number} loss
 */

/** @type {Way[]} */
const WAYS = [
  {
    key: "naive32",
    name: "as written, float32",
    formula: NAIVE,
    steps: ({ naive32 }) => naiveSteps(naive32),
    loss: ({ naive32 }) => naive32.loss,
  },
  {
    key: "naive64",
    name: "as written, float64",
    formula: NAIVE,
    steps: ({ naive64 }) => naiveSteps(naive64),
    loss: ({ naive64 }) => naive64.loss,
  },
  {
    key: "torch32",
    name: "PyTorch, float32",
    formula: SHIFTED,
    steps: ({ torch32 }) => shiftedSteps(torch32),
    loss: ({ torch32 }) => torch32.loss,
  },
  {
    key: "torch64",
    name: "PyTorch, float64",
    formula: SHIFTED,
    steps: ({ torch64 }) => shiftedSteps(torch64),
    loss: ({ torch64 }) => torch64.loss,
  },
  {
    key: "core",
    name: "xentviz, float64",
    formula: "as PyTorch, but with log1p",
    steps: () => [],
    loss: ({ core }) => core,
  },
];

/** @extends {BoardView<OverflowState, OverflowNumbers, OverflowConstants>} */
export class OverflowView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<OverflowState, OverflowNumbers, OverflowConstants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "overflow", testid: "overflow", label: "Overflow board" });
    this.typed = this.buildField();
    this.ways = WAYS.map((way) => ({ way, ...row(way) }));
    this.exact = lossOutput("exact", "exact loss in nats");
    const reset = button("overflow-reset", "Reset", () => this.reset());
    const words = el("span", {}, "Logits, the right class's first");
    const head = el("div", { class: "xv-own" }, el("label", {}, words, this.typed), reset);
    const result = el(
      "div",
      { class: "xv-result", "data-element": "exact" },
      this.exact,
      el("div", { class: "xv-words" }, el("span", { class: "xv-unit" }, "nats"), "the exact loss, from 50 digits"),
    );
    const ways = el("div", { class: "xv-ways" }, ...this.ways.map(({ node }) => node));
    this.root.append(head, this.said, ways, result, this.live);
  }

  buildField() {
    const node = el("input", {
      type: "text",
      class: "xv-field",
      "data-testid": "own",
      "aria-label": "logits, the right class's first",
      autocomplete: "off",
      spellcheck: "false",
    });
    const take = () => {
      const answer = readList(node.value, this.constants);
      if ("sentence" in answer) {
        node.setAttribute("aria-invalid", "true");
        this.say(`${answer.sentence} Kept ${listText(this.state.logits)}.`);
        return;
      }
      node.removeAttribute("aria-invalid");
      this.say("");
      this.changeNow(answer);
    };
    node.addEventListener("change", take);
    node.addEventListener("keydown", ({ key }) => key === "Enter" && take());
    return node;
  }

  /** @param {OverflowState} state */
  adopt(state) {
    super.adopt(state);
    this.typed.removeAttribute("aria-invalid");
    this.typed.value = listText(state.logits);
  }

  /** @param {OverflowNumbers} numbers */
  spoken(numbers) {
    const seen = this.ways.filter(({ way }) => this.has(way.key));
    return seen.map(({ way }) => `${way.name}: ${num3(way.loss(numbers))}`).join(", ");
  }

  /** @param {OverflowNumbers} numbers */
  paint(numbers) {
    if (document.activeElement !== this.typed && !this.typed.hasAttribute("aria-invalid")) {
      this.typed.value = listText(this.state.logits);
    }
    this.ways.forEach(({ way, node, loss, steps, verdict }, k) => {
      const right = numbers.right[k];
      const text = way.steps(numbers).join(", ");
      show(loss, way.loss(numbers), num3(way.loss(numbers)));
      show(steps, text, text);
      show(verdict, right, right ? "✓ right" : "✗ wrong");
      node.classList.toggle("xv-wrong", this.shows(way.key) && !right);
    });
    const { exact, exact_text: text } = numbers;
    show(this.exact, exact, exact === 0 ? fromScientific(text) : plain(exact));
  }
}

/** @param {Way} way */
function row({ key, name, formula }) {
  const loss = el("output", { class: "xv-way-loss", "data-testid": key, "aria-label": `${name}: loss in nats` });
  const [steps, verdict] = [el("span", { class: "xv-way-steps" }), el("b", { class: "xv-verdict" })];
  const head = el("span", { class: "xv-way-name" }, el("b", {}, name), el("span", {}, formula));
  const node = el("div", { class: "xv-way", "data-element": key }, head, steps, loss, verdict);
  return { node, loss, steps, verdict };
}

export default OverflowView;
