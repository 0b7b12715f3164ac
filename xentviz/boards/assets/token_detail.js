// @ts-check
// The position looked at: its context, what its token cost, what was predicted, and what is true there.
import { CandidateTable } from "./candidates.js";
import { el, show, showText } from "./elements.js";
import { num3 } from "./numerals.js";
import { oneIn, visible } from "./tokens.js";
/** @import { Reading, Told, Truth } from "./strip_reading.js" */

const BEFORE = { words: 14, bytes: 56 }; // pieces of context that are shown
const NO_TRUTH = "No truth here: after this the language says nothing, up to the next full stop.";

/**
 * What stands before a piece.
 * @param {Pick<Reading, "pieces" | "wide">} reading
 * @param {number} piece
 */
export function contextOf({ pieces, wide }, piece) {
  const from = Math.max(0, piece - (wide ? BEFORE.words : BEFORE.bytes));
  const before = pieces.slice(from, piece);
  const said = wide ? `${before.join(" ")} ` : before.map(visible).join("");
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
      sum: number("running-sum"),
      mean: number("running-mean"),
      perplexity: number("running-perplexity"),
    };
    this.expected = { h: number("h", "entropy"), kl: number("kl", "kl"), ce: number("ce", "loss") };
    this.table = new CandidateTable(most);
    this.truth = el("p", { class: "xv-adding" });
    /** @type {string | HTMLElement} */
    this.truthWords = "";
    const { h, kl, ce } = this.expected;
    this.sum = el("span", {}, "Expected here: entropy H ", h, " + KL ", kl, " = cross-entropy ", ce, " nats.");
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
      ...["p ", p, " · ", chance, " · costs ", loss, " nats · rank ", rank],
      el("span", { class: "xv-so-far" }, ...soFar),
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
    this.table.paint(reading, row);
    this.paintTruth(truth, row);
  }

  /**
   * @param {Reading} reading
   * @param {number} row
   */
  paintContext(reading, row) {
    const piece = reading.rows[row];
    showText(this.before, contextOf(reading, piece));
    showText(this.token, visible(reading.pieces[piece]));
  }

  /**
   * @param {Reading} reading
   * @param {Told} told
   * @param {number} row
   * @param {number | null} given
   */
  paintFacts({ rank, labels }, { losses, sums, means, perplexities }, row, given) {
    const { facts } = this;
    const loss = losses[row];
    const p = given ?? Math.exp(-loss);
    show(facts.p, p, num3(p));
    show(facts.oneIn, p, oneIn(p));
    show(facts.loss, loss, num3(loss));
    show(facts.rank, rank[row], `${rank[row]} of ${labels.length}`);
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
