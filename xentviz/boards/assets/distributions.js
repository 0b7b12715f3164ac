// The distributions board: drag what is true or what is predicted; entropy and KL stack up to the loss.
import { areaPicture, topFor } from "./area.js";
import { Board } from "./board.js";
import { distributionCrossEntropy, entropy, klDivergence, smoothed, surprises } from "./mirror.js";
import { nameField, renamed } from "./naming.js";
import { button, el, field, fixed2, handle, lighting, num3, show, svg } from "./controls.js";
import { addingUp, givers, redistribute, without } from "./simplex.js";

const LEAST = 2;
const MOST = 8;
const SMOOTHEST = 0.5;
const SIDES = { p: "truth", q: "prediction" };
const HINT = "Drag a bar: those that are not locked give way in proportion, and each side still sums to 1.";

// Both locks are drawn, one is shown: the button's state says which.
function padlock() {
  const shackle = (d, extra) => svg("path", { d, class: `xv-shackle ${extra}` });
  return svg(
    "svg",
    { viewBox: "0 0 16 16", class: "xv-padlock", "aria-hidden": "true" },
    shackle("M5 8V5a3 3 0 0 1 6 0v3", "xv-shut"),
    shackle("M5 8V4.5a3 3 0 0 1 5.6-1.5", "xv-open"),
    svg("rect", { x: 3, y: 7.5, width: 10, height: 7, rx: 1.5 }),
  );
}

// A share as a bar that is itself the slider; the part that label smoothing gave is striped.
function shareBar(side, k, board) {
  const value = () => board.shown(side)[k];
  const fill = el("span", { class: `xv-fill xv-fill-${side}` });
  const given = el("span", { class: "xv-given" });
  const lit = `class-${k}`;
  const slider = handle({
    testid: `${side}-${k}`,
    label: "",
    min: 0,
    max: 1,
    step: 0.001,
    fine: 0.01,
    coarse: 0.1,
    lit,
    value,
    move: (x) => board.drag(side, k, x),
    hold: (on) => board.hold(on),
    rest: () => board.rest(),
  });
  const typed = field({
    testid: `${side}-value-${k}`,
    label: "",
    lit,
    min: 0,
    max: 1,
    value,
    format: num3,
    say: (text) => board.say(text),
    enter: (x) => {
      board.drag(side, k, x);
      board.rest();
    },
  });
  const lock = button(`${side}-lock-${k}`, "", () => board.lock(side, k), { class: "xv-button xv-lock" });
  lock.append(padlock());
  const box = el(
    "span",
    { class: `xv-share-bar xv-side-${side}` },
    el("span", { class: "xv-groove", "aria-hidden": "true" }, fill, given),
    slider.node,
  );
  slider.node.addEventListener("focus", () => board.follow(side, k));
  slider.node.addEventListener("blur", () => board.follow(null));

  let last = "";
  let thumb = "";
  const paint = (name, x, spread, held) => {
    const now = `${x} ${spread} ${held} ${name}`;
    // What stands there already is left alone, unless the finger has moved the thumb off it.
    if (now === last && slider.node.value === thumb) return;
    last = now;
    slider.paint(x, `${SIDES[side]} of ${name}, ${num3(x * 100)} %${held ? ", locked" : ""}`);
    typed.paint(x);
    fill.style.transform = `scaleX(${x})`;
    given.hidden = spread === 0;
    if (spread) given.style.transform = `translateX(${(x - spread) * 100}%) scaleX(${spread})`;
    thumb = slider.node.value;
    if (lock.ariaPressed === String(held)) return;
    lock.ariaPressed = String(held);
    slider.node.disabled = typed.node.disabled = held;
    box.classList.toggle("xv-held", held);
  };
  const label = (name) => {
    slider.node.setAttribute("aria-label", `${SIDES[side]} of ${name}`);
    typed.node.setAttribute("aria-label", `${SIDES[side]} of ${name}`);
    lock.setAttribute("aria-label", `lock the ${SIDES[side]} of ${name}`);
  };
  return { box, nodes: [box, typed.node, lock], paint, label };
}

