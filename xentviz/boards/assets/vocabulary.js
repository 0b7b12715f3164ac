// The vocabulary board: V from 2 to 256,000. What knowing nothing costs grows by the logarithm; what
// its logits weigh, and what loss and gradient take, grow in proportion.
import { Board } from "./board.js";
import { Chart, ride } from "./curve.js";
import { between, knowingNothing } from "./mirror.js";
import { button, el, field, handle, lighting, num3, show, svg } from "./controls.js";
import { grouped, inBytes, inSeconds, move, path, plane, rule, tens, tick, word } from "./log_chart.js";

const MOST = 256000;
const TALL = 13; // nats at the top of the chart, and the largest loss to report
const ACROSS = [[2, "2"], [10, "10"], [100, "100"], [1000, "1,000"], [10000, "10,000"], [100000, "100,000"]];
const FEW = ACROSS.filter((_, i) => i % 2 === 0).map(([at]) => [at, at === 2 ? "2" : grouped(at)]);
const whole = (x) => Math.max(2, Math.min(MOST, Math.round(Number(x.toPrecision(3)))));
const tokensOf = ({ sequences, length }) => sequences * length;

class VocabularyBoard extends Board {
  constructor(parent, data) {
    super(parent, data, { name: "vocabulary", label: "Vocabulary board" });
    this.costs = data.constants.costs;
    this.charts = [this.lossChart(), this.sizeChart(), this.timeChart()];
    this.dials = this.buildDials();
    this.root.append(
      this.buildMain(),
      this.buildSize(),
      this.buildTime(),
      this.buildDialRow(data.constants.known),
      this.buildFormula(),
      this.said,
      this.live,
    );
    lighting(this.root, () => {});
    this.charts.forEach((chart) => chart.lay());
  }

  mirror() {
    const { classes, reported } = this.state;
    const tokens = tokensOf(this.state);
    const loss = knowingNothing(classes);
    return {
      loss,
      bits: loss / Math.LN2,
      share: reported / loss,
      choices: Math.exp(reported),
      float32: 4 * tokens * classes,
      bfloat16: 2 * tokens * classes,
      seconds_loss: tokens * between(this.costs.loss, classes),
      seconds: tokens * between(this.costs.both, classes),
    };
  }

  spoken({ loss, float32, seconds }) {
    return `Knowing nothing among ${grouped(this.state.classes)} classes costs ${num3(loss)} nats. The logits take ${
      inBytes(float32)
    } in float32, loss and gradient ${inSeconds(seconds)}.`;
  }

  setClasses(v) {
    this.change({ classes: whole(v) });
  }

  // ---- the three charts ---------------------------------------------------------------------
  chart(label, spec, over, laid, tall) {
    const heightFor = (width) => (width < 480 ? Math.min(tall, 190) : tall);
    return new Chart({
      label,
      spec: () => ({ from: 2, to: MOST, ...spec() }),
      over,
      laid: (on) => {
        laid(on);
        if (this.numbers) this.paint(this.numbers);
      },
      make: plane,
      rule,
      heightFor,
    });
  }

  lossChart() {
    this.nothing = svg("path", { class: "xv-line" });
    this.better = svg("path", { class: "xv-better" });
    this.reportedLine = svg("line", { class: "xv-reported", "data-lit": "reported" });
    this.reportedName = word(0, 0, "", "end", "xv-reported-name");
    this.lossDot = svg("circle", { r: 8, class: "xv-dot", "data-testid": "dot", "data-lit": "loss" });
    const spec = () => ({
      least: 0,
      most: TALL,
      even: true,
      across: ACROSS,
      up: [0, 2, 4, 6, 8, 10, 12].map((y) => [y, String(y)]),
      title: "V, the number of classes to choose from",
      unitName: "nats",
    });
    const laid = (on) => {
      const ends = [[2, knowingNothing(2)], [MOST, knowingNothing(MOST)]];
      this.nothing.setAttribute("d", path(on, ends));
      this.better.setAttribute("d", `${path(on, [...ends, [MOST, 0], [2, 0]])}Z`);
      this.names.replaceChildren(
        word(on.left + 14, on.y(10.6), "above the line: worse than knowing nothing", "start"),
        word(
          on.right - 8,
          on.y(7.4),
          on.width < 480 ? "below: knows something" : "below the line: knows something",
          "end",
        ),
      );
      this.reportedLine.setAttribute("x1", on.left);
      this.reportedLine.setAttribute("x2", on.right);
    };
    this.names = svg("g");
    return this.chart(
      "The loss of knowing nothing, ln V, against the number of classes",
      spec,
      [this.better, this.nothing, this.names, this.reportedLine, this.reportedName, this.lossDot],
      laid,
      230,
    );
  }

