// The surprise board: one p on the curve of -log p, dragged along it.
import { Board } from "./board.js";
import { Chart, ride, rider, trace } from "./curve.js";
import { otherLosses, surprise } from "./mirror.js";
import { button, choice, el, field, handle, lighting, num3, show, svg, toggle } from "./controls.js";

const LEAST = 1e-9;
const COINS = 30;
const TANGENT = 70;    // half its length, px
const VIEWS = {        // by axis and unit: the top of the chart and its ticks
  linear: { from: 0, nats: [5, 1], bits: [7, 1], across: [[0, "0", "start"], [0.25, "0.25"], [0.5, "0.5"], [0.75, "0.75"], [1, "1"]], marks: [0.99, 0.5, 0.01] },
  log: { from: LEAST, nats: [21, 5], bits: [30, 5], across: [[1e-9, "10⁻⁹"], [1e-6, "10⁻⁶"], [1e-3, "0.001"], [0.01, "0.01"], [0.1, "0.1"], [1, "1"]], marks: [0.5, 0.01, 1e-6] },
};
const OTHERS = {   // where each is named, by axis: at p, so many px above its line
  squared: { words: "squared (1 − p)²", linear: [0.12, -16], log: [3e-9, 6] },
  "zero-one": { words: "0–1: p < ½", linear: [0.1, 5], log: [2e-4, 6] },
  absolute: { words: "absolute 1 − p", linear: [0.27, 3], log: [2e-7, 6] },
};
const key = (name) => (name === "zero-one" ? "zero_one" : name);
const tidy = (p) => Math.max(LEAST, Math.min(1, Number(p.toPrecision(p > 0.9 ? 4 : 3))));
const perUnit = (unit) => (unit === "bits" ? Math.LN2 : 1);
const short = (x) => num3(Number(x.toPrecision(2))).replace(/(\.\d*?)0+$/, "$1").replace(/\.$/, "");

class SurpriseBoard extends Board {
  constructor(parent, data) {
    super(parent, data, { name: "surprise", label: "Surprise board" });
    this.core = data.numbers;
    this.buildPlot();
    this.root.append(this.buildPlotArea(), this.buildSide(), this.said, this.buildFormula(), this.buildControls(), this.live);
    lighting(this.root, () => {});
    this.chart.lay();
  }

  mirror() { return { ...surprise(this.state.p), ...otherLosses(this.state.p), marks: this.core.marks }; }
  spoken({ loss, bits }) { return `p ${num3(this.state.p)} costs ${num3(loss)} nats, ${num3(bits)} bits: ${num3(bits)} heads in a row.`; }
  setP(p) { this.change({ p: tidy(p) }); }

  adopt(state) {
    super.adopt(state);
    this.look();
  }

  // The view has changed, not the numbers.
  look() {
    const { axis, unit, others } = this.state;
    const view = [axis, unit, ...others].join();
    if (view === this.view) return;
    this.view = view;
    this.chart.lay();
  }

  turn(patch) {
    this.changeNow(patch);
    this.look();
  }

  // ---- the plot -----------------------------------------------------------------------------
  buildPlot() {
    this.rider = rider();
    this.tangent = svg("line", { class: "xv-tangent", "data-lit": "slope" });
    this.grip = svg("circle", { r: 24, class: "xv-grip" });
    this.overlays = svg("g", { class: "xv-overlays" });
    const [level, beyond, dot] = this.rider.nodes;
    this.chart = new Chart({
      label: "The curve of minus log p: the loss against the probability given to the truth, with its tangent",
      over: [this.overlays, level, this.tangent, beyond, dot, this.grip],
      heightFor: (width) => (width < 480 ? 220 : 300),
      spec: () => this.spec(),
      laid: (on) => this.laid(on),
    });
  }

  spec() {
    const { axis, unit } = this.state;
    const view = VIEWS[axis];
    const [most, step] = view[unit];
    const up = Array.from({ length: Math.floor(most / step) + 1 }, (_, i) => [i * step, String(i * step)]);
    return { from: view.from, log: axis === "log", most, unit: perUnit(unit), up, across: view.across, title: `p, the probability given to the truth${axis === "log" ? ", logarithmic" : ""}`, unitName: unit };
  }

  laid(on) {
    this.rider.lay(on);
    this.overlays.replaceChildren(...this.state.others.flatMap((name) => this.drawOther(on, name)));
    this.marks.replaceChildren(...VIEWS[this.state.axis].marks.map((p) => this.mark(on, p)));
    if (this.numbers) this.paint(this.numbers);
  }

