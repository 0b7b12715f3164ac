// The logits board: drag a score, see softmax, loss and gradient move. Numbers come from maths.js
// while the finger moves and from the NumPy core once it rests.
import { Board } from "./board.js";
import { crossEntropyAndGrad, klDivergence } from "./mirror.js";
import { button, el, field, fixed2, handle, lighting, num3, percent, probabilityBar, pushBar, score, share, show, signed } from "./controls.js";
import { lossCurve } from "./curve.js";
import { formula } from "./formula.js";
import { nameField, renamed } from "./naming.js";

const TRACK = 8;          // the sliders' reach; numbers may be typed up to LIMIT
const LIMIT = 1000;
const STEP_MS = 200;      // at most five steps a second
const DONE = 0.01;        // play stops this far (nats) above the lowest loss there is
const MOST_STEPS = 1000;
const SPARE_NAMES = ["cat", "dog", "fox", "owl", "bee", "elk", "hen", "ant", "yak", "cod"];

const others = (state, z) => state.logits.map((_, j) => (j === state.target ? 0 : z));
const PRESETS = {
  right: ["right, 0.99", (s) => others(s, -Math.log(99 * (s.logits.length - 1)))],
  unsure: ["unsure, 0.5", (s) => others(s, -Math.log(s.logits.length - 1))],
  wrong: ["confidently wrong, 0.01", (s) => {
    const rival = s.target === 0 ? 1 : 0;
    return s.logits.map((_, j) => (j === rival ? Math.log(101 - s.logits.length) : 0));
  }],
  equal: ["all equal", (s) => s.logits.map(() => 0)],
};

class LogitsBoard extends Board {
  constructor(parent, data) {
    super(parent, data, { name: "logits", label: "Logits board" });
    this.root.classList.add(`xv-${data.constants.controls}`);
    this.playing = 0;
    this.rows = el("div", { class: "xv-rows" });
    this.curve = lossCurve();
    this.formula = formula();
    this.controls = this.buildControls();
    this.root.append(this.buildHead(), this.buildSide(), this.rows, this.said, this.formula.node, this.controls.node, this.live);
    this.buildRows();
    lighting(this.root, (name) => this.formula.follow(name, this.state, this.numbers));
  }

  hold(on) { super.hold(on); if (on) this.pause(); }

  adopt(state) {
    this.pause();
    const rebuild = state.logits.length !== this.state.logits.length;
    super.adopt(state);
    if (rebuild) this.buildRows();
  }

  settle(core) {
    super.settle(core);
    this.formula.speak();
  }

  spoken({ loss, bits, probs }) {
    const { names, target } = this.state;
    return `Loss ${num3(loss)} nats, ${num3(bits)} bits. ${names[target]}, the truth, has probability ${percent(probs[target])}.`;
  }

  changeNow(patch) {
    this.pause();
    super.changeNow(patch);
  }

  setLogit(k, z) { this.change({ logits: this.state.logits.map((x, j) => (j === k ? z : x)) }); }

  mirror() {
    const { logits, target, temperature, label_smoothing: labelSmoothing } = this.state;
    const result = crossEntropyAndGrad(logits, target, { temperature, labelSmoothing });
    return { ...result, bits: result.loss / Math.LN2 };
  }

  // ---- motion -------------------------------------------------------------------------------
  downhill() {
    const { grad } = this.mirror();
    const far = (z) => Math.max(-LIMIT, Math.min(LIMIT, z));
    this.change({ logits: this.state.logits.map((z, j) => far(z - this.state.rate * grad[j])) });
  }

  isDone() {
    const { y, probs } = this.mirror();
    return klDivergence(y, probs) < DONE;
  }

  play() {
    if (this.playing) { this.pause(); this.wire.commit(); return; }
    if (this.isDone()) return;
    const hurry = matchMedia("(prefers-reduced-motion: reduce)").matches;
    let steps = 0;
    const tick = () => {
      do { this.downhill(); steps += 1; } while (hurry && !this.isDone() && steps < MOST_STEPS);
      if (!this.isDone() && steps < MOST_STEPS) { clearTimeout(this.wire.timer); return; }
      this.pause();
      this.wire.commit();
    };
    this.playing = setInterval(tick, STEP_MS);
    this.controls.playing(true);
    tick();
  }

  pause() {
    if (!this.playing) return;
    clearInterval(this.playing);
    this.playing = 0;
    this.controls.playing(false);
  }