  sizeChart() {
    this.sizeLines = ["xv-float32", "xv-bfloat16"].map((name) => svg("path", { class: `xv-cost ${name}` }));
    this.sizeDots = ["float32", "bfloat16"].map((name) => svg("circle", { r: 6, class: "xv-place", "data-lit": name }));
    this.sizeNames = svg("g");
    const spec = () => {
      const tokens = tokensOf(this.state);
      const [least, most] = [2 * 2 * tokens, 4 * MOST * tokens];
      return {
        least,
        most,
        across: FEW,
        up: tens(least, most).map((at) => [at, tick(inBytes)(at)]),
        title: "V",
        unitName: "all logits",
        margins: { left: 58 },
      };
    };
    const laid = (on) => {
      const tokens = tokensOf(this.state);
      [4, 2].forEach((size, i) =>
        this.sizeLines[i].setAttribute("d", path(on, [[2, size * 2 * tokens], [MOST, size * MOST * tokens]]))
      );
      this.sizeNames.replaceChildren(
        word(on.x(1500), on.y(4 * 1500 * tokens) - 10, "float32", "end"),
        word(on.x(1500) + 14, on.y(2 * 1500 * tokens) + 14, "bfloat16"),
      );
    };
    return this.chart(
      "Bytes of all logits against the number of classes, in float32 and bfloat16",
      spec,
      [...this.sizeLines, this.sizeNames, ...this.sizeDots],
      laid,
      190,
    );
  }

  timeChart() {
    this.timeLines = ["xv-loss-alone", "xv-with-grad"].map((name) => svg("path", { class: `xv-cost ${name}` }));
    this.timeMarks = svg("g");
    this.timeDot = svg("circle", { r: 6, class: "xv-place", "data-lit": "seconds" });
    const spec = () => {
      const tokens = tokensOf(this.state);
      const all = [...this.costs.loss, ...this.costs.both].map(([, seconds]) => seconds * tokens);
      const [least, most] = [Math.min(...all), Math.max(...all)];
      return {
        least,
        most,
        across: FEW,
        up: tens(least, most).map((at) => [at, tick(inSeconds)(at)]),
        title: "V",
        unitName: "measured",
        margins: { left: 58 },
      };
    };
    const laid = (on) => {
      const tokens = tokensOf(this.state);
      const lines = [this.costs.loss, this.costs.both].map((points) => points.map(([v, s]) => [v, s * tokens]));
      lines.forEach((points, i) => this.timeLines[i].setAttribute("d", path(on, points)));
      this.timeMarks.replaceChildren(
        ...lines[1].map(([v, s]) => svg("circle", { cx: on.x(v), cy: on.y(s), r: 2.5, class: "xv-mark" })),
        word(on.x(900), on.y(tokens * between(this.costs.both, 900)) - 12, "with gradient", "end"),
        word(on.x(900) + 12, on.y(tokens * between(this.costs.loss, 900)) + 14, "loss alone"),
      );
    };
    return this.chart(
      "Measured seconds of loss, and of loss and gradient, against the number of classes",
      spec,
      [...this.timeLines, this.timeMarks, this.timeDot],
      laid,
      190,
    );
  }

  // ---- building -----------------------------------------------------------------------------
  buildMain() {
    this.loss = el("output", {
      class: "xv-loss",
      "data-testid": "loss",
      "data-lit": "loss",
      tabindex: "0",
      "aria-label": "loss of knowing nothing in nats",
    });
    this.bits = el("span", { "data-testid": "loss-bits", "data-lit": "loss" });
    this.verdict = el("span", { class: "xv-verdict", "data-testid": "verdict", "data-lit": "reported" });
    const words = el(
      "div",
      { class: "xv-words" },
      el("span", { class: "xv-unit" }, "nats for knowing nothing: ln V"),
      this.bits,
      this.verdict,
    );
    const [chart] = this.charts;
    const rest = () => this.rest();
    const hold = (on) => this.hold(on);
    const plot = el("div", { class: "xv-plot" }, chart.svg);
    ride(plot, chart, {
      grab: () => 0,
      where: (on, x, y) => on.at(x, y)[0],
      move: (_, v) => this.setClasses(v),
      hold,
      rest,
    });
    this.slider = handle({
      testid: "classes",
      label: "number of classes V",
      lit: "classes",
      min: Math.log10(2),
      max: Math.log10(MOST),
      step: 0.001,
      value: () => Math.log10(this.state.classes),
      move: (x) => this.setClasses(10 ** x),
      hold,
      rest,
    });
    return el(
      "div",
      { class: "xv-main" },
      el("div", { class: "xv-result" }, this.loss, words),
      plot,
      el("div", { class: "xv-under" }, this.slider.node),
    );
  }

