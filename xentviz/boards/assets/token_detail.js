// @ts-check
// The position looked at: its context, what its token cost, what was predicted, and what is true there.
import { CandidateTable } from "./candidates.js";
import { el, show, showText } from "./elements.js";
import { num3, percent } from "./numerals.js";
import { probabilityOf } from "./strip_reading.js";
import { oneIn, visible } from "./tokens.js";
import { grouped } from "./units.js";
/** @import { Reading, Told, Truth } from "./strip_reading.js" */

const BEFORE = { words: 14, tokens: 24 }; // pieces of context that are shown
const NO_TRUTH = "The language never goes on like this: nothing is known up to the next full stop.";

/**
 * What stands before a piece.
 * @param {Pick<Reading, "pieces" | "wide">} reading
 * @param {number} piece
 */
export function contextOf({ pieces, wide }, piece) {
  const from = Math.max(0, piece - (wide ? BEFORE.words : BEFORE.tokens));
  const before = pieces.slice(from, piece);
  const said = wide ? `${before.join(" ")} ` : before.join("").replace(/[\n\t]/g, visible);
  return `${from ? "… " : "▸ "}${said}`;
}

/**
 * @param {string} testid
 * @param {string} [kind] of what it is
 */
const number = (testid, kind) => el("b", { "data-testid": testid, class: kind && `xv-is-${kind}` });

export class TokenDetail {
  /** @param {number} most the likeliest tokens that a row of a reading has */
  constructor(most) {
    this.before = el("span", { class: "xv-before-text", dir: "auto" });
    this.token = el("b", { class: "xv-is-truth", dir: "auto", "data-testid": "token" });
    this.facts = {
      ...{ p: number("p"), oneIn: number("one-in"), loss: number("token-loss", "loss"), rank: number("rank") },
      model: number("model-p"),
      sum: number("running-sum"),
      mean: number("running-mean"),
      perplexity: number("running-perplexity"),
    };
    this.expected = { h: number("h", "entropy"), kl: number("kl", "kl"), ce: number("ce", "loss") };
    this.asked = el("span", {}, " · the model said ", this.facts.model);
    this.table = new CandidateTable(most);
    this.truth = el("p", { class: "xv-adding" });
    /** @type {string | HTMLElement} */
    this.truthWords = "";
    const { h, kl, ce } = this.expected;
    const [isH, isKl, isCe] = ["entropy", "kl", "expected"].map((name) => ({ "data-element": name }));
    this.sum = el(
      "span",
      {},
      el("span", isH, "On average here: entropy H ", h),
      el("span", isKl, " + KL ", kl),
      el("span", isCe, " = cross-entropy ", ce, " nats."),
    );
    this.tellsNames = true;
    this.node = el(
      "div",
      { class: "xv-detail", "data-testid": "detail" },
      el("p", { class: "xv-context" }, el("span", {}, this.before, this.token)),
      this.buildFacts(),
      ...this.table.nodes,
      this.truth,
    );
  }

  buildFacts() {
    const { p, oneIn: chance, loss, rank, sum, mean, perplexity } = this.facts;
    const soFar = ["so far: sum ", sum, ", mean ", mean, ", perplexity ", perplexity];
    return el(
      "p",
      { class: "xv-facts" },
      el("span", { "data-element": "facts" }, "p = ", p, " · ", chance, " · costs ", loss, " nats"),
      el("span", { "data-element": "rank" }, this.asked, " · rank ", rank),
      el("span", { class: "xv-so-far", "data-element": "so-far" }, ...soFar),
    );
  }

  /**
   * @param {Reading} reading
   * @param {Told} told with what-if
   * @param {number} row
   * @param {number | null} given what its token is taken to have been given, null for what it was
   */
  paint(reading, told, row, given) {
    const { targets, truth, other } = reading;
    this.node.classList.toggle("xv-empty", targets.length === 0);
    if (targets.length === 0) return;
    this.node.classList.toggle("xv-has-truth", truth !== null);
    this.node.classList.toggle("xv-has-other", other !== null);
    this.paintContext(reading, row);
    this.paintFacts(reading, told, row, given);
  }

  /**
   * What was predicted there, and what is true.
   * @param {Reading} reading
   * @param {number} row
   */
  paintTable(reading, row) {
    if (reading.targets.length === 0) return;
    this.table.paint(reading, row, this.tellsNames);
    this.paintTruth(reading.truth, row);
  }

  /**
   * @param {Reading} reading
   * @param {number} row
   */
  paintContext(reading, row) {
    const piece = reading.rows[row];
    const text = reading.pieces[piece];
    const bare = text.trimStart() || text; // its space belongs to what stands before it
    showText(this.before, contextOf(reading, piece) + text.slice(0, text.length - bare.length));
    showText(this.token, visible(bare));
  }

  /**
   * @param {Reading} reading
   * @param {Told} told
   * @param {number} row
   * @param {number | null} given
   */
  paintFacts(reading, { losses, sums, means, perplexities }, row, given) {
    const { facts } = this;
    const { rank, size } = reading;
    const loss = losses[row];
    const p = given ?? Math.exp(-loss);
    const own = probabilityOf(reading, row);
    show(facts.p, p, num3(p));
    show(facts.oneIn, p, oneIn(p));
    show(facts.loss, loss, num3(loss));
    this.asked.hidden = given === null;
    show(facts.model, own, percent(own));
    show(facts.rank, rank[row], `${rank[row]} of ${grouped(size)}`);
    show(facts.sum, sums[row], num3(sums[row]));
    show(facts.mean, means[row], num3(means[row]));
    show(facts.perplexity, perplexities[row], num3(perplexities[row]));
  }

  /**
   * @param {Truth | null} truth
   * @param {number} row
   */
  paintTruth(truth, row) {
    const isKnown = truth !== null && !Number.isNaN(truth.loss[row]);
    const words = isKnown ? this.sum : truth ? NO_TRUTH : "";
    if (words !== this.truthWords) this.truth.replaceChildren(words);
    this.truthWords = words;
    if (!isKnown) return;
    const { h, kl, ce } = this.expected;
    show(h, truth.entropy[row], num3(truth.entropy[row]));
    show(kl, truth.kl[row], num3(truth.kl[row]));
    show(ce, truth.loss[row], num3(truth.loss[row]));
  }
}