  shift() {
    const logits = this.state.logits.map((z) => z + 1);
    if (Math.max(...logits) > LIMIT) this.say(`No score may pass ${LIMIT}, so nothing was shifted.`);
    else this.changeNow({ logits });
  }

  // ---- classes ------------------------------------------------------------------------------
  add() {
    const { names, logits } = this.state;
    const name = SPARE_NAMES.find((spare) => !names.includes(spare)) ?? `class ${names.length + 1}`;
    this.reshape({ names: [...names, name], logits: [...logits, 0] });
  }

  remove(k) {
    const { names, logits, target } = this.state;
    const keep = (list) => list.filter((_, j) => j !== k);
    this.reshape({ names: keep(names), logits: keep(logits), target: target === k ? 0 : target - (k < target) });
    this.root.querySelector(`[data-testid=logit-${Math.min(k, this.state.logits.length - 1)}]`).focus();
  }

  reshape(patch) {
    Object.assign(this.state, patch);
    this.buildRows();
    this.changeNow({});
  }

  // ---- building -----------------------------------------------------------------------------
  buildHead() {
    const title = (text, extra = "") => el("span", { class: extra }, text);
    this.gradTitle = title("gradient p − y", "xv-is-gradient");
    return el("div", { class: "xv-row xv-head", "aria-hidden": "true" }, title("class, truth ●"), title("logit z"), title(""), title("probability p = softmax(z), truth y │"), title(""), this.gradTitle, title(""), title(""));
  }

  buildSide() {
    this.loss = el("output", { class: "xv-loss", "data-testid": "loss", "data-lit": "loss", tabindex: "0", "aria-label": "loss in nats" });
    this.bits = el("span", { "data-testid": "loss-bits", "data-lit": "loss" });
    this.given = el("span", { "data-lit": "loss" });
    const words = el("div", { class: "xv-words" }, el("span", { class: "xv-unit" }, "nats"), this.bits, this.given);
    return el("div", { class: "xv-side" }, this.curve.node, el("div", { class: "xv-result" }, this.loss, words));
  }

  buildRows() {
    this.rowParts = this.state.logits.map((_, k) => this.buildRow(k));
    this.rows.replaceChildren(...this.rowParts.map((row) => row.node), this.addButton);
    this.addButton.hidden = this.state.logits.length >= 10;
  }

  buildRow(k) {
    const lit = `class-${k}`;
    const value = () => this.state.logits[k];
    const rest = () => this.rest();
    const truth = el("input", { type: "radio", class: "xv-radio", name: "xv-truth", "data-testid": `target-${k}`, "data-lit": lit });
    const name = nameField({ testid: `name-${k}`, label: `name of class ${k + 1}`, lit, value: () => this.state.names[k], say: (text) => this.say(text), enter: (text) => this.changeNow({ names: renamed(this.state.names, k, text) }) });
    truth.addEventListener("change", () => this.changeNow({ target: k }));
    const slider = handle({ testid: `logit-${k}`, label: "", middle: true, min: -TRACK, max: TRACK, step: 0.01, lit, value, rest, move: (z) => this.setLogit(k, z), hold: (on) => this.hold(on) });
    const typed = field({ testid: `logit-value-${k}`, label: "", lit, min: -LIMIT, max: LIMIT, value, format: score, say: (text) => this.say(text), enter: (z) => this.changeNow({ logits: this.state.logits.map((x, j) => (j === k ? z : x)) }) });
    const bar = probabilityBar(`p-${k}`);
    const p = el("span", { class: "xv-number xv-is-prediction", "data-testid": `prob-${k}`, "data-lit": `p-${k}` });
    const push = pushBar(`g-${k}`);
    const g = el("span", { class: "xv-number xv-is-gradient", "data-testid": `grad-${k}`, "data-lit": `g-${k}` });
    const remove = button(`remove-${k}`, "×", () => this.remove(k), { class: "xv-button xv-remove" });
    const node = el("div", { class: "xv-row", role: "group" }, el("span", { class: "xv-class" }, el("label", { class: "xv-hit" }, truth), name.node), slider.node, typed.node, bar.node, p, push.node, g, remove);
    return { node, truth, name, slider, typed, bar, p, push, g, remove };
  }