  card(area, title, testid, chart, ...notes) {
    const value = el("output", {
      class: "xv-cost-value",
      "data-testid": testid,
      "data-lit": testid,
      "aria-label": title,
    });
    const node = el(
      "div",
      { class: `xv-card xv-${area}` },
      el("div", { class: "xv-title" }, el("span", {}, title), value),
      el("div", { class: "xv-notes" }, ...notes),
      chart.svg,
    );
    return { node, value };
  }

  buildSize() {
    this.half = el("b", { "data-testid": "bfloat16", "data-lit": "bfloat16" });
    const card = this.card("size", "all logits, float32", "float32", this.charts[1], "in bfloat16 ", this.half);
    this.size = card.value;
    return card.node;
  }

  buildTime() {
    const { machine, software, date, dtype } = this.costs;
    this.alone = el("b", { "data-testid": "seconds-loss", "data-lit": "seconds" });
    const card = this.card("time", "loss and gradient", "seconds", this.charts[2], "loss alone ", this.alone);
    card.node.append(el("p", { class: "xv-measured" }, `This core, ${dtype}, on ${machine}; ${software}; ${date}`));
    this.seconds = card.value;
    return card.node;
  }

  // A number on a slider that doubles with each step, or (`even`) goes evenly; typed beside it.
  dial(key, label, { max, even = false, format }) {
    const value = () => this.state[key];
    const [there, back] = even ? [(x) => x, (x) => Number(x.toFixed(2))] : [Math.log2, (x) => Math.round(2 ** x)];
    const least = even ? 0 : 1;
    const slider = handle({
      testid: key,
      label,
      lit: key,
      min: 0,
      max: there(max),
      step: even ? 0.01 : 1,
      fine: even ? 0.1 : 1,
      coarse: even ? 1 : 3,
      value: () => there(value()),
      move: (x) => this.change({ [key]: back(x) }),
      hold: (on) => this.hold(on),
      rest: () => this.rest(),
    });
    const typed = field({
      testid: `${key}-value`,
      label,
      lit: key,
      min: least,
      max,
      value,
      format,
      say: (text) => this.say(text),
      enter: (x) => this.changeNow({ [key]: even ? x : Math.round(x) }),
    });
    const paint = () => {
      const x = value();
      slider.paint(there(x), `${label}, ${format(x)}`);
      slider.node.dataset.value = x;
      typed.paint(x);
    };
    return {
      node: el("span", { class: `xv-dial xv-of-${key}` }, el("span", {}, label), slider.node, typed.node),
      paint,
    };
  }

  buildDials() {
    return [
      this.dial("reported", "a model’s loss", { max: TALL, even: true, format: num3 }),
      this.dial("sequences", "B, sequences", { max: 1024, format: grouped }),
      this.dial("length", "T, tokens each", { max: 131072, format: grouped }),
    ];
  }

  buildDialRow(known) {
    this.typed = field({
      testid: "classes-value",
      label: "number of classes V",
      lit: "classes",
      min: 2,
      max: MOST,
      value: () => this.state.classes,
      format: grouped,
      say: (text) => this.say(text),
      enter: (v) => this.changeNow({ classes: Math.round(v) }),
    });
    this.known = known.map(([name, classes]) => ({
      classes,
      node: button(`known-${classes}`, `${name} ${grouped(classes)}`, () => this.changeNow({ classes }), {
        class: "xv-button xv-switch",
        "aria-pressed": "false",
      }),
    }));
    const [reported, ...size] = this.dials.map(({ node }) => node);
    return el(
      "div",
      { class: "xv-controls" },
      el(
        "div",
        { class: "xv-line-up" },
        el("label", { class: "xv-given" }, el("span", {}, "V ="), this.typed.node),
        ...this.known.map(({ node }) => node),
        button("reset", "Reset", () => this.reset()),
      ),
      el("div", { class: "xv-line-up" }, reported, ...size),
    );
  }