  drawOther(on, name) {
    const f = (p) => otherLosses(p)[key(name)];
    const [p, above] = OTHERS[name][this.state.axis];
    const text = svg("text", { x: on.x(p), y: on.y(f(p)) - above, class: "xv-axis xv-other-name" }, OTHERS[name].words.split(/[ :]/)[0]);
    return [svg("path", { d: trace(on, f), class: `xv-other xv-${name}` }), text];
  }

  // A place on the curve that can be pressed: a real button, laid over the chart.
  mark(on, p) {
    const [, nats, bits] = this.core.marks.find(([at]) => at === p);
    const value = this.state.unit === "bits" ? bits : nats;
    const name = p < 0.001 ? "10⁻⁶" : String(p);
    const text = `${name} → ${short(value)}`;
    const side = p > 0.9 || (this.state.axis === "log" && p > 0.1) ? "xv-spot xv-before" : "xv-spot";
    const node = button(`mark-${p}`, "", () => this.changeNow({ p }), { class: side, "aria-label": `p = ${name} costs ${short(value)} ${this.state.unit}`, "data-value": value });
    node.append(el("i"), el("span", {}, text));
    node.style.transform = `translate(${on.x(p) - 22}px, ${on.y(on.cost(p)) - 22}px)`;
    return node;
  }

  buildPlotArea() {
    this.marks = el("div", { class: "xv-spots" });
    const plot = el("div", { class: "xv-plot" }, this.chart.svg, this.marks);
    const rest = () => this.rest();
    const hold = (on) => this.hold(on);
    ride(plot, this.chart, { grab: () => 0, move: (_, p) => this.setP(p), hold, rest });
    const slider = (testid, scale) => handle({ testid, label: "probability given to the truth", lit: "p", hold, rest, ...scale });
    this.sliders = {
      linear: slider("p", { min: 0.001, max: 1, step: 0.001, fine: 0.01, coarse: 0.1, value: () => this.state.p, move: (p) => this.setP(p) }),
      log: slider("p-log", { min: -9, max: 0, step: 0.01, value: () => Math.log10(this.state.p), move: (x) => this.setP(10 ** x) }),
    };
    return el("div", { class: "xv-left" }, plot, el("div", { class: "xv-under" }, this.sliders.linear.node, this.sliders.log.node));
  }

  // ---- beside and below ---------------------------------------------------------------------
  buildSide() {
    const number = (testid, lit, extra = "") => el("span", { class: `xv-number ${extra}`, "data-testid": testid, "data-lit": lit });
    this.typed = field({ testid: "p-value", label: "probability given to the truth", lit: "p", min: LEAST, max: 1, value: () => this.state.p, format: num3, say: (text) => this.say(text), enter: (p) => this.changeNow({ p }) });
    this.loss = el("output", { class: "xv-loss", "data-testid": "loss", "data-lit": "loss", tabindex: "0", "aria-label": "loss in nats" });
    this.bits = el("output", { class: "xv-bits", "data-testid": "loss-bits", "data-lit": "loss", "aria-label": "loss in bits" });
    this.heads = number("heads", "loss", "xv-is-loss");
    this.slope = number("slope", "slope", "xv-is-gradient");
    this.slopeUnit = el("span");
    this.coins = Array.from({ length: COINS }, () => el("i"));
    const coins = el("div", { class: "xv-coins", "aria-hidden": "true" }, ...this.coins.map((fill) => el("span", {}, fill)));
    return el("div", { class: "xv-side" },
      el("label", { class: "xv-given" }, el("span", {}, "the truth was given p ="), this.typed.node),
      el("div", { class: "xv-result" }, el("div", { class: "xv-both" }, this.loss, el("span", { class: "xv-unit xv-nats-word" }, "nats"), this.bits, el("span", { class: "xv-unit xv-bits-word" }, "bits"))),
      el("div", { class: "xv-as" }, el("span", {}, "as surprising as "), this.heads, " heads in a row", coins),
      el("div", { class: "xv-steep" }, "slope −1/p = ", this.slope, this.slopeUnit));
  }

