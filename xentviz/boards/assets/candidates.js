// @ts-check
// What was predicted at one position: the likeliest tokens, the actual one, and all others together.
import { probabilityBar } from "./bars.js";
import { el, show, showText } from "./elements.js";
import { percent } from "./numerals.js";
import { grouped } from "./units.js";
import { candidatesOf, probabilityOf } from "./strip_reading.js";
import { visible } from "./tokens.js";
/** @import { Candidate, Reading } from "./strip_reading.js" */
/** @import { Part } from "./types.d.ts" */

/**
 * Rank, name, a bar with the truth as a tick, and what model, truth and second model give it.
 * @param {string} testid
 * @param {string} [extra] more classes
 * @returns {Part<[rank: string, candidate: Candidate]>}
 */
function candidateRow(testid, extra = "") {
  const number = (/** @type {string} */ name, /** @type {string} */ kind) =>
    el("span", { class: `xv-number xv-is-${kind}`, "data-testid": `${testid}-${name}` });
  const rank = el("span", { class: "xv-rank" });
  const name = el("span", { class: "xv-candidate-name", dir: "auto" });
  const bar = probabilityBar();
  const cells = [number("q", "prediction"), number("p", "truth"), number("other", "other")];
  const node = el(
    "div",
    { class: `xv-candidate ${extra}`.trimEnd(), "data-testid": testid },
    ...[rank, name, bar.node, ...cells],
  );
  /** @type {(place: string, candidate: Candidate) => void} */
  const paint = (place, { name: text, q, p, other, isActual }) => {
    showText(rank, place);
    showText(name, text);
    if (name.title !== text) name.title = text;
    bar.paint(q, Number.isNaN(p) ? 0 : Math.min(1, p));
    [q, p, other].forEach((value, i) => show(cells[i], value, Number.isNaN(value) ? "" : percent(value)));
    node.classList.toggle("xv-is-actual", isActual);
  };
  return { node, paint };
}

function columnNames() {
  const names = ["", "", "", "model", "true", "second"].map((text) => el("span", {}, text));
  return el("div", { class: "xv-candidate xv-heads", "aria-hidden": "true" }, ...names);
}

export class CandidateTable {
  /** @param {number} most the likeliest tokens that a row of a reading has */
  constructor(most) {
    this.likeliest = Array.from({ length: most }, (_, k) => candidateRow(`top-${k}`));
    this.actual = candidateRow("actual", "xv-foot");
    this.others = candidateRow("others", "xv-foot");
    this.actual.node.dataset.element = "candidates";
    this.others.node.dataset.element = "others";
    const rows = this.likeliest.map(({ node }) => node);
    const half = Math.ceil(most / 2);
    const columns = [columnNames(), ...rows.slice(0, half), columnNames(), ...rows.slice(half)];
    this.nodes = [
      el("div", { class: "xv-candidates", "data-element": "candidates" }, ...columns),
      el("div", { class: "xv-candidates xv-foots" }, this.actual.node, this.others.node),
    ];
  }

  /**
   * @param {Reading} reading
   * @param {number} row
   * @param {boolean} tells the names may be read
   */
  paint(reading, row, tells) {
    const candidates = candidatesOf(reading, row);
    this.likeliest.forEach((line, k) => {
      line.node.hidden = k >= candidates.length;
      if (k >= candidates.length) return;
      const one = candidates[k];
      line.paint(String(k + 1), tells ? { ...one, name: visible(one.name) } : { ...one, name: "?", isActual: false });
    });
    const { truth, other, labels, size, targets, rank, rest } = reading;
    this.actual.node.classList.toggle("xv-hidden", tells && candidates.some(({ isActual }) => isActual));
    this.actual.paint(tells ? String(rank[row]) : "", {
      name: visible(labels[targets[row]]),
      q: probabilityOf(reading, row),
      p: truth ? truth.p[row] : NaN,
      other: other ? Math.exp(-other.losses[row]) : NaN,
      isActual: true,
    });
    this.others.paint("", {
      name: `${grouped(size - candidates.length)} others`,
      q: rest[row],
      p: truth ? truth.rest[row] : NaN,
      other: other ? other.rest[row] : NaN,
      isActual: false,
    });
  }
}