class DistributionsBoard extends Board {
  constructor(parent, data) {
    super(parent, data, { name: "distributions", label: "Distributions board" });
    this.pairs = data.constants.pairs;
    this.grip = null; // the bar under the finger, and the shares before it was touched
    this.rows = el("div", { class: "xv-pairs" });
    this.area = areaPicture();
    this.hint = el("p", { class: "xv-hint", "data-testid": "hint" }, HINT);
    this.terms = el("div", { class: "xv-formula", "data-testid": "formula" });
    this.source = el("p", { class: "xv-source", "data-testid": "source" });
    this.root.append(
      this.buildHead(),
      this.rows,
      this.hint,
      this.buildSide(),
      this.said,
      this.terms,
      this.buildControls(),
      this.source,
      this.live,
    );
    this.buildRows();
    lighting(this.root, () => {});
  }

  adopt(state) {
    super.adopt(state);
    this.grip = null;
    this.buildRows();
    this.follow(null);
  }

  settle(core) {
    super.settle(core);
    this.area.speak(this.spoken(this.core));
  }

  spoken({ loss, entropy: h, kl }) {
    const words = addingUp(loss, [h, kl]);
    return `Cross-entropy ${words.total} nats: entropy ${words.parts[0]} plus KL ${words.parts[1]}.`;
  }

  mirror() {
    const { q } = this.state;
    const y = this.shown("p");
    const loss = distributionCrossEntropy(y, q);
    return {
      y,
      own: surprises(y),
      cost: surprises(q),
      entropy: entropy(y),
      kl: klDivergence(y, q),
      loss,
      bits: loss / Math.LN2,
    };
  }

  // What a side shows: the prediction as it is, the truth after label smoothing.
  shown(side) {
    return side === "q" ? this.state.q : smoothed(this.state.p, this.state.smoothing);
  }
  heldOf(side) {
    return this.state[`locked_${side}`];
  }

  // ---- what a hand does ---------------------------------------------------------------------
  drag(side, k, x) {
    const { smoothing, names } = this.state;
    const now = this.state[side];
    const held = this.heldOf(side);
    if (givers(now, k, held).length === 0) {
      this.say(`All else is locked, so the ${SIDES[side]} of ${names[k]} cannot move.`);
      this.paint(this.mirror()); // the thumb goes back to where the bar ends
      return;
    }
    // As long as one bar is moved the others keep their proportions, also through 0 and back.
    if (this.grip?.side !== side || this.grip.k !== k || this.grip.last !== now) this.grip = { side, k, from: now };
    const raw = side === "p" ? (x - smoothing / names.length) / (1 - smoothing) : x;
    this.grip.last = redistribute(this.grip.from, k, raw, held);
    this.say("");
    this.change({ [side]: this.grip.last });
  }

  lock(side, k) {
    const held = this.heldOf(side);
    this.changeNow({ [`locked_${side}`]: held.includes(k) ? held.filter((j) => j !== k) : [...held, k].sort() });
  }

  // The bars that give way are marked, and named.
  follow(side, k) {
    const { names } = this.state;
    const free = side ? givers(this.state[side], k, this.heldOf(side)) : [];
    this.parts.forEach((row, j) => {
      for (const each of ["p", "q"]) row[each].box.classList.toggle("xv-gives", each === side && free.includes(j));
    });
    const who = free.map((j) => names[j]).join(", ");
    this.hint.textContent = free.length
      ? `What ${names[k]} takes, ${who} give${free.length > 1 ? "" : "s"}${free.length > 1 ? " in proportion" : ""}.`
      : HINT;
  }

  put(patch) {
    this.adopt({ ...this.state, ...patch });
    this.changeNow({});
  }

  swap() {
    const { q, locked_p: heldP, locked_q: heldQ } = this.state;
    const before = this.mirror().kl;
    this.put({ p: q, q: this.shown("p"), smoothing: 0, locked_p: heldQ, locked_q: heldP });
    const after = this.mirror().kl;
    this.hint.textContent = Math.abs(after - before) > 1e-12
      ? `KL(p‖q) was ${num3(before)}; swapped it is ${num3(after)}: KL is not symmetric.`
      : `KL(p‖q) is ${num3(after)} both ways here; in general it is not symmetric.`;
  }

  certain() {
    const top = this.state.p.indexOf(Math.max(...this.state.p));
    this.put({ p: this.state.p.map((_, k) => (k === top ? 1 : 0)), smoothing: 0, locked_p: [] });
  }

  add() {
    const { names, p, q } = this.state;
    const name = [..."ABCDEFGH"].find((letter) => !names.includes(letter)) ?? `${names.length + 1}`;
    this.put({ names: [...names, name], p: [...p, 0], q: redistribute([...q, 0], q.length, 0.05, []) });
  }

