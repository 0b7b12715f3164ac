// The density board: a bell of area 1 that may be higher than 1, and -ln of its height.
import { Board } from "./board.js";
import { Chart, rider } from "./curve.js";
import { density } from "./mirror.js";
import { button, el, field, fixed2, handle, lighting, num3, show, svg } from "./controls.js";

const [NARROWEST, WIDEST, HIGHEST, HALF] = [0.1, 2, 4, 2];
const LOSS = { to: HIGHEST, least: -1.5, most: 3, across: [[0, "0", "start"], [1, "1"], [2, "2"], [3, "3"], [4, "4", "end"]], up: [-1, 0, 1, 2, 3].map((x) => [x, String(x).replace("-", "−")]), title: "height of the density at the truth", unitName: "nats" };
const BELL = { w: 340, h: 240, left: 30, right: 330, top: 14, bottom: 204 };
const bellX = (x) => BELL.left + ((x + HALF) / (2 * HALF)) * (BELL.right - BELL.left);
const bellY = (f) => BELL.bottom - (f / HIGHEST) * (BELL.bottom - BELL.top);
const words = (x, y, text, anchor = "start", kind = "") => svg("text", { x, y, "text-anchor": anchor, class: `xv-axis ${kind}` }, text);

class DensityBoard extends Board {
  constructor(parent, data) {
    super(parent, data, { name: "density", testid: "density", label: "Density board" });
    this.rider = rider();
    const [level, beyond, dot] = this.rider.nodes;
    dot.dataset.testid = "density-dot";
    this.zero = svg("line", { class: "xv-zero" });
    this.stop = svg("line", { class: "xv-stop" });
    this.stopName = words(0, 0, "a probability stops here", "start", "xv-stop-name");
    this.chart = new Chart({ label: "Minus log of the density at the truth: it falls below 0 where the density passes 1", over: [this.zero, this.stop, this.stopName, level, beyond, dot], heightFor: () => BELL.h, spec: () => LOSS, laid: (on) => this.laid(on) });
    this.root.append(this.buildBell(), el("div", { class: "xv-left" }, this.chart.svg), this.buildSide(), this.said, this.live);
    lighting(this.root, () => {});
    this.chart.lay();
  }

  mirror() { return density(this.state.sigma); }
  spoken({ density: f, loss }) { return `Density ${num3(f)} at the truth, loss ${num3(loss)} nats.`; }

  laid(on) {
    this.rider.lay(on);
    const place = (node, values) => { for (const [name, value] of Object.entries(values)) node.setAttribute(name, value); };
    place(this.zero, { x1: on.left, x2: on.right, y1: on.y(0), y2: on.y(0) });
    place(this.stop, { x1: on.x(1), x2: on.x(1), y1: on.top, y2: on.bottom });
    place(this.stopName, { x: on.x(1) + 6, y: on.top + 10 });
    if (this.numbers) this.paint(this.numbers);
  }

  buildBell() {
    this.bell = svg("path", { class: "xv-bell" });
    this.height = words(bellX(0) + 8, 0, "", "start", "xv-height");
    const ticks = [0, 1, 2, 3, 4].map((f) => words(BELL.left - 6, bellY(f) + 4, String(f), "end"));
    return svg("svg", { viewBox: `0 0 ${BELL.w} ${BELL.h}`, class: "xv-curve xv-bells", role: "img", "aria-label": "A bell-shaped density around the truth; its area is always 1" },
      svg("path", { d: `M${BELL.left} ${BELL.top}V${BELL.bottom}H${BELL.right}`, class: "xv-axes" }), ...ticks,
      svg("line", { x1: BELL.left, x2: BELL.right, y1: bellY(1), y2: bellY(1), class: "xv-stop" }), this.bell,
      svg("line", { x1: bellX(0), x2: bellX(0), y1: BELL.top, y2: BELL.bottom, class: "xv-truth-line" }), this.height,
      words(BELL.left + 6, 10, "density, area always 1"), words(bellX(0), BELL.bottom + 16, "the truth", "middle", "xv-truth-name"));
  }

  buildSide() {
    const shared = { label: "width of the bell, sigma", lit: "sigma", min: NARROWEST, max: WIDEST, value: () => this.state.sigma };
    this.slider = handle({ ...shared, testid: "sigma", step: 0.01, fine: 0.1, coarse: 1, move: (sigma) => this.change({ sigma }), hold: (on) => this.hold(on), rest: () => this.rest() });
    this.typed = field({ ...shared, testid: "sigma-value", format: fixed2, say: (text) => this.say(text), enter: (sigma) => this.changeNow({ sigma }) });
    this.f = el("b", { class: "xv-is-prediction", "data-testid": "density-value", "data-lit": "height" });
    this.s = el("b", { "data-lit": "sigma" });
    this.g = el("b", { class: "xv-is-prediction", "data-lit": "height" });
    this.loss = el("output", { class: "xv-average", "data-testid": "density-loss", "aria-label": "loss in nats" });
    this.sign = el("span", { class: "xv-hint" });
    return el("div", { class: "xv-side" },
      el("div", { class: "xv-wide" }, el("span", {}, "width σ"), this.typed.node), this.slider.node,
      el("div", {}, "height = 1 / (", this.s, " √(2π)) = ", this.f), el("div", {}, "loss = −ln ", this.g, " ="), el("div", { class: "xv-result" }, this.loss, el("span", { class: "xv-unit" }, "nats")), this.sign, button("density-reset", "Reset", () => this.reset()));
  }

  paint(numbers) {
    this.numbers = numbers;
    const { sigma } = this.state;
    const { density: f, loss } = numbers;
    this.slider.paint(sigma, `width ${fixed2(sigma)}, density ${num3(f)}, loss ${num3(loss)} nats`);
    this.typed.paint(sigma);
    for (const node of [this.f, this.g]) show(node, f, num3(f));
    show(this.s, sigma, fixed2(sigma));
    show(this.loss, loss, num3(loss));
    show(this.sign, loss < 0, loss < 0 ? "Below 0, and no bug: a density is not a probability." : "Above 0, as long as the bell is lower than 1.");
    const points = Array.from({ length: 161 }, (_, i) => -HALF + (2 * HALF * i) / 160);
    this.bell.setAttribute("d", `M${bellX(-HALF)} ${BELL.bottom}${points.map((x) => `L${bellX(x).toFixed(1)} ${bellY(f * Math.exp(-0.5 * (x / sigma) ** 2)).toFixed(1)}`).join("")}L${bellX(HALF)} ${BELL.bottom}Z`);
    this.height.setAttribute("y", Math.max(BELL.top + 10, bellY(f) - 6).toFixed(1));
    show(this.height, f, `height ${num3(f)}`);
    this.rider.paint(this.chart.on, f, loss);
  }

  close() {
    this.chart.close();
    super.close();
  }
}

export default DensityBoard;
