// The token strip: a text as chips coloured by surprise, what was predicted at each, and what if.
import { Along } from "./loss_track.js";
import { Board } from "./board.js";
import { Chips, scale } from "./chips.js";
import { faces } from "./perplexity_die.js";
import { tally, whatIf } from "./mirror.js";
import { doubles, eachDouble, wholes } from "./packed.js";
import { button, choice, el, field, handle, num3, show } from "./controls.js";
import { Ten } from "./candidates.js";

const LONGEST = 2000;
const POKE_MS = 1000;
const NEVER = -8; // the slider's left end, as a power of ten: p = 0
const toP = (x) => (x <= NEVER ? 0 : Number((10 ** x).toPrecision(6)));
const toSlider = (p) => (p > 0 ? Math.max(NEVER + 0.01, Math.log10(p)) : NEVER);

function picker({ testid, label, pick }) {
  const select = el("select", { class: "xv-select", "data-testid": testid, "aria-label": label });
  select.addEventListener("change", () => pick(select.value));
  const node = el("label", { class: "xv-pick" }, el("span", {}, label), select);
  const offer = (options) => {
    const words = JSON.stringify(options);
    if (words === select.dataset.offer) return;
    select.dataset.offer = words;
    select.replaceChildren(...options.map(([value, name]) => el("option", { value }, name)));
  };
  const paint = (value) => {
    if (select.value !== value) select.value = value;
  };
  return { node, offer, paint };
}

class StripBoard extends Board {
  constructor(parent, data) {
    super(parent, data, { name: "strip", label: "Token strip" });
    this.hover = null;
    this.refused = ""; // why what stands in the field was not taken
    this.chips = new Chips({ look: (row) => this.look(row), pick: (row) => this.go(row), at: () => this.state.at });
    this.along = new Along(this.chips);
    this.ten = new Ten();
    this.notes = el("p", { class: "xv-notes", role: "status", "data-testid": "notes" });
    this.progress = el("span", { class: "xv-progress", "data-testid": "progress" });
    this.root.append(
      this.buildChoices(),
      this.buildText(),
      el("div", { class: "xv-legend" }, scale(), this.progress),
      this.along.node,
      this.said,
      this.notes,
      el(
        "div",
        { class: "xv-below" },
        el("div", { class: "xv-looked" }, this.ten.node, this.buildWhatIf()),
        this.buildResult(),
      ),
      this.live,
    );
  }

  // ---- numbers ------------------------------------------------------------------------------
  settle(core) {
    this.choices = core.choices;
    if (core.reading.key !== this.reading?.key) this.unpack(core.reading);
    const unpacked = (packed) => {
      const each = eachDouble(packed);
      for (const name of ["total", "mean", "bits", "perplexity"]) each[name] = each[name][0];
      return each;
    };
    this.second = core.two && { ...unpacked(core.two), losses: this.reading.other.losses };
    this.notes.textContent = core.sentences.join(" ");
    super.settle({ ...unpacked(core.one), losses: whatIf(this.reading.losses, this.state.at, this.state.given) });
    if (this.state.at !== this.seen) this.along.reveal(this.state.at);
    this.seen = this.state.at;
    clearTimeout(this.poke);
    if (this.choices.learning) this.poke = setTimeout(() => this.ask(), POKE_MS);
  }

  // A model is learning in the background: ask how far it is, unless a hand is at work.
  ask() {
    if (this.wire.held || this.wire.moved || document.hidden) {
      this.poke = setTimeout(() => this.ask(), POKE_MS);
      return;
    }
    this.wire.moved = true;
    this.wire.commit();
  }

  unpack(sent) {
    const { key, text, pieces, labels, floor, baseline, wide } = sent;
    const many = Object.fromEntries(["losses", "top_p", "rest"].map((name) => [name, doubles(sent[name])]));
    const whole = Object.fromEntries(["rows", "targets", "rank", "top"].map((name) => [name, wholes(sent[name])]));
    this.reading = {
      key,
      text,
      pieces,
      labels,
      floor,
      baseline,
      wide,
      ...many,
      ...whole,
      truth: eachDouble(sent.truth),
      other: eachDouble(sent.other),
    };
    this.along.fill(this.reading);
    this.warmed = null;
    this.hover = null;
  }

  mirror() {
    const losses = whatIf(this.reading.losses, this.state.at, this.state.given);
    return { losses, ...tally(losses) };
  }

  spoken({ losses, mean, perplexity }) {
    if (!losses.length) return "No token that the model knows.";
    return `${this.ten.now.textContent}: ${num3(losses[this.state.at])} nats. Mean ${num3(mean)} nats, perplexity ${
      num3(perplexity)
    }.`;
  }