  remove(k) {
    const left = (held) => held.filter((j) => j !== k).map((j) => j - (j > k));
    const { names, p, q, locked_p: heldP, locked_q: heldQ } = this.state;
    this.put({
      names: names.filter((_, j) => j !== k),
      p: without(p, k),
      q: without(q, k),
      locked_p: left(heldP),
      locked_q: left(heldQ),
    });
    this.parts[Math.min(k, this.parts.length - 1)].p.box.querySelector("input").focus();
  }

  // ---- building -----------------------------------------------------------------------------
  buildHead() {
    const title = (text, extra = "") => el("span", { class: extra }, text);
    return el(
      "div",
      { class: "xv-pair xv-pair-head", "aria-hidden": "true" },
      title("outcome"),
      title("truth p", "xv-is-truth"),
      title("p"),
      title(""),
      title("prediction q", "xv-is-prediction"),
      title("q"),
      title(""),
      title(""),
    );
  }

  buildRows() {
    const { names } = this.state;
    this.parts = names.map((_, k) => this.buildRow(k));
    this.rows.replaceChildren(...this.parts.map((row) => row.node));
    this.sum = Object.fromEntries(
      ["loss", "entropy", "kl"].map((key) => [key, el("b", { class: `xv-is-${key}`, "data-lit": key })]),
    );
    this.terms.replaceChildren(
      el(
        "span",
        { class: "xv-part" },
        "Σ p × −ln q = ",
        ...this.parts.flatMap(({ term }, k) => (k ? [" + ", term.node] : [term.node])),
        " = ",
        this.sum.loss,
        " = H ",
        this.sum.entropy,
        " + KL ",
        this.sum.kl,
      ),
    );
    if (this.addButton) this.addButton.disabled = names.length >= MOST;
    this.nameRows(names);
  }

  buildRow(k) {
    const lit = `class-${k}`;
    const [p, q] = ["p", "q"].map((side) => shareBar(side, k, this));
    const name = nameField({
      testid: `name-${k}`,
      label: `name of outcome ${k + 1}`,
      lit,
      value: () => this.state.names[k],
      say: (text) => this.say(text),
      enter: (text) => this.changeNow({ names: renamed(this.state.names, k, text) }),
    });
    const remove = button(`remove-${k}`, "×", () => this.remove(k), { class: "xv-button xv-drop" });
    remove.disabled = this.state.names.length <= LEAST;
    const node = el(
      "div",
      { class: "xv-pair", role: "group", "data-testid": `row-${k}` },
      name.node,
      ...p.nodes,
      ...q.nodes,
      remove,
    );
    const term = {
      node: el("span", { class: "xv-term", "data-lit": lit }),
      p: el("b", { class: "xv-is-truth" }),
      cost: el("b", { class: "xv-is-loss" }),
      name: el("small", { dir: "auto" }),
    };
    term.node.append(el("span", {}, term.p, " × ", term.cost), term.name);
    return { node, p, q, name, remove, term };
  }

  // Names change seldom: what carries them is written then, and no paint touches it.
  nameRows(names) {
    this.named = names;
    this.parts.forEach((row, k) => {
      row.node.setAttribute("aria-label", names[k]);
      row.remove.setAttribute("aria-label", `remove ${names[k]}`);
      row.name.paint(names[k]);
      row.term.name.textContent = names[k];
      for (const side of [row.p, row.q]) side.label(names[k]);
    });
    const pair = this.pairs.find((one) => one.names.join("\n") === names.join("\n"));
    this.source.textContent = pair?.source ?? "";
  }

