// The batch board: six predictions on the curve of -log p, and the mean as a line.
import { Board } from "./board.js";
import { Chart, ride } from "./curve.js";
import { average } from "./mirror.js";
import { button, el, field, handle, lighting, num3, percent, show, svg } from "./controls.js";

const LEAST = 0.001;
const MOST = 7;          // nats: the whole reach of the sliders is on the chart
const REACH = 40;        // px from a dot within which it is taken
const SPEC = { most: MOST, across: [[0, "0", "start"], [0.25, "0.25"], [0.5, "0.5"], [0.75, "0.75"], [1, "1"]], up: [0, 1, 2, 3, 4, 5, 6, 7].map((x) => [x, String(x)]), title: "p, the probability given to the truth", unitName: "nats" };
const tidy = (p) => Math.max(LEAST, Math.min(1, Number(p.toPrecision(3))));

class BatchBoard extends Board {
  constructor(parent, data) {
    super(parent, data, { name: "batch", testid: "batch", label: "Batch of six predictions" });
    this.dots = this.state.probs.map((_, k) => this.dot(k));
    this.line = svg("line", { class: "xv-mean", "data-lit": "mean" });
    this.lineName = svg("text", { class: "xv-axis xv-mean-name", "text-anchor": "end" });
    this.chart = new Chart({
      label: "Six predictions on the curve of minus log p, and a line at their mean",
      over: [this.line, this.lineName, ...this.dots.map(({ node }) => node)],
      heightFor: (width) => (width < 480 ? 220 : 330),
      spec: () => SPEC,
      laid: () => { if (this.numbers) this.paint(this.numbers); },
    });
    this.rows = this.state.probs.map((_, k) => this.buildRow(k));
    this.root.append(this.buildPlot(), this.buildSide(), this.said, this.buildFormula(), this.live);
    lighting(this.root, () => {});
    this.chart.lay();
  }

  mirror() { return average(this.state.probs); }
  spoken({ mean, bits, losses, shares }) {
    const top = losses.indexOf(Math.max(...losses));
    return `Mean loss ${num3(mean)} nats, ${num3(bits)} bits. Prediction ${top + 1} pays ${percent(shares[top])} of it.`;
  }
  setP(k, p) { this.change({ probs: this.state.probs.map((q, j) => (j === k ? tidy(p) : q)) }); }

  dot(k) {
    const node = svg("g", { class: "xv-six", "data-testid": `batch-dot-${k}`, "data-lit": `one-${k}` }, svg("circle", { r: 22, class: "xv-grip" }), svg("circle", { r: 11, class: "xv-dot" }), svg("text", { "text-anchor": "middle", y: 4, class: "xv-six-name" }, String(k + 1)));
    return { node };
  }

  buildPlot() {
    const plot = el("div", { class: "xv-plot" }, this.chart.svg);
    ride(plot, this.chart, { grab: (x, y) => this.nearestDot(x, y), move: (k, p) => this.setP(k, p), hold: (on) => this.hold(on), rest: () => this.rest() });
    return el("div", { class: "xv-left" }, plot);
  }

  nearestDot(x, y) {
    const { on } = this.chart;
    const away = this.state.probs.map((p) => Math.hypot(on.x(p) - x, on.y(on.cost(p)) - y));
    const near = Math.min(...away);
    return near <= REACH ? away.indexOf(near) : null;
  }