  buildFormula() {
    const part = (testid, meaning, lit) => el("b", { class: `xv-is-${meaning}`, "data-testid": testid, "data-lit": lit });
    this.terms = { p: part("formula-p", "prediction", "p"), loss: part("formula-loss", "loss", "loss"), bits: part("formula-bits", "loss", "loss"), q: part("formula-q", "prediction", "p"), slope: part("formula-slope", "gradient", "slope") };
    const { p, loss, bits, q, slope } = this.terms;
    const piece = (...parts) => el("span", { class: "xv-part" }, ...parts);
    return el("div", { class: "xv-formula", "data-testid": "formula" }, piece("loss = −ln ", p, " = ", loss, " nats ÷ ln 2 = ", bits, " bits"), piece("slope = −1 / ", q, " = ", slope, " nats for each 1 of p"));
  }

  buildControls() {
    this.axis = choice({ testid: "axis", label: "axis of p", options: { linear: "linear p", log: "logarithmic p" }, pick: (axis) => this.turn({ axis }) });
    this.unit = choice({ testid: "unit", label: "unit", options: { nats: "nats", bits: "bits" }, pick: (unit) => this.turn({ unit }) });
    this.others = Object.entries(OTHERS).map(([name, { words }]) => {
      const value = el("b", { class: "xv-number", "data-testid": name });
      const node = toggle(`show-${name}`, [words, " = ", value], () => this.flip(name));
      return { name, value, node };
    });
    const reset = button("reset", "Reset", () => this.reset());
    return el("div", { class: "xv-line-up" }, this.axis.node, this.unit.node, el("span", { class: "xv-hint" }, "beside"), ...this.others.map(({ node }) => node), reset);
  }

  flip(name) {
    const { others } = this.state;
    const wanted = (other) => (other === name ? !others.includes(other) : others.includes(other));
    this.turn({ others: Object.keys(OTHERS).filter(wanted) });
  }

  // ---- painting -----------------------------------------------------------------------------
  paint(numbers) {
    this.numbers = numbers;
    const { p, axis, unit, others } = this.state;
    const { loss, bits } = numbers;
    this.root.classList.toggle("xv-in-bits", unit === "bits");
    for (const [name, slider] of Object.entries(this.sliders)) {
      slider.node.hidden = name !== axis;
      slider.paint(name === "log" ? Math.log10(p) : p, `p ${num3(p)}, loss ${num3(loss)} nats`);
    }
    this.typed.paint(p);
    show(this.loss, loss, num3(loss));
    show(this.bits, bits, num3(bits));
    show(this.heads, bits, num3(bits));
    this.coins.forEach((coin, k) => { coin.style.transform = `scaleX(${Math.max(0, Math.min(1, bits - k))})`; });
    const slope = unit === "bits" ? numbers.slope_bits : numbers.slope;
    show(this.slope, slope, num3(slope));
    show(this.slopeUnit, unit, ` ${unit} for each 1 of p`);
    this.paintFormula(p, numbers);
    this.axis.paint(axis);
    this.unit.paint(unit);
    for (const { name, value, node } of this.others) {
      show(value, numbers[key(name)], num3(numbers[key(name)]));
      node.setAttribute("aria-pressed", String(others.includes(name)));
    }
    this.paintCurve(p, loss, slope);
  }

  paintFormula(p, { loss, bits, slope }) {
    const { terms } = this;
    for (const [node, x] of [[terms.p, p], [terms.q, p], [terms.loss, loss], [terms.bits, bits], [terms.slope, slope]]) show(node, x, num3(x));
  }

  paintCurve(p, loss, slope) {
    const { on } = this.chart;
    this.rider.paint(on, p, loss, this.state.unit);
    const [x, y] = [on.x(p), on.y(on.cost(p))];
    this.grip.setAttribute("transform", `translate(${x.toFixed(2)} ${y.toFixed(2)})`);
    // On the logarithmic axis the curve itself is straight; beyond the chart there is nothing to touch.
    const touches = this.state.axis === "linear" && on.cost(p) <= on.most;
    this.tangent.style.display = touches ? "" : "none";
    if (!touches) return;
    const rise = (slope * (on.y(1) - on.y(0))) / (on.x(1) - on.x(0));
    const across = TANGENT / Math.hypot(1, rise);
    const room = { 1: Math.min(across, (y - on.top) / rise, x - on.left), 2: Math.min(across, (on.bottom - y) / rise, on.right - x) };
    for (const [end, side] of [["1", -room[1]], ["2", room[2]]]) {
      this.tangent.setAttribute(`x${end}`, (x + side).toFixed(2));
      this.tangent.setAttribute(`y${end}`, (y + side * rise).toFixed(2));
    }
  }

  close() {
    this.chart.close();
    super.close();
  }
}

export default SurpriseBoard;
