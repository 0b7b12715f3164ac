// The law board: a plane of parameters and tokens, contours of the loss after a published fit, and a
// dot under the finger. The loss falls apart into what nobody can avoid and what size or data would buy.
import { Board } from "./board.js";
import { Chart, ride } from "./curve.js";
import { bestSplit, fittedLoss, tokensFor } from "./mirror.js";
import { button, el, field, handle, lighting, num3, show, svg } from "./controls.js";
import { inWords, move, path, plane, rule, word } from "./log_chart.js";

const PARAMS = [1e6, 1e13];
const TOKENS = [1e8, 1e14];
const LEVELS = [4, 3, 2.5, 2.2, 2, 1.9, 1.8];
const BENDS = 120;
const LESS = 0.01;
const WIDEST = 4; // nats at the right end of the bar, unless the loss is larger
const UNITS = { T: 1e12, B: 1e9, M: 1e6, "": 1 };
// 70B, 1.4T: three digits without the zeros behind them.
const brief = (x) => {
  const [unit, size] = Object.entries(UNITS).find(([, one]) => Number((x / one).toPrecision(3)) >= 1);
  return `${Number((x / size).toPrecision(3))}${unit}`;
};
const within = ([low, high], x) => Math.max(low, Math.min(high, x));
const tidy = (x) => Number(x.toPrecision(3));
const CROWDED = 620; // px of chart under which only some names have room; a button lights the others
const NEAR_OTHERS = ["GPT-3", "PaLM", "Llama 2 70B"];
const NARROW = { Chinchilla: [12, -6] };
const PLACES = { // where a model's name stands beside its dot
  "Pythia 70M": [8, 4],
  "GPT-3": [-8, 12, "end"],
  Gopher: [8, 12],
  Chinchilla: [8, 17],
  PaLM: [8, 10],
  "LLaMA 7B": [-8, 4, "end"],
  "Llama 2 70B": [9, -5],
  "Llama 3.1 405B": [8, -4],
};

class LawBoard extends Board {
  constructor(parent, data) {
    super(parent, data, { name: "law", label: "Law board", testid: "law-board" });
    Object.assign(this, { fit: data.constants.fit, models: data.constants.models, fitted: data.constants.fitted });
    this.chart = this.buildChart();
    this.root.append(
      this.buildPlot(),
      this.buildSide(),
      this.buildFormula(),
      this.buildControls(),
      this.said,
      this.live,
    );
    lighting(this.root, () => {});
    this.chart.lay();
  }

  mirror() {
    const { params, tokens } = this.state;
    const parts = fittedLoss(this.fit, params, tokens);
    const compute = 6 * params * tokens;
    const [n, d] = bestSplit(this.fit, compute);
    return {
      ...parts,
      bits: parts.loss / Math.LN2,
      perplexity: Math.exp(parts.loss),
      perplexity_less: Math.exp(parts.loss - LESS),
      compute,
      ratio: tokens / params,
      best_params: n,
      best_tokens: d,
      best_loss: fittedLoss(this.fit, n, d).loss,
    };
  }

  spoken({ loss, perplexity }) {
    return `${inWords(this.state.params)} parameters and ${inWords(this.state.tokens)} tokens: the fit says ${
      num3(loss)
    } nats a token, perplexity ${num3(perplexity)}.`;
  }

  go(params, tokens) {
    this.change({ params: within(PARAMS, tidy(params)), tokens: within(TOKENS, tidy(tokens)) });
  }

  // ---- the plane ----------------------------------------------------------------------------
  buildChart() {
    this.iso = svg("path", { class: "xv-iso", "data-lit": "compute" });
    this.isoName = word(0, 0, "same compute", "start", "xv-iso-name");
    this.best = svg("circle", { r: 7, class: "xv-best", "data-lit": "best" });
    this.dot = svg("circle", { r: 9, class: "xv-dot", "data-testid": "law-dot", "data-lit": "loss" });
    this.grip = svg("circle", { r: 24, class: "xv-grip" });
    this.land = svg("g");
    this.marks = svg("g");
    const ticks = (all) => all.map((at) => [at, brief(at)]);
    const spec = () => ({
      from: PARAMS[0],
      to: PARAMS[1],
      least: TOKENS[0],
      most: TOKENS[1],
      margins: { left: 48, right: 40 },
      across: ticks([1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13]),
      up: ticks([1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14]),
      title: "N, parameters",
      unitName: "D, training tokens",
    });
    return new Chart({
      label: "Contours of the fitted loss over parameters and training tokens, with published models",
      spec,
      over: [this.land, this.iso, this.isoName, this.marks, this.best, this.dot, this.grip],
      laid: (on) => this.laid(on),
      make: plane,
      rule,
      heightFor: (width) => (width < 480 ? 280 : 340),
    });
  }

