// @ts-check
// The lesson's panel: the open step's words and question, the way through the steps and chapters.
import { BoardView } from "./board.js";
import { button } from "./controls.js";
import { el, showText } from "./elements.js";
import { Presenter } from "./presenter.js";
import { questionFor } from "./question.js";
/** @import { Component, Message } from "./types.d.ts" */
/** @import { Asked, Told } from "./question.js" */

/**
 * A run of text: `meaning` where it is a term that the page uses for the first time.
 * @typedef {[text: string, meaning: string, strong: boolean]} Piece
 */

/**
 * @typedef {object} Position
 * @property {string} chapter
 * @property {number} step 1 the first
 * @property {number} presenting 1 while the step fills the screen
 * @property {Record<string, string | number>} answers by "chapter/step"
 * @property {number} pressed
 * @property {number} suggestion
 */

/**
 * @typedef {object} StepView
 * @property {[key: string, title: string][]} chapters
 * @property {string} chapter
 * @property {number} steps
 * @property {string} title
 * @property {Piece[][]} words
 * @property {Asked | null} question
 * @property {Told | null} verdict
 * @property {Piece[]} notice
 * @property {string} remember
 * @property {[label: string, lookFor: string][]} suggestions
 * @property {string} next_page
 */

const SHOWN = "shown"; // the answer of a reader who pressed *Show me*