  buildFormula() {
    const part = (testid, meaning, lit = testid) =>
      el("b", { class: meaning, "data-testid": `formula-${testid}`, "data-lit": lit });
    this.terms = {
      classes: part("classes", "xv-is-prediction"),
      loss: part("loss", "xv-is-loss"),
      tokens: part("tokens", ""),
      again: part("again", "xv-is-prediction", "classes"),
      bytes: part("bytes", "", "float32"),
      per: part("per", "", "seconds"),
    };
    const { classes, loss, tokens, again, bytes, per } = this.terms;
    const piece = (...parts) => el("span", { class: "xv-part" }, ...parts);
    return el(
      "div",
      { class: "xv-formula", "data-testid": "formula" },
      piece("−ln(1 / ", classes, ") = ", loss, " nats"),
      piece("B × T = ", tokens, " tokens × ", again, " × 4 bytes = ", bytes),
      piece(per, " a token"),
    );
  }

  // ---- painting -----------------------------------------------------------------------------
  paint(numbers) {
    this.numbers = numbers;
    const { classes } = this.state;
    const tokens = tokensOf(this.state);
    // The lines of size and time stand for other totals now: their axes say so.
    if (this.tokens !== tokens) {
      this.tokens = tokens;
      this.charts.slice(1).forEach((chart) => chart.on && chart.lay());
    }
    this.slider.paint(Math.log10(classes), `V ${grouped(classes)}, knowing nothing costs ${num3(numbers.loss)} nats`);
    this.typed.paint(classes);
    this.known.forEach((one) => one.node.setAttribute("aria-pressed", String(one.classes === classes)));
    this.dials.forEach((dial) => dial.paint());
    show(this.loss, numbers.loss, num3(numbers.loss));
    show(this.bits, numbers.bits, `${num3(numbers.bits)} bits`);
    show(this.size, numbers.float32, inBytes(numbers.float32));
    show(this.half, numbers.bfloat16, inBytes(numbers.bfloat16));
    show(this.seconds, numbers.seconds, inSeconds(numbers.seconds));
    show(this.alone, numbers.seconds_loss, inSeconds(numbers.seconds_loss));
    this.paintVerdict(numbers);
    this.paintFormula(numbers, tokens);
    this.paintPlaces(numbers);
  }

  paintVerdict({ choices, share }) {
    const { reported } = this.state;
    const words = Math.abs(share - 1) < 0.005
      ? "as good as knowing nothing"
      : share > 1
      ? "worse than knowing nothing"
      : `better than nothing: as if among ${num3(choices)}`;
    show(this.verdict, share, `A loss of ${num3(reported)} is ${words}`);
    this.verdict.classList.toggle("xv-worse", share > 1.005);
  }

  paintFormula({ loss, float32, seconds }, tokens) {
    const { classes } = this.state;
    for (
      const [name, x, text] of [
        ["classes", classes, grouped(classes)],
        ["again", classes, grouped(classes)],
        ["loss", loss, num3(loss)],
        ["tokens", tokens, grouped(tokens)],
        ["bytes", float32, inBytes(float32)],
        ["per", seconds / tokens, inSeconds(seconds / tokens)],
      ]
    ) show(this.terms[name], x, text);
  }

  paintPlaces({ loss, float32, bfloat16, seconds }) {
    const { classes, reported } = this.state;
    const [main, size, time] = this.charts.map((chart) => chart.on);
    if (!time) return;
    move(this.lossDot, main, classes, loss);
    this.lossDot.dataset.value = classes;
    const y = main.y(reported).toFixed(2);
    for (const end of ["y1", "y2"]) this.reportedLine.setAttribute(end, y);
    this.reportedName.setAttribute("x", main.right - 8);
    this.reportedName.setAttribute("y", Math.max(20, main.y(reported) - 6).toFixed(2));
    this.reportedName.textContent = `a model’s loss, ${num3(reported)}`;
    move(this.sizeDots[0], size, classes, float32);
    move(this.sizeDots[1], size, classes, bfloat16);
    move(this.timeDot, time, classes, seconds);
  }

  close() {
    this.charts.forEach((chart) => chart.close());
    super.close();
  }
}

export default VocabularyBoard;