  laid(on) {
    const [[n0, n1], [d0, d1]] = this.fitted;
    const range = svg("rect", {
      class: "xv-range-of-fit",
      x: on.x(n0),
      y: on.y(d1),
      width: on.x(n1) - on.x(n0),
      height: on.y(d0) - on.y(d1),
    });
    const said = word(on.x(n0) + 5, on.y(d0) - 6, "fitted here", "start");
    this.land.replaceChildren(
      ...LEVELS.flatMap((level) => this.contour(on, level)),
      range,
      said,
      word(on.right + 5, 10, "nats", "start", "xv-level-name"),
    );
    this.marks.replaceChildren(...this.models.map((one) => this.model(on, one)));
    if (this.numbers) this.paint(this.numbers);
  }

  // Where the fit says `level`: everything below and to the left is worse, and a shade darker.
  contour(on, level) {
    const { floor, a, alpha, b, beta } = this.fit;
    const first = Math.max(PARAMS[0], (a / (level - floor - b / TOKENS[1] ** beta)) ** (1 / alpha));
    const points = Array.from({ length: BENDS + 1 }, (_, i) => {
      const n = first * (PARAMS[1] / first) ** ((i / BENDS) ** 2);
      return [n, Math.min(TOKENS[1], tokensFor(this.fit, level, n))];
    });
    const corners = [[PARAMS[0], TOKENS[0]], [PARAMS[0], TOKENS[1]]];
    const shade = svg("path", {
      class: "xv-shade",
      d: `${path(on, [...points, [PARAMS[1], TOKENS[0]], ...corners])}Z`,
    });
    const end = points.at(-1);
    return [
      shade,
      svg("path", { class: "xv-contour", d: path(on, points) }),
      word(on.right + 5, on.y(end[1]) + 4, String(level), "start", "xv-level-name"),
    ];
  }

  model(on, { name, params, tokens, source }) {
    const [dx, dy, anchor] = (on.width < CROWDED && NARROW[name]) || PLACES[name] || [8, 4];
    const mark = svg("circle", { cx: on.x(params), cy: on.y(tokens), r: 4.5, class: "xv-model" });
    const text = word(on.x(params) + dx, on.y(tokens) + dy, name, anchor, "xv-model-name");
    const crowded = on.width < CROWDED && NEAR_OTHERS.includes(name);
    return svg(
      "g",
      { "data-lit": `model-${name}`, class: crowded ? "xv-crowded" : undefined },
      svg("title", {}, `${name}: ${brief(params)} parameters, ${brief(tokens)} tokens. ${source}`),
      mark,
      text,
    );
  }

  buildPlot() {
    const rest = () => this.rest();
    const hold = (on) => this.hold(on);
    const plot = el("div", { class: "xv-plot" }, this.chart.svg);
    ride(plot, this.chart, {
      grab: () => 0,
      where: (on, x, y) => on.at(x, y),
      move: (_, [n, d]) => this.go(n, d),
      hold,
      rest,
    });
    const slider = (key, label, [low, high], set) =>
      handle({
        testid: key,
        label,
        lit: key,
        min: Math.log10(low),
        max: Math.log10(high),
        step: 0.01,
        value: () => Math.log10(this.state[key]),
        move: (x) => set(10 ** x),
        hold,
        rest,
      });
    const typed = (key, label, [min, max]) =>
      field({
        testid: `${key}-value`,
        label,
        lit: key,
        min,
        max,
        value: () => this.state[key],
        format: brief,
        say: (text) => this.say(text),
        enter: (x) => this.changeNow({ [key]: x }),
      });
    this.rows = [["params", "N, parameters", PARAMS, (n) => this.go(n, this.state.tokens)], [
      "tokens",
      "D, tokens",
      TOKENS,
      (d) => this.go(this.state.params, d),
    ]].map(([key, label, ends, set]) => ({
      key,
      label,
      slider: slider(key, label, ends, set),
      typed: typed(key, label, ends),
    }));
    const lines = this.rows.map(({ key, label, slider: one, typed: two }) =>
      el("div", { class: `xv-row xv-of-${key}` }, el("span", {}, label), one.node, two.node)
    );
    return el("div", { class: "xv-left" }, plot, ...lines);
  }

