// @ts-check
// The token strip: a text as chips coloured by surprise, what was predicted at each, and what if.
import { BoardView } from "./board.js";
import { Chips, colourScale } from "./chips.js";
import { button, choice } from "./controls.js";
import { el, showText } from "./elements.js";
import { LossTrack } from "./loss_track.js";
import { bitsPerByte, tally, whatIf } from "./mirror_scale.js";
import { num3 } from "./numerals.js";
import { learnFrom, pickers, textBox } from "./strip_choices.js";
import { mostDifferent, probabilityOf, unpackReading, unpackTally } from "./strip_reading.js";
import { stripResult } from "./strip_result.js";
import { TokenDetail } from "./token_detail.js";
import { whatIfRow } from "./what_if.js";
/** @import { Choices } from "./strip_choices.js" */
/** @import { Constants, Numbers, PackedReading, State, Told } from "./strip_reading.js" */
/** @import { Message } from "./types.d.ts" */

/** @extends {BoardView<State, Numbers, Constants>} */
class StripView extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<State, Numbers, Constants>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "strip", label: "Token strip" });
    const id = this.id.bind(this);
    /** @type {number | null} */
    this.hover = null; // the row under a pointer
    /** @type {number | null} */
    this.seen = null; // the row chosen when the core last answered
    /** @type {number | null} */
    this.recoloured = null; // the row whose chip has the colour of a "what if"
    this.hovering = 0;
    this.chips = new Chips({
      id,
      look: (row) => this.look(row),
      pick: (row) => this.go(row),
      at: () => this.state.at,
    });
    this.track = new LossTrack(this.chips);
    this.detail = new TokenDetail(this.constants.top);
    const goToMost = () => this.go(mostDifferent(this.reading));
    this.result = stripResult({ id, goToMost, shows: (element) => this.shows(element) });
    this.pickers = this.buildPickers();
    const { longest } = this.constants;
    this.box = textBox({ longest, type: (typed) => this.type(typed), rest: () => this.rest() });
    this.curve = this.buildCurve();
    this.curve.node.dataset.element = "curve";
    this.whatIf = this.buildWhatIf();
    this.notes = el("p", { class: "xv-notes", role: "status", "data-testid": "notes" });
    this.progress = el("span", { class: "xv-progress", "data-testid": "progress" });
    this.reading = unpackReading(message.numbers.reading);
    /** @type {Told} */
    this.told = { ...unpackTally(message.numbers.one), losses: this.reading.losses };
    /** @type {Told | null} */
    this.other = null;
    this.build();
    this.paintLater(
      () => this.paintTrack(),
      () => this.paintTable(),
      (numbers) => this.result.paintRest(this.told, this.reading.size, this.other, numbers.bits_per_byte),
      ({ choices }) => this.paintChoices(choices),
    );
    this.track.fill(this.reading);
  }

  // ---- numbers ------------------------------------------------------------------------------

  /**
   * @override
   * @param {Numbers} core
   */
  settle(core) {
    if (core.reading.key !== this.reading.key) this.read(core.reading);
    const { losses, other } = this.reading;
    this.told = { ...unpackTally(core.one), losses: whatIf(losses, this.state.at, this.state.given) };
    this.other = core.two && other && { ...unpackTally(core.two), losses: other.losses };
    showText(this.notes, core.sentences.join(" "));
    super.settle(core);
    if (this.state.at !== this.seen) this.track.reveal(this.state.at);
    this.seen = this.state.at;
    this.askLater(core.choices.learning);
  }

  /** @param {PackedReading} sent */
  read(sent) {
    this.reading = unpackReading(sent);
    this.recoloured = null;
    this.hover = null;
    this.track.fill(this.reading);
  }

  /** @override */
  mirror() {
    const losses = whatIf(this.reading.losses, this.state.at, this.state.given);
    this.told = { losses, ...tally(losses) };
    const { bytes } = this.reading;
    return { ...this.core, bits_per_byte: bytes ? bitsPerByte(this.told.total, bytes) : null };
  }

  /** @override */
  arranging() {
    this.chips.tell(this.shows("losses"));
    this.track.tell(this.shows("track"));
    this.detail.tellsNames = this.shows("candidates");
  }

  /** @override */
  spoken() {
    const { losses, mean, perplexity } = this.told;
    if (!losses.length) return "No token that the model knows.";
    const token = `${this.detail.token.textContent}: ${num3(losses[this.state.at])} nats.`;
    return `${token} Mean ${num3(mean)} nats, perplexity ${num3(perplexity)}.`;
  }

  // ---- what a hand does ---------------------------------------------------------------------

  /** @param {number | null} row */
  look(row) {
    if (row === this.hover) return;
    this.hover = row;
    this.hovering ||= requestAnimationFrame(() => {
      this.hovering = 0;
      this.paintDetail();
      this.paintTable();
      this.track.show(this.row);
      this.paintWhatIf();
    });
  }

  /** @param {number} at */
  go(at) {
    this.hover = null;
    this.change({ at, given: null });
    this.track.reveal(at);
  }

  /** @param {string} typed */
  type(typed) {
    this.say("");
    if (!this.box.refused) this.change({ text: this.constants.own, typed, at: 0, given: null });
  }

  /**
   * A text that was refused is spoken of until it is mended.
   * @override
   * @param {string} sentence
   */
  say(sentence) {
    super.say(sentence || this.box.refused);
  }

  /** @param {string} text */
  take(text) {
    this.box.refused = "";
    this.changeNow({ text, typed: text === this.constants.own ? this.box.node.value : "", at: 0, given: null });
  }

  /** @override */
  reset() {
    this.box.refused = "";
    super.reset();
  }

  // ---- building -----------------------------------------------------------------------------

  build() {
    const looked = el("div", { class: "xv-looked" }, this.detail.node, this.whatIf.node);
    this.root.append(
      el(
        "div",
        { class: "xv-choices" },
        ...this.pickers.nodes,
        button("reset", "Reset", () => this.reset(), { "data-element": "reset" }),
      ),
      el("div", { class: "xv-writing" }, this.box.node),
      el("div", { class: "xv-legend" }, colourScale(), this.curve.node, this.progress),
      this.track.node,
      this.said,
      this.notes,
      el("div", { class: "xv-below" }, looked, this.result.node),
      this.live,
    );
  }

  buildPickers() {
    return pickers({
      text: (text) => this.take(text),
      corpus: (corpus) => this.changeNow(learnFrom(corpus, this.state, this.constants)),
      model: (model) => this.changeNow({ model, given: null }),
      versus: (versus) => this.changeNow({ versus }),
    });
  }

  buildCurve() {
    return choice({
      testid: "curve",
      label: "curve under the chips",
      options: this.constants.curves,
      pick: (curve) => this.changeNow({ curve }),
    });
  }

  /** What the token looked at was given, or is taken to have been given. */
  probability() {
    const { row, reading } = this;
    if (row === this.state.at && this.state.given !== null) return this.state.given;
    return reading.losses.length ? probabilityOf(reading, row) : 1;
  }

  buildWhatIf() {
    return whatIfRow(this, {
      least: this.constants.least_p,
      value: () => this.probability(),
      move: (given) => {
        this.hover = null;
        this.change({ given });
      },
      enter: (given) => this.changeNow({ given }),
      undo: () => this.changeNow({ given: null }),
    });
  }

  // ---- painting -----------------------------------------------------------------------------

  /**
   * @override
   */
  paint() {
    const { state, reading, told } = this;
    this.chips.choose(state.at);
    this.paintDetail();
    this.paintWhatIf();
    this.result.paint(told, reading.size);
    this.root.classList.toggle("xv-nothing-read", reading.losses.length === 0);
  }

  paintTrack() {
    const { state, reading, told, other } = this;
    this.recolour(state.given === null ? null : state.at);
    this.track.paint(state.curve, reading, told, other);
    this.track.show(this.row);
  }

  paintTable() {
    this.detail.paintTable(this.reading, this.row);
  }

  /**
   * The chip of a "what if" takes its colour, the one before has its own again.
   * @param {number | null} row
   */
  recolour(row) {
    this.chips.losses = this.told.losses;
    for (const one of new Set([this.recoloured, row])) if (one !== null) this.chips.colour(one);
    this.recoloured = row;
  }

  /** @param {Choices} choices */
  paintChoices(choices) {
    const { state, reading } = this;
    this.pickers.paint(state, choices);
    this.curve.paint(state.curve);
    showText(this.progress, choices.progress);
    this.box.paint(state.text === this.constants.own ? state.typed : reading.text);
  }

  /** The row of the token that everything on the board is about now. */
  get row() {
    return this.hover ?? this.state.at;
  }

  paintWhatIf() {
    const { reading, row } = this;
    const isKnown = reading.losses.length > 0;
    this.whatIf.paint({
      name: isKnown ? this.chips.names[reading.rows[row]] : "",
      isKnown,
      isChanged: row === this.state.at && this.state.given !== null,
      tells: this.shows("what-if"),
    });
  }

  paintDetail() {
    const { row } = this;
    this.chips.point(this.hover);
    this.detail.paint(this.reading, this.told, row, row === this.state.at ? this.state.given : null);
  }

  /** @override */
  close() {
    if (this.hovering) cancelAnimationFrame(this.hovering);
    this.track.close();
    super.close();
  }
}

export default StripView;