  // ---- what a hand does ---------------------------------------------------------------------
  look(row) {
    if (row === this.hover) return;
    this.hover = row;
    this.hovering ??= requestAnimationFrame(() => {
      this.hovering = undefined;
      this.paintLooked(this.numbers);
    });
  }

  go(at) {
    this.hover = null;
    this.change({ at, given: null });
    this.along.reveal(at);
  }

  // A text that cannot be taken stays in its field, with a sentence, until it is mended.
  type(typed) {
    const long = [...typed].length;
    this.refused = "";
    if (long > LONGEST) {
      this.refused = `That is ${long.toLocaleString("en")} characters, and a strip holds ${
        LONGEST.toLocaleString("en")
      }: nothing was cut off, the numbers are those of the last text.`;
    } else if (/\p{Surrogate}/u.test(typed)) {
      this.refused =
        "That text holds half of a character pair, which is no text: the numbers are those of the last one.";
    }
    this.say("");
    if (!this.refused) this.change({ text: "own", typed, at: 0, given: null });
  }

  say(sentence) {
    super.say(sentence || this.refused);
  }

  take(text) {
    this.refused = "";
    this.changeNow({ text, typed: text === "own" ? this.box.value : "", at: 0, given: null });
  }

  reset() {
    this.refused = "";
    super.reset();
  }

  // ---- building -----------------------------------------------------------------------------
  buildChoices() {
    const put = (patch) => this.changeNow(patch);
    this.pickers = {
      text: picker({ testid: "text", label: "text", pick: (text) => this.take(text) }),
      corpus: picker({
        testid: "teacher",
        label: "learned from",
        pick: (corpus) => put({ corpus, at: 0, given: null }),
      }),
      model: picker({ testid: "model", label: "model", pick: (model) => put({ model, given: null }) }),
      versus: picker({ testid: "versus", label: "beside", pick: (versus) => put({ versus }) }),
    };
    return el(
      "div",
      { class: "xv-choices" },
      ...Object.values(this.pickers).map(({ node }) => node),
      button("reset", "Reset", () => this.reset()),
    );
  }

  buildText() {
    this.box = el("textarea", {
      class: "xv-typed",
      "data-testid": "typed",
      rows: "2",
      spellcheck: "false",
      "aria-label": "The text: edit it, or type your own",
    });
    this.box.addEventListener("input", () => this.type(this.box.value));
    this.box.addEventListener("change", () => this.rest());
    this.curve = choice({
      testid: "curve",
      label: "curve under the chips",
      options: { mean: "mean so far", perplexity: "perplexity", sum: "sum" },
      pick: (curve) => this.changeNow({ curve }),
    });
    return el("div", { class: "xv-writing" }, this.box, this.curve.node);
  }

  buildWhatIf() {
    const value = () =>
      this.state.given ?? (this.reading?.losses.length ? Math.exp(-this.reading.losses[this.state.at]) : 1);
    this.pOfAt = value;
    const lit = undefined;
    const move = (x) => {
      this.hover = null;
      this.change({ given: toP(x) });
    };
    this.slider = handle({
      testid: "what-if",
      label: "what if this token had been given the probability",
      lit,
      min: NEVER,
      max: 0,
      step: 0.01,
      value: () => toSlider(value()),
      move,
      hold: (on) => this.hold(on),
      rest: () => this.rest(),
    });
    this.typedP = field({
      testid: "what-if-value",
      label: "probability of this token",
      min: 0,
      max: 1,
      value,
      format: num3,
      say: (text) => this.say(text),
      enter: (given) => this.changeNow({ given }),
    });
    this.asked = el("b", { class: "xv-is-truth", dir: "auto" });
    this.undo = button("as-it-was", "As it was", () => this.changeNow({ given: null }));
    return el(
      "div",
      { class: "xv-what-if" },
      el("span", {}, "What if ", this.asked, " had p ="),
      this.typedP.node,
      this.slider.node,
      this.undo,
    );
  }