  buildSide() {
    const tall = (key, words) =>
      el("span", { class: `xv-stack-words xv-is-${key}`, "data-lit": key }, words, el("b", { "data-testid": key }));
    this.bars = Object.fromEntries(
      ["entropy", "kl"].map((key) => [key, el("span", { class: `xv-stacked xv-stacked-${key}`, "data-lit": key })]),
    );
    this.words = { entropy: tall("entropy", "entropy H(p) "), kl: tall("kl", "+ KL(p‖q) ") };
    const stack = el(
      "div",
      { class: "xv-stack", "data-testid": "stack" },
      el("span", { class: "xv-stack-track", "aria-hidden": "true" }, this.bars.entropy, this.bars.kl),
      el("span", { class: "xv-stack-line" }, this.words.entropy, this.words.kl),
    );
    this.loss = el("output", {
      class: "xv-loss",
      "data-testid": "loss",
      "data-lit": "loss",
      tabindex: "0",
      "aria-label": "cross-entropy in nats",
    });
    this.bits = el("span", { "data-testid": "loss-bits", "data-lit": "loss" });
    const words = el(
      "div",
      { class: "xv-words" },
      el("span", { class: "xv-unit" }, "nats"),
      this.bits,
      el("span", {}, "cross-entropy"),
    );
    return el(
      "div",
      { class: "xv-weigh" },
      this.area.node,
      el("div", { class: "xv-sum" }, stack, el("div", { class: "xv-result" }, this.loss, words)),
    );
  }

  buildControls() {
    const swap = button("swap", "Swap p and q", () => this.swap());
    const same = button("same", "q = p", () => this.put({ q: this.shown("p"), locked_q: [] }));
    const certain = button("onehot", "One-hot truth", () => this.certain());
    this.addButton = button("add", "+ Outcome", () => this.add());
    const reset = button("reset", "Reset", () => this.reset());
    const presets = this.pairs.map(({ key, title, names, p, q }) =>
      button(`preset-${key}`, title, () => this.put({ names, p, q, smoothing: 0, locked_p: [], locked_q: [] }))
    );
    this.dial = this.buildDial();
    return el(
      "div",
      { class: "xv-controls" },
      el("div", { class: "xv-line-up" }, same, swap, certain, this.dial.node, this.addButton, reset),
      el("div", { class: "xv-line-up" }, ...presets),
    );
  }

  buildDial() {
    const value = () => this.state.smoothing;
    const label = "label smoothing ε";
    const move = (x) => this.change({ smoothing: Number(x.toFixed(6)) });
    const slider = handle({
      testid: "smoothing",
      label,
      min: 0,
      max: SMOOTHEST,
      step: 0.01,
      fine: 0.01,
      coarse: 0.1,
      value,
      move,
      hold: (on) => this.hold(on),
      rest: () => this.rest(),
    });
    const typed = field({
      testid: "smoothing-value",
      label,
      min: 0,
      max: SMOOTHEST,
      value,
      format: fixed2,
      say: (text) => this.say(text),
      enter: (x) => this.changeNow({ smoothing: x }),
    });
    const paint = () => {
      slider.paint(value(), `label smoothing ${fixed2(value())}`);
      typed.paint(value());
    };
    return { node: el("span", { class: "xv-dial" }, el("span", {}, label), slider.node, typed.node), paint };
  }

  // ---- painting -----------------------------------------------------------------------------
  paint(numbers) {
    const { names, q, smoothing, locked_p: heldP, locked_q: heldQ } = this.state;
    const { y, cost } = numbers;
    if (this.named !== names) this.nameRows(names);
    this.parts.forEach((row, k) => {
      row.p.paint(names[k], y[k], smoothing / names.length, heldP.includes(k));
      row.q.paint(names[k], q[k], 0, heldQ.includes(k));
      show(row.term.p, y[k], num3(y[k]));
      show(row.term.cost, cost[k], num3(cost[k]));
      row.term.node.classList.toggle("xv-gone", y[k] === 0);
    });
    this.dial.paint();
    this.area.paint(names, numbers);
    this.paintSum(numbers);
  }

  paintSum({ loss, entropy: h, kl, bits }) {
    const { total, parts } = addingUp(loss, [h, kl]);
    const top = Number.isFinite(loss) ? topFor(loss) : h * 2 || 1;
    this.bars.entropy.style.transform = `scaleX(${Math.min(1, h / top)})`;
    this.bars.kl.style.transform = `translateX(${Math.min(1, h / top) * 100}%) scaleX(${Math.min(1, kl / top)})`;
    this.bars.kl.classList.toggle("xv-endless", kl === Infinity);
    show(this.words.entropy.lastChild, h, parts[0]);
    show(this.words.kl.lastChild, kl, parts[1]);
    show(this.loss, loss, total);
    show(this.bits, bits, `${num3(bits)} bits`);
    for (const [key, value, text] of [["loss", loss, total], ["entropy", h, parts[0]], ["kl", kl, parts[1]]]) {
      show(this.sum[key], value, text);
    }
  }
}

export default DistributionsBoard;
