// The honesty board: a true chance c and a stated one q under the finger, and what the log loss,
// squared error and absolute error cost on average. Only the first two are cheapest where q = c.
import { absoluteScore, entropy, expectedLoss, klDivergence, squaredScore } from "./mirror.js";
import { Board } from "./board.js";
import { button, el, field, fixed2, handle, lighting, num3, percent, show } from "./controls.js";
import { scoreChart } from "./score_chart.js";

const both = (p) => [p, 1 - p];
const nats = (x) => `${num3(x)} nats`;
const nearestEnd = (c) => (c === 0.5 ? "anywhere" : c > 0.5 ? "100 %" : "0 %");
const CHARTS = {
  loss: { title: "log loss, nats", most: 2, wide: true, score: expectedLoss, best: (c) => c },
  squared: { title: "squared error", most: 1, score: squaredScore, best: (c) => c },
  absolute: { title: "absolute error", most: 1, score: absoluteScore, best: (c) => (c >= 0.5 ? 1 : 0) },
};

class HonestyBoard extends Board {
  constructor(parent, data) {
    super(parent, data, { name: "honesty", label: "Honesty board" });
    const drag = {
      move: (which, x) => this.change({ [which]: x }),
      hold: (on) => this.hold(on),
      rest: () => this.rest(),
    };
    this.charts = Object.fromEntries(
      Object.entries(CHARTS).map(([name, kind]) => [name, scoreChart(name, kind, drag)]),
    );
    this.formula = this.buildFormula();
    this.dials = [this.dial("said", "you say q", "prediction"), this.dial("chance", "true chance c", "truth")];
    this.root.append(
      this.buildLoss(),
      this.buildSide("squared"),
      this.buildSide("absolute"),
      el("div", { class: "xv-dials" }, ...this.dials.map((dial) => dial.node)),
      this.said,
      this.formula.node,
      this.buildControls(),
      this.live,
    );
    lighting(this.root, () => {});
  }

  mirror() {
    const { chance: c, said: q } = this.state;
    const loss = expectedLoss(c, q);
    return {
      loss,
      bits: loss / Math.LN2,
      entropy: entropy(both(c)),
      kl: klDivergence(both(c), both(q)),
      squared: squaredScore(c, q),
      absolute: absoluteScore(c, q),
    };
  }

  spoken(core) {
    const { chance, said } = this.state;
    return `You say ${percent(said)}, the true chance is ${percent(chance)}. The log loss is ${
      nats(core.loss)
    } on average.`;
  }

  // ---- building -----------------------------------------------------------------------------
  buildLoss() {
    this.loss = el("output", {
      class: "xv-loss",
      "data-testid": "loss",
      "data-lit": "loss",
      tabindex: "0",
      "aria-label": "expected log loss in nats",
    });
    this.bits = el("span", { "data-testid": "loss-bits", "data-lit": "loss" });
    this.entropy = el("b", { class: "xv-is-entropy", "data-testid": "entropy", "data-lit": "entropy" });
    this.kl = el("b", { class: "xv-is-kl", "data-testid": "kl", "data-lit": "kl" });
    const words = el(
      "div",
      { class: "xv-words" },
      el("span", { class: "xv-unit" }, "nats of log loss on average"),
      this.bits,
    );
    const split = el(
      "div",
      { class: "xv-split" },
      el("span", {}, this.entropy, " entropy: unavoidable"),
      el("span", {}, this.kl, " KL: for not saying c"),
    );
    return el(
      "div",
      { class: "xv-main" },
      el("div", { class: "xv-result" }, this.loss, words, split),
      this.charts.loss.node,
    );
  }

  buildSide(name) {
    const value = el("output", { class: "xv-score", "data-testid": name, "data-lit": name });
    const best = el("span", { class: "xv-best", "data-testid": `best-${name}` });
    this[name] = { value, best };
    return el(
      "div",
      { class: `xv-other xv-${name}` },
      el("div", { class: "xv-title" }, el("span", {}, CHARTS[name].title), value, best),
      this.charts[name].node,
    );
  }