  buildControls() {
    const step = button("step", "Step downhill", () => { this.pause(); this.downhill(); this.wire.commit(); }, { class: "xv-button xv-primary" });
    const play = button("play", "▶ Play", () => this.play(), { "aria-pressed": "false" });
    const shift = button("shift", "Shift all +1", () => this.shift());
    const reset = button("reset", "Reset", () => this.reset());
    const presets = Object.entries(PRESETS).map(([id, [text, logits]]) => button(`preset-${id}`, text, () => this.changeNow({ logits: logits(this.state), temperature: 1, label_smoothing: 0 })));
    this.addButton = button("add", "+ Add a class", () => this.add(), { class: "xv-button xv-add" });
    this.dials = [
      this.dial("rate", "rate", "rate", 0.1, 5, 0.1, (x) => x, (x) => x),
      this.dial("temperature", "temperature", "temperature", -1, 1, 0.01, (t) => Math.log10(t), (x) => Number((10 ** x).toPrecision(3)), [0.1, 10]),
      this.dial("smoothing", "label_smoothing", "label smoothing", 0, 0.3, 0.01, (x) => x, (x) => x),
    ];
    const [rate, ...rest] = this.dials.map((dial) => dial.node);
    const node = el("div", { class: "xv-controls" }, el("div", { class: "xv-line-up xv-options" }, step, play, rate, shift, ...rest), el("div", { class: "xv-line-up" }, ...presets, reset));
    const playing = (on) => { play.textContent = on ? "❚❚ Pause" : "▶ Play"; play.setAttribute("aria-pressed", String(on)); };
    return { node, playing };
  }

  // A slider with its number beside it; `there` and `back` bend the track (temperature is logarithmic).
  dial(testid, key, label, min, max, step, there, back, [least, most] = [min, max]) {
    const value = () => this.state[key];
    const move = (x) => this.change({ [key]: Number(back(x).toFixed(6)) });
    const slider = handle({ testid, label, middle: min === -max, min, max, step, fine: step, coarse: 10 * step, value: () => there(value()), move, hold: (on) => this.hold(on), rest: () => this.rest() });
    const typed = field({ testid: `${testid}-value`, label, min: least, max: most, value, format: fixed2, say: (text) => this.say(text), enter: (x) => this.changeNow({ [key]: x }) });
    const paint = () => { slider.paint(there(value()), `${label} ${num3(value())}`); typed.paint(value()); };
    return { node: el("span", { class: "xv-dial" }, el("span", {}, label), slider.node, typed.node), paint };
  }

  // ---- painting -----------------------------------------------------------------------------
  paint(numbers) {
    this.numbers = numbers;
    const { names, logits, target, temperature } = this.state;
    this.rowParts.forEach((row, k) => this.paintRow(row, k, numbers));
    this.dials.forEach((dial) => dial.paint());
    show(this.gradTitle, temperature, temperature === 1 ? "gradient p − y" : "gradient (p − y) / T");
    show(this.loss, numbers.loss, num3(numbers.loss));
    show(this.bits, numbers.bits, `${num3(numbers.bits)} bits`);
    show(this.given, numbers.probs[target], `truth given ${share(numbers.probs[target], numbers.log_probs[target])}`);
    this.curve.paint(numbers.probs[target], numbers.loss, -numbers.log_probs[target]);
    this.formula.paint(this.state, numbers);
    if (this.painted !== names) this.nameRows(names, logits.length);
  }

  paintRow(row, k, { probs, log_probs, y, grad }) {
    const { logits, target, temperature, names } = this.state;
    row.node.classList.toggle("xv-is-target", k === target);
    row.truth.checked = k === target;
    row.truth.dataset.value = y[k];
    row.slider.paint(logits[k], `logit of ${names[k]}, ${fixed2(logits[k])}, probability ${share(probs[k], log_probs[k])}`);
    row.typed.paint(logits[k]);
    row.bar.paint(probs[k], y[k]);
    row.push.paint(grad[k] * Math.min(1, temperature));
    show(row.p, probs[k], share(probs[k], log_probs[k]));
    show(row.g, grad[k], signed(grad[k]));
  }

  nameRows(names, classes) {
    this.painted = names;
    this.rowParts.forEach((row, k) => {
      row.node.setAttribute("aria-label", names[k]);
      row.truth.setAttribute("aria-label", `${names[k]} is the truth`);
      row.slider.node.setAttribute("aria-label", `logit of ${names[k]}`);
      row.typed.node.setAttribute("aria-label", `logit of ${names[k]}`);
      row.remove.setAttribute("aria-label", `remove ${names[k]}`);
      row.remove.disabled = classes <= 2;
      row.name.paint(names[k]);
    });
  }

  close() {
    this.pause();
    super.close();
  }
}

export default LogitsBoard;