  // ---- beside and below ---------------------------------------------------------------------
  buildSide() {
    const number = (testid, lit = testid, extra = "") =>
      el("b", { class: `xv-number ${extra}`, "data-testid": testid, "data-lit": lit });
    this.loss = el("output", {
      class: "xv-law-loss",
      "data-testid": "law-loss",
      "data-lit": "loss",
      tabindex: "0",
      "aria-label": "fitted loss in nats a token",
    });
    this.bits = el("span", { "data-testid": "law-bits", "data-lit": "loss" });
    this.where = el("span", { class: "xv-where", "data-testid": "where" });
    this.bars = [["floor", "entropy"], ["from_params", "kl"], ["from_tokens", "kl"]].map(([key]) => ({
      key,
      node: el("i", { class: `xv-part-of xv-${key}`, "data-lit": key }),
      value: number(key.replace("_", "-"), key),
    }));
    const [floor, size, data] = this.bars.map(({ value }) => value);
    this.values = {
      perplexity: number("perplexity"),
      perplexity_less: number("perplexity-less", "perplexity"),
      fewer: number("fewer", "perplexity"),
      compute: number("compute"),
      ratio: number("ratio", "compute"),
      best_loss: number("best-loss", "best", "xv-is-loss"),
    };
    const { perplexity, perplexity_less: less, fewer, compute, ratio, best_loss: best } = this.values;
    this.split = el("span", { "data-testid": "best-split", "data-lit": "best" });
    const row = (...parts) => el("p", { class: "xv-fact" }, ...parts);
    return el(
      "div",
      { class: "xv-side" },
      el(
        "div",
        { class: "xv-result" },
        this.loss,
        el("div", { class: "xv-words" }, el("span", { class: "xv-unit" }, "nats a token"), this.bits, this.where),
      ),
      el("div", { class: "xv-stack", "aria-hidden": "true" }, ...this.bars.map(({ node }) => node)),
      el(
        "div",
        { class: "xv-key" },
        el("span", { class: "xv-key-floor" }, floor, " unavoidable: the entropy H of the text"),
        el("span", { class: "xv-key-params" }, size, " for too few parameters"),
        el("span", { class: "xv-key-tokens" }, data, " for too few tokens"),
      ),
      row("perplexity ", perplexity, "; with 0.01 nats less ", less, ", that is ", fewer, " % fewer choices"),
      row("compute 6ND ", compute, " operations, ", ratio, " tokens a parameter"),
      row("○ least loss for that compute ", best, " at ", this.split),
    );
  }

  buildFormula() {
    const part = (testid, meaning, lit) =>
      el("b", { class: `xv-is-${meaning}`, "data-testid": `formula-${testid}`, "data-lit": lit });
    this.terms = {
      floor: part("floor", "entropy", "floor"),
      params: part("params", "kl", "from_params"),
      tokens: part("tokens", "kl", "from_tokens"),
      loss: part("law", "loss", "loss"),
    };
    const { floor, params, tokens, loss } = this.terms;
    params.append(el("sup", {}, String(this.fit.alpha)));
    tokens.append(el("sup", {}, String(this.fit.beta)));
    return el(
      "div",
      { class: "xv-formula", "data-testid": "law-formula" },
      el("span", { class: "xv-part" }, "L = ", floor, " + ", params, " + ", tokens, " = ", loss, " nats"),
    );
  }

  buildControls() {
    this.buttons = this.models.map((one) => ({
      one,
      node: button(`model-${one.name}`, "", () => this.changeNow({ params: one.params, tokens: one.tokens }), {
        class: "xv-button xv-switch xv-published",
        "aria-pressed": "false",
        "data-lit": `model-${one.name}`,
        title: one.source,
      }),
    }));
    for (const { one, node } of this.buttons) {
      node.append(el("span", {}, one.name), el("small", {}, `${brief(one.params)}, ${brief(one.tokens)}`));
    }
    this.toSplit = button("best", "○ Best split of this compute", () => this.toBest(), { "data-lit": "best" });
    return el(
      "div",
      { class: "xv-controls" },
      el(
        "div",
        { class: "xv-line-up" },
        ...this.buttons.map(({ node }) => node),
        this.toSplit,
        button("law-reset", "Reset", () => this.reset()),
      ),
    );
  }