  buildRow(k) {
    const value = () => this.state.probs[k];
    const label = `probability that prediction ${k + 1} gave the truth`;
    const lit = `one-${k}`;
    const slider = handle({ testid: `batch-p-${k}`, label, lit, min: LEAST, max: 1, step: 0.001, fine: 0.01, coarse: 0.1, value, move: (p) => this.setP(k, p), hold: (on) => this.hold(on), rest: () => this.rest() });
    const typed = field({ testid: `batch-p-value-${k}`, label, lit, min: LEAST, max: 1, value, format: num3, say: (text) => this.say(text), enter: (p) => this.changeNow({ probs: this.state.probs.map((q, j) => (j === k ? p : q)) }) });
    const loss = el("span", { class: "xv-number xv-is-loss", "data-testid": `batch-loss-${k}`, "data-lit": lit });
    const fill = el("span", { class: "xv-fill xv-paid" });
    const share = el("span", { class: "xv-number", "data-testid": `batch-share-${k}`, "data-lit": lit });
    const bar = el("span", { class: "xv-bar", "data-lit": lit, "aria-hidden": "true" }, el("span", { class: "xv-track" }, fill));
    const node = el("div", { class: "xv-entry", role: "group", "aria-label": `prediction ${k + 1}` }, el("b", { class: "xv-which" }, String(k + 1)), slider.node, typed.node, loss, bar, share);
    return { node, slider, typed, loss, fill, share };
  }

  buildSide() {
    this.mean = el("output", { class: "xv-average", "data-testid": "mean", "data-lit": "mean", "aria-label": "mean loss in nats" });
    this.bits = el("span", { "data-testid": "mean-bits", "data-lit": "mean" });
    this.alike = el("b", { class: "xv-is-prediction", "data-testid": "alike", "data-lit": "mean" });
    const reset = button("batch-reset", "Reset", () => this.reset());
    const head = el("div", { class: "xv-entry xv-titles", "aria-hidden": "true" }, ...["", "p given to the truth", "", "loss", "share of the bill", ""].map((text) => el("span", {}, text)));
    const result = el("div", { class: "xv-result" }, this.mean, el("div", { class: "xv-words" }, el("span", { class: "xv-unit" }, "nats: the mean of six"), this.bits, el("span", {}, "as if each gave p = ", this.alike)), reset);
    return el("div", { class: "xv-side" }, result, head, ...this.rows.map(({ node }) => node));
  }

  buildFormula() {
    const part = (lit) => el("b", { class: "xv-is-loss", "data-lit": lit });
    this.terms = this.rows.map((_, k) => part(`one-${k}`));
    this.outcome = part("mean");
    return el("div", { class: "xv-formula", "data-testid": "batch-formula" }, el("span", { class: "xv-part" }, "mean = (", ...this.terms.flatMap((term, k) => (k ? [" + ", term] : [term])), ") / 6 = ", this.outcome, " nats"));
  }

  paint(numbers) {
    this.numbers = numbers;
    const { on } = this.chart;
    this.state.probs.forEach((p, k) => this.paintOne(k, p, numbers, on));
    show(this.mean, numbers.mean, num3(numbers.mean));
    show(this.outcome, numbers.mean, num3(numbers.mean));
    this.terms.forEach((term, k) => show(term, numbers.losses[k], num3(numbers.losses[k])));
    show(this.bits, numbers.bits, `${num3(numbers.bits)} bits`);
    show(this.alike, numbers.alike, num3(numbers.alike));
    const y = on.y(numbers.mean).toFixed(2);
    for (const [name, value] of [["x1", on.left], ["x2", on.right], ["y1", y], ["y2", y]]) this.line.setAttribute(name, value);
    // Beside the crossing with the curve, on the side where fewer dots are.
    this.lineName.setAttribute("transform", `translate(${numbers.alike > 0.5 ? on.x(0.4) : on.right} ${y - 7})`);
    show(this.lineName, numbers.mean, `mean ${num3(numbers.mean)}`);
  }

  paintOne(k, p, { losses, shares }, on) {
    const row = this.rows[k];
    row.slider.paint(p, `prediction ${k + 1}, p ${num3(p)}, loss ${num3(losses[k])} nats`);
    row.typed.paint(p);
    show(row.loss, losses[k], num3(losses[k]));
    show(row.share, shares[k], percent(shares[k]));
    row.fill.style.transform = `scaleX(${shares[k]})`;
    this.dots[k].node.setAttribute("transform", `translate(${on.x(p).toFixed(2)} ${on.y(losses[k]).toFixed(2)})`);
  }

  close() {
    this.chart.close();
    super.close();
  }
}

export default BatchBoard;
