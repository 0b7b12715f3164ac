// @ts-check
// One chart of an average score against what you say: its curve, its cheapest point, and you.
import { draggable } from "./chart.js";
import { chartText, isCovered, moveTo, setAttributes, setValue, showText, svg } from "./elements.js";
import { fixed2 } from "./numerals.js";
/** @import { Hands } from "./types.d.ts" */

const HEIGHT = 248;
const POINTS = Array.from({ length: 201 }, (_, i) => i / 200);

/**
 * c is the true chance, q what is said.
 * @typedef {object} ScoreKind
 * @property {string} title
 * @property {number} most where the axis ends
 * @property {boolean} [wide] the large chart, whose stem is split into entropy and KL
 * @property {(c: number, q: number) => number} score the average score
 * @property {(c: number) => number} best the q of the least score
 */

/** @param {ScoreKind} kind */
function frameOf({ wide, most }) {
  const width = wide ? 560 : 300;
  const [left, right, top, bottom] = [wide ? 34 : 26, width - 12, 30, 228];
  return {
    ...{ width, left, right, top, bottom },
    across: (/** @type {number} */ q) => left + q * (right - left),
    down: (/** @type {number} */ score) => bottom - (Math.min(score, most) / most) * (bottom - top),
    share: (/** @type {number} */ x) => Number(Math.min(1, Math.max(0, (x - left) / (right - left))).toFixed(2)),
  };
}

export class ScoreChart {
  /**
   * @param {Hands} hands
   * @param {string} name
   * @param {ScoreKind} kind
   * @param {(which: "said" | "chance", q: number) => void} move a pointer moves what is said, or the true chance
   */
  constructor(hands, name, kind, move) {
    this.kind = kind;
    this.frame = frameOf(kind);
    this.drawn = NaN; // the true chance for which the curve is drawn
    this.curve = svg("path", { class: "xv-line" });
    this.ring = svg("circle", { r: 6, class: "xv-ring" });
    this.dot = svg("circle", {
      r: 7,
      class: "xv-dot",
      "data-testid": kind.wide ? "dot" : `dot-${name}`,
      "data-lit": name,
    });
    this.saidName = chartText(0, this.frame.bottom + 15, "", "middle", "xv-said-name");
    this.stem = svg("line", {
      y1: this.frame.bottom,
      class: kind.wide ? "xv-stem xv-stem-entropy" : "xv-stem",
      "data-lit": kind.wide ? "entropy" : name,
    });
    this.klStem = svg("line", { class: "xv-stem xv-stem-kl", "data-lit": "kl" });
    this.percents = this.buildPercents();
    this.chance = this.buildChance();
    this.node = this.build();
    draggable(hands, this.node, {
      grab: (_x, _y, target) => (this.chance.grip === target ? "chance" : "said"),
      move: (which, x) => move(which, this.frame.share(x)),
    });
  }

  build() {
    const { left, right, top, bottom, width, down } = this.frame;
    const { title, most, wide } = this.kind;
    const ends = [0, most].map((score) => chartText(left - 6, down(score) + 4, String(score), "end"));
    const { line, name, handle, grip } = this.chance;
    return svg(
      "svg",
      {
        viewBox: `0 0 ${width} ${HEIGHT}`,
        class: "xv-curve xv-drag",
        role: "img",
        "aria-label": `Average ${title} against what you say`,
      },
      svg("path", { d: `M${left} ${top}V${bottom}H${right}`, class: "xv-axes" }),
      ...ends,
      ...this.percents,
      line,
      this.curve,
      this.stem,
      ...(wide ? [this.klStem] : []),
      ...[this.ring, this.dot, this.saidName, name, handle, grip],
    );
  }

  buildPercents() {
    const { across, bottom } = this.frame;
    return [chartText(across(0), bottom + 15, "0 %", "start"), chartText(across(1), bottom + 15, "100 %", "end")];
  }

  /** The line of the true chance, its name, and the handle that moves it. */
  buildChance() {
    const { top, bottom } = this.frame;
    const at = { cy: top - 12, "data-lit": "truth" };
    return {
      line: svg("line", { y1: top - 12, y2: bottom, class: "xv-chance-line" }),
      name: chartText(0, top - 8, "", "start", "xv-chance-name"),
      handle: svg("circle", { ...at, r: 9, class: "xv-chance-handle" }),
      grip: svg("circle", { ...at, r: 22, class: "xv-grip" }),
    };
  }

  /**
   * What depends on the true chance alone.
   * @param {number} c
   */
  draw(c) {
    if (c === this.drawn) return;
    this.drawn = c;
    const { across, down } = this.frame;
    const { score, most, best } = this.kind;
    // Above the chart there is no line, rather than one along its top.
    const inside = POINTS.map((q) => ({ q, paid: score(c, q) })).filter(({ paid }) => paid <= most);
    const corners = inside.map(({ q, paid }) => `${across(q).toFixed(1)} ${down(paid).toFixed(1)}`);
    this.curve.setAttribute("d", corners.length ? `M${corners.join("L")}` : "");
    moveTo(this.ring, across(best(c)), down(score(c, best(c))));
    const { line, name, handle, grip } = this.chance;
    const x = across(c);
    setAttributes(line, { x1: x, x2: x });
    for (const circle of [handle, grip]) setAttributes(circle, { cx: x });
    setAttributes(name, { x: x + (c > 0.6 ? -15 : 15), "text-anchor": c > 0.6 ? "end" : "start" });
    showText(name, `true chance ${fixed2(c)}`);
  }

  /**
   * @param {number} c
   * @param {number} q
   * @param {number} score of q where c is true
   * @param {number} [floor] the part of the score that nobody can avoid
   */
  paint(c, q, score, floor = score) {
    this.draw(c);
    const { across, down } = this.frame;
    const x = across(q);
    moveTo(this.dot, x, down(score));
    setValue(this.dot, score);
    setAttributes(this.stem, { x1: x, x2: x, y2: down(floor) });
    setAttributes(this.klStem, { x1: x, x2: x, y1: down(floor), y2: down(score) });
    // A covered chart must not say how high its dot is.
    this.paintSaid(q, x, score > this.kind.most && !isCovered(this.dot));
  }

  /**
   * @param {number} q
   * @param {number} x
   * @param {boolean} isAbove the score is above the chart
   */
  paintSaid(q, x, isAbove) {
    setAttributes(this.saidName, { x, "text-anchor": q < 0.15 ? "start" : q > 0.85 ? "end" : "middle" });
    showText(this.saidName, isAbove ? `${fixed2(q)}: ↑ above the chart` : `you say ${fixed2(q)}`);
    const room = this.kind.wide ? 0.2 : 0.4;
    this.percents.forEach((end, i) => end.classList.toggle("xv-hidden", Math.abs(q - i) < room));
  }
}