  buildResult() {
    this.loss = el("output", {
      class: "xv-loss",
      "data-testid": "loss",
      tabindex: "0",
      "aria-label": "mean loss in nats",
    });
    const words = (testid) => el("span", { "data-testid": testid });
    this.words = Object.fromEntries(["loss-bits", "total", "count"].map((name) => [name, words(name)]));
    this.perplexity = el("b", { class: "xv-perplexity", "data-testid": "perplexity" });
    this.faces = faces();
    this.vocabulary = words("vocabulary");
    this.beside = el("p", { class: "xv-beside" });
    this.gain = {
      mean: el("b", { "data-testid": "other-mean" }),
      saved: el("b", { class: "xv-is-truth", "data-testid": "saved" }),
      name: el("span"),
    };
    this.beside.append(
      el("span", {}, "second: mean ", this.gain.mean, ", ", this.gain.name, this.gain.saved, " nats"),
      button("most", "Where most?", () => this.mostHelped()),
    );
    return el(
      "div",
      { class: "xv-outcome-side" },
      el(
        "div",
        { class: "xv-result" },
        this.loss,
        el(
          "div",
          { class: "xv-words" },
          el("span", { class: "xv-unit" }, "nats a token"),
          this.words["loss-bits"],
          el("span", {}, "sum ", this.words.total, " over ", this.words.count),
        ),
      ),
      el(
        "p",
        { class: "xv-die" },
        "perplexity ",
        this.perplexity,
        " of ",
        this.vocabulary,
        ": a fair die with so many faces",
      ),
      this.faces.node,
      this.beside,
    );
  }

  mostHelped() {
    const { losses, other } = this.reading;
    let best = 0;
    losses.forEach((loss, row) => {
      if (Math.abs(other.losses[row] - loss) > Math.abs(other.losses[best] - losses[best])) best = row;
    });
    this.go(best);
  }

  // ---- painting -----------------------------------------------------------------------------
  paint(numbers) {
    this.numbers = numbers;
    const { state, reading, second } = this;
    this.paintChoices();
    this.chips.choose(state.at);
    this.warm(state.given === null ? null : state.at, numbers.losses);
    this.along.paint(state.curve, reading, numbers, second);
    this.paintLooked(numbers);
    this.paintWhatIf();
    show(this.loss, numbers.mean, num3(numbers.mean));
    show(this.words["loss-bits"], numbers.bits, `${num3(numbers.bits)} bits`);
    show(this.words.total, numbers.total, num3(numbers.total));
    show(
      this.words.count,
      numbers.losses.length,
      `${numbers.losses.length} token${numbers.losses.length === 1 ? "" : "s"}`,
    );
    show(this.perplexity, numbers.perplexity, num3(numbers.perplexity));
    show(this.vocabulary, reading.labels.length, String(reading.labels.length));
    this.faces.paint(numbers.perplexity, reading.labels.length);
    this.paintBeside(numbers, second);
  }

  // The chip of a "what if" takes its colour, the one before has its own again.
  warm(row, losses) {
    this.chips.losses = losses;
    for (const one of new Set([this.warmed, row])) if (one !== null) this.chips.colour(one);
    this.warmed = row;
  }

  paintChoices() {
    const { state, choices, pickers, reading } = this;
    for (const name of Object.keys(pickers)) {
      if (this.offered !== choices) pickers[name].offer(choices[name]);
      pickers[name].paint(state[name]);
    }
    this.offered = choices;
    this.curve.paint(state.curve);
    if (this.progress.textContent !== choices.progress) this.progress.textContent = choices.progress;
    const text = state.text === "own" ? state.typed : reading.text;
    if (document.activeElement !== this.box && !this.refused && this.box.value !== text) this.box.value = text;
  }

  paintLooked(numbers) {
    const row = this.hover ?? this.state.at;
    this.ten.paint(this.reading, numbers, row, row === this.state.at ? this.state.given : null);
    this.along.show(row);
  }

  paintWhatIf() {
    const { state, reading } = this;
    const p = this.pOfAt();
    const name = reading.losses.length ? this.chips.names[reading.rows[state.at]] : "";
    if (this.asked.textContent !== `“${name}”`) this.asked.textContent = `“${name}”`;
    this.slider.paint(toSlider(p), `probability ${num3(p)} of ${name}`);
    this.slider.node.dataset.value = p;
    this.typedP.paint(p);
    this.slider.node.disabled = this.typedP.node.disabled = !reading.losses.length;
    this.undo.disabled = state.given === null;
  }

  paintBeside({ mean }, second) {
    this.beside.hidden = !second;
    if (!second) return;
    const saved = second.mean - mean;
    show(this.gain.mean, second.mean, num3(second.mean));
    this.gain.name.textContent = saved >= 0 ? "first saves " : "first wastes ";
    show(this.gain.saved, saved, num3(Math.abs(saved)));
  }

  close() {
    clearTimeout(this.poke);
    if (this.hovering) cancelAnimationFrame(this.hovering);
    this.along.close();
    super.close();
  }
}

export default StripBoard;