/** @extends {BoardView<Position, StepView>} */
export default class LessonPanel extends BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<Position, StepView, object>} message
   */
  constructor(parent, message) {
    super(parent, message, { name: "lesson", label: "Lesson", testid: "lesson" });
    this.drawn = "";
    this.chapter = el("h1", { class: "xv-chapter" });
    this.progress = el("div", { class: "xv-progress", "aria-hidden": "true" });
    this.count = el("p", { class: "xv-count", "data-testid": "step-count" });
    this.title = el("h2", { class: "xv-step-title", "data-testid": "step-title", tabindex: "-1" });
    this.words = el("div", { class: "xv-step-words" });
    this.asked = el("div", { class: "xv-asked" });
    this.after = el("div", { class: "xv-after", "aria-live": "polite" });
    this.suggestions = el("div", { class: "xv-suggestions" });
    this.buttons = el("div", { class: "xv-way" });
    this.chapters = el("nav", { class: "xv-chapters", "aria-label": "Chapters of this page" });
    this.presenter = new Presenter({
      root: this.root,
      turn: (on) => this.changeNow({ presenting: on ? 1 : 0 }),
      isOn: () => this.state.presenting === 1,
      move: (by) => this.move(by),
      choose: (place) => this.question?.choose(place),
    });
    /** @type {ReturnType<typeof questionFor> | null} */
    this.question = null;
    this.root.append(
      el("header", { class: "xv-lesson-head" }, this.chapter, el("div", {}, this.progress, this.count)),
      this.title,
      this.words,
      this.asked,
      this.after,
      this.suggestions,
      this.presenter.parts,
      this.buttons,
      this.said,
      this.chapters,
      this.live,
    );
  }

  get place() {
    return `${this.state.chapter}/${this.state.step}`;
  }

  /** @param {StepView} view */
  paint(view) {
    this.presenter.show(this.state.presenting === 1);
    const now = JSON.stringify([view, this.state.chapter, this.state.step, this.state.answers[this.place] ?? ""]);
    if (now === this.drawn) return;
    const arrived = this.drawn !== "" && this.count.textContent !== this.counted(view);
    this.drawn = now;
    showText(this.chapter, view.chapter);
    showText(this.count, this.counted(view));
    showText(this.title, view.title);
    this.drawProgress(view);
    this.words.replaceChildren(...view.words.map((pieces) => paragraph(pieces)));
    this.drawQuestion(view);
    this.drawAfter(view);
    this.suggestions.replaceChildren(...view.suggestions.map((one, k) => this.suggestion(k, ...one)));
    this.drawButtons(view);
    this.drawChapters(view);
    if (arrived) this.title.focus({ preventScroll: true });
  }

  /** @param {StepView} view */
  spoken(view) {
    return `${this.counted(view)}: ${view.title}`;
  }

  /** @param {StepView} view */
  counted(view) {
    return `Step ${this.state.step} of ${view.steps}`;
  }

  /** @param {StepView} view */
  drawProgress({ steps }) {
    const dashes = Array.from(
      { length: steps },
      (_, k) => el("i", { class: k < this.state.step ? "xv-done" : false }),
    );
    this.progress.replaceChildren(...dashes);
  }

  /** @param {StepView} view */
  drawQuestion({ question, verdict }) {
    const given = this.state.answers[this.place];
    this.question = question &&
      questionFor(question, { group: this.id(this.place), given, verdict, submit: () => this.check() });
    this.asked.replaceChildren(...(this.question ? [this.question.node] : []));
  }

  /** @param {StepView} view */
  drawAfter({ notice, remember }) {
    const parts = [];
    if (notice.length) parts.push(el("div", { class: "xv-notice", "data-testid": "notice" }, paragraph(notice)));
    if (remember) parts.push(el("p", { class: "xv-remember", "data-testid": "remember" }, remember));
    this.after.replaceChildren(...parts);
  }

  /**
   * @param {number} k
   * @param {string} label
   * @param {string} lookFor
   */
  suggestion(k, label, lookFor) {
    const press = () => this.changeNow({ pressed: this.state.pressed + 1, suggestion: k });
    const node = button(`suggestion-${k}`, label, press);
    return el("div", { class: "xv-suggestion" }, node, ...(lookFor ? [el("span", {}, lookFor)] : []));
  }

  /** @param {StepView} view */
  drawButtons(view) {
    const { question, verdict } = view;
    const back = button("back", "Back", () => this.move(-1));
    back.disabled = this.state.step === 1 && this.chapterIndex(view) === 0;
    const open = question && !verdict;
    const check = question?.kind === "goal" ? [] : [
      button("check", "Check", () => this.check(), { class: "xv-button xv-primary" }),
    ];
    const showMe = button("show-me", "Show me", () => this.answer(SHOWN), { class: "xv-button xv-plain" });
    const next = button("next", this.nextWords(view), () => this.move(1), { class: "xv-button xv-primary" });
    this.buttons.replaceChildren(back, ...(open ? [...check, showMe] : [next]), ...this.presenter.buttons());
    next.hidden = this.isLast(view) && !view.next_page;
  }

  /** @param {StepView} view */
  chapterIndex(view) {
    return view.chapters.findIndex(([key]) => key === this.state.chapter);
  }

  /** @param {StepView} view */
  isLast(view) {
    return this.state.step === view.steps && this.chapterIndex(view) === view.chapters.length - 1;
  }

  /** @param {StepView} view */
  nextWords(view) {
    if (this.state.step < view.steps) return "Next";
    const after = view.chapters[this.chapterIndex(view) + 1];
    return after ? `Next: ${after[1]}` : `Next page: ${view.next_page}`;
  }

  /** @param {StepView} view */
  drawChapters(view) {
    const items = view.chapters.map(([key, title]) => {
      const open = key === this.state.chapter;
      const node = button(`chapter-${key}`, title, () => this.go(key, 1), { class: "xv-chapter-link" });
      if (open) node.setAttribute("aria-current", "true");
      return el("li", {}, node);
    });
    const everything = button("everything", "Everything on this board", () => this.go(this.state.chapter, view.steps), {
      class: "xv-chapter-link",
    });
    everything.hidden = this.state.step === view.steps;
    const list = items.length > 1 ? [this.opener(items.length), el("ol", {}, ...items)] : [];
    this.chapters.replaceChildren(everything, ...list);
    this.chapters.classList.remove("xv-open");
  }

  /**
   * Where the words stand above the board, the chapters are one line that opens.
   * @param {number} count
   */
  opener(count) {
    const node = button("chapters", `All ${count} chapters of this page`, () => {
      const open = this.chapters.classList.toggle("xv-open");
      node.setAttribute("aria-expanded", String(open));
    }, { class: "xv-chapter-link xv-opener", "aria-expanded": "false" });
    return node;
  }

  /**
   * Open a step: the words change when Python has answered.
   * @param {string} chapter
   * @param {number} step
   */
  go(chapter, step) {
    this.changeNow({ chapter, step });
  }

  /**
   * One step on or back, over the ends of chapters.
   * @param {number} by
   */
  move(by) {
    const view = this.core;
    const step = this.state.step + by;
    const place = this.chapterIndex(view);
    if (step >= 1 && step <= view.steps) this.go(this.state.chapter, step);
    else if (by < 0 && place > 0) this.go(view.chapters[place - 1][0], 1);
    else if (by > 0 && place < view.chapters.length - 1) this.go(view.chapters[place + 1][0], 1);
    else if (by > 0 && view.next_page) this.wire.send("leave", Date.now());
  }

  check() {
    const answer = this.question?.read();
    if (answer === undefined) this.say("Choose an answer first. A wrong one teaches as much as a right one.");
    else if (answer === null) this.say("Enter a number, for example 0.5.");
    else this.answer(answer);
  }

  /** @param {string | number} answer */
  answer(answer) {
    this.say("");
    this.changeNow({ answers: { ...this.state.answers, [this.place]: answer } });
  }

  // A step that is on its way is not painted from here: its words are Python's.
  paintSoon() {}

  /** @param {Component<Message<Position, StepView, object>>} component */
  receive(component) {
    super.receive(component);
    this.root.dataset.place = this.place;
  }

  close() {
    this.presenter.close();
    super.close();
  }
}

/**
 * A paragraph; a term shows its meaning on hover, tap and focus.
 * @param {Piece[]} pieces
 */
function paragraph(pieces) {
  return el(
    "p",
    {},
    ...pieces.map(([text, meaning, strong]) => {
      if (meaning) return term(text, meaning);
      return strong ? el("strong", {}, text) : text;
    }),
  );
}

/**
 * @param {string} text
 * @param {string} meaning
 */
function term(text, meaning) {
  const bubble = el("span", { class: "xv-meaning", role: "tooltip" }, meaning);
  return el("span", { class: "xv-term-mark", tabindex: "0", "data-testid": "term" }, text, bubble);
}