  toBest() {
    const [n, d] = bestSplit(this.fit, 6 * this.state.params * this.state.tokens);
    this.go(n, d);
    this.wire.commit();
  }

  // ---- painting -----------------------------------------------------------------------------
  paint(numbers) {
    this.numbers = numbers;
    const { params, tokens } = this.state;
    this.rows.forEach(({ key, label, slider, typed }) => {
      slider.paint(
        Math.log10(this.state[key]),
        `${label}, ${inWords(this.state[key])}, loss ${num3(numbers.loss)} nats`,
      );
      typed.paint(this.state[key]);
    });
    show(this.loss, numbers.loss, num3(numbers.loss));
    show(this.bits, numbers.bits, `${num3(numbers.bits)} bits`);
    const [inside, at] = [this.isFitted(), `${params} ${tokens}`];
    show(this.where, at, inside ? "inside what was fitted" : "an extrapolation");
    this.bars.forEach(({ key, node, value }) => {
      node.style.width = `${(100 * numbers[key]) / Math.max(WIDEST, numbers.loss)}%`;
      show(value, numbers[key], key === "floor" ? num3(numbers[key]) : `+ ${num3(numbers[key])}`);
    });
    this.paintFacts(numbers);
    this.paintFormula(numbers);
    for (const { one, node } of this.buttons) {
      node.setAttribute("aria-pressed", String(one.params === params && one.tokens === tokens));
    }
    if (this.chart.on) this.paintPlane(numbers);
  }

  isFitted() {
    return [this.state.params, this.state.tokens].every((x, i) => x >= this.fitted[i][0] && x <= this.fitted[i][1]);
  }

  paintFacts({ perplexity, perplexity_less: less, compute, ratio, best_loss: best, best_params: n, best_tokens: d }) {
    const { values } = this;
    const fewer = 100 * (1 - less / perplexity);
    show(values.perplexity, perplexity, num3(perplexity));
    show(values.perplexity_less, less, num3(less));
    show(values.fewer, fewer, num3(fewer));
    show(values.compute, compute, compute.toExponential(2).replace("+", ""));
    show(values.ratio, ratio, num3(ratio));
    show(values.best_loss, best, num3(best));
    show(this.split, n, `${brief(n)} parameters, ${brief(d)} tokens`);
  }

  paintFormula({ floor, loss }) {
    const { fit, state, terms } = this;
    show(terms.floor, floor, num3(floor));
    show(terms.params, state.params, `${fit.a} / ${brief(state.params)}`);
    show(terms.tokens, state.tokens, `${fit.b} / ${brief(state.tokens)}`);
    show(terms.loss, loss, num3(loss));
  }

  paintPlane({ compute, best_params: n, best_tokens: d }) {
    const { on } = this.chart;
    const { params, tokens } = this.state;
    const budget = compute / 6;
    const from = Math.max(PARAMS[0], budget / TOKENS[1]);
    const to = Math.min(PARAMS[1], budget / TOKENS[0]);
    // Near a corner the line is too short to bear its name.
    this.isoName.style.display = to / from > 100 ? "" : "none";
    this.iso.setAttribute("d", path(on, [[from, budget / from], [to, budget / to]]));
    this.isoName.setAttribute("x", (on.x(from) + 24).toFixed(2));
    this.isoName.setAttribute("y", (on.y(budget / from) + 14).toFixed(2));
    const seen = n >= PARAMS[0] && n <= PARAMS[1] && d >= TOKENS[0] && d <= TOKENS[1];
    this.best.style.display = seen ? "" : "none";
    this.toSplit.disabled = !seen;
    move(this.best, on, n, d);
    move(this.dot, on, params, tokens);
    move(this.grip, on, params, tokens);
    this.dot.dataset.value = this.numbers.loss;
  }

  close() {
    this.chart.close();
    super.close();
  }
}

export default LawBoard;