  buildFormula() {
    const names = { c: "truth", lnq: "prediction", not: "truth", lnr: "prediction", loss: "loss" };
    const part = Object.fromEntries(
      Object.entries(names).map((
        [key, meaning],
      ) => [key, el("b", { class: `xv-is-${meaning}`, "data-lit": key === "loss" ? "loss" : meaning })]),
    );
    const node = el(
      "div",
      { class: "xv-formula", "data-testid": "formula" },
      "log loss = −c ln q − (1 − c) ln(1 − q) = ",
      part.c,
      " × ",
      part.lnq,
      " + ",
      part.not,
      " × ",
      part.lnr,
      " = ",
      part.loss,
      " nats",
    );
    return { node, ...part };
  }

  dial(name, label, meaning) {
    const value = () => this.state[name];
    const slider = handle({
      testid: name,
      label,
      lit: meaning,
      min: 0,
      max: 1,
      step: 0.001,
      fine: 0.01,
      coarse: 0.1,
      value,
      move: (x) => this.change({ [name]: x }),
      hold: (on) => this.hold(on),
      rest: () => this.rest(),
    });
    const typed = field({
      testid: `${name}-value`,
      label,
      lit: meaning,
      min: 0,
      max: 1,
      value,
      format: fixed2,
      say: (text) => this.say(text),
      enter: (x) => this.changeNow({ [name]: x }),
    });
    const node = el(
      "div",
      { class: `xv-row xv-of-${meaning}` },
      slider.node,
      el(
        "span",
        { class: "xv-named" },
        el("span", { class: `xv-is-${meaning}`, "aria-hidden": "true" }, label),
        typed.node,
      ),
    );
    return {
      node,
      paint: (x) => {
        slider.paint(x, `${label}, ${percent(x)}`);
        typed.paint(x);
      },
    };
  }

  buildControls() {
    const honest = button("honest", "Be honest: q = c", () => this.changeNow({ said: this.state.chance }), {
      class: "xv-button xv-primary",
    });
    const sure = button(
      "sure",
      "Claim to be sure",
      () => this.changeNow({ said: this.state.chance >= 0.5 ? 0.99 : 0.01 }),
    );
    return el("div", { class: "xv-controls xv-line-up" }, honest, sure, button("reset", "Reset", () => this.reset()));
  }

  // ---- painting -----------------------------------------------------------------------------
  paint(numbers) {
    const { chance: c, said: q } = this.state;
    const loss = numbers.loss;
    const kl = numbers.kl;
    const bits = numbers.bits;
    this.dials[0].paint(q);
    this.dials[1].paint(c);
    show(this.loss, loss, num3(loss));
    show(this.bits, bits, `${num3(bits)} bits`);
    show(this.entropy, numbers.entropy, num3(numbers.entropy));
    show(this.kl, kl, `+ ${num3(kl)}`);
    this.charts.loss.paint(c, q, loss, numbers.entropy);
    for (const name of ["squared", "absolute"]) {
      show(this[name].value, numbers[name], num3(numbers[name]));
      this.charts[name].paint(c, q, numbers[name]);
    }
    show(this.squared.best, c, `cheapest at q = ${fixed2(c)}: honest`);
    show(this.absolute.best, c, `cheapest at q = ${nearestEnd(c)}${c === 0.5 ? "" : ": exaggerate"}`);
    const { c: first, lnq, not, lnr, loss: total } = this.formula;
    show(first, c, fixed2(c));
    show(lnq, q, num3(-Math.log(q)));
    show(not, 1 - c, fixed2(1 - c));
    show(lnr, 1 - q, num3(-Math.log(1 - q)));
    show(total, loss, num3(loss));
  }
}

export default HonestyBoard;
