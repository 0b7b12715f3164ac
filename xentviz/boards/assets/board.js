// @ts-check
// What every board does: hold a state, paint it once a frame from the mirror, settle on the core.
import { onConnection } from "./connection.js";
import { cover, el, showText } from "./elements.js";
import { BROWSER } from "./outside.js";
import { Pace } from "./pace.js";
import { Wire } from "./wire.js";
/** @import { Component, Message } from "./types.d.ts" */

const ASK_MS = 1000; // between two questions how far something has learned
let instances = 0;
/**
 * What a board showed when it was taken off the page, and to which session it belonged, by the board's key:
 * a new server takes all boards away and puts them there again, as it knows them.
 * @type {Map<string, { session: string, state: object }>}
 */
const shownLast = new Map();

/**
 * The browser half of a board. S is its state, N the core's numbers for it, C its constants.
 * A board gives mirror() -> numbers, paint(numbers), and spoken(numbers) -> what is read at rest.
 * @template {object} S
 * @template {object} N
 * @template {object} [C=object]
 */
export class BoardView {
  /**
   * @param {HTMLElement} parent
   * @param {Message<S, N, C>} message
   * @param {{ name: string, label: string, testid?: string }} options
   */
  constructor(parent, message, { name, label, testid = "board" }) {
    instances += 1;
    this.instance = `xv-${instances}`;
    /** @type {S} */
    this.state = structuredClone(message.state);
    this.start = message.start;
    this.constants = message.constants;
    this.core = message.numbers;
    this.root = el("section", { class: `xv-board xv-${name}`, "data-testid": testid, "aria-label": label });
    this.said = el("p", { class: "xv-said", role: "alert" });
    this.live = el("p", { class: "xv-spoken", "aria-live": "polite" });
    this.frame = 0;
    this.nextAsk = 0;
    /** The elements that the open step has covered. @type {ReadonlySet<string>} */
    this.covered = new Set();
    this.elements = message.elements;
    this.arranged = "";
    /** @type {Pace<N>} */
    this.pace = new Pace([]);
    /** @type {Wire<S, N>} */
    this.wire = new Wire(this, BROWSER);
    this.boardKey = message.key;
    this.recall(message.session);
    this.forget = onConnection((connected) => this.wire.connect(connected));
    parent.append(this.root);
  }

  /**
   * The board was here before, under a session that is over: what it showed goes to the new one.
   * @param {string} session
   */
  recall(session) {
    const last = shownLast.get(this.boardKey);
    shownLast.delete(this.boardKey);
    if (!last || last.session === session) return;
    this.state = /** @type {S} */ (last.state);
    this.wire.session = last.session;
  }

  /**
   * The browser's own numbers for the state; a board without formulas shows the core's last.
   * @returns {N}
   */
  mirror() {
    return this.core;
  }

  /**
   * Show the state and these numbers; writes only transforms, attributes and text nodes.
   * What may follow a few frames later, on a slow device, is among `paintLater`.
   * @param {N} _numbers
   */
  paint(_numbers) {}

  /**
   * The parts of the board that are far from the finger: each paints itself.
   * @param {((numbers: N) => void)[]} parts
   */
  paintLater(...parts) {
    this.pace = new Pace(parts);
  }

  /** @param {N} numbers */
  paintAll(numbers) {
    this.paint(numbers);
    this.pace.paintAll(numbers);
  }

  /**
   * What is read aloud at rest.
   * @param {N} _numbers
   */
  spoken(_numbers) {
    return "";
  }

  /**
   * A name for an id or a group that no other board of the page has.
   * @param {string} name
   */
  id(name) {
    return `${this.instance}-${name}`;
  }

  /** @param {Component<Message<S, N, C>>} component */
  receive(component) {
    this.root.toggleAttribute("data-alone", component.data.tell_painted);
    this.start = component.data.start;
    this.elements = component.data.elements;
    // Before the numbers come: what is read aloud must not tell what is about to be covered.
    this.covered = new Set(this.elements.cover);
    this.wire.receive(component);
    if (this.arranged !== JSON.stringify(this.elements)) this.arrange();
  }

  /**
   * Show the elements of the open step, and cover those that would give its answer away.
   */
  arrange() {
    this.arranged = JSON.stringify(this.elements);
    this.coverParts();
    this.arranging();
    this.paintAll(this.core);
    this.speak(this.core);
  }

  /** The same for the parts as they are, unpainted: a board that has built parts anew calls it. */
  coverParts() {
    const names = this.elements.cover;
    this.covered = new Set(names);
    /** @type {NodeListOf<HTMLElement | SVGElement>} */
    const parts = this.root.querySelectorAll("[data-element]");
    for (const part of parts) {
      const own = part.dataset.element ?? "";
      part.classList.toggle("xv-left-out", !this.has(own));
      // What is left out is covered too: a number that cannot be seen must not be found either.
      cover(part, !this.shows(own));
    }
  }

  /** What a board does besides when elements come and go, before it is painted. */
  arranging() {}

  /**
   * Whether the open step has this element at all.
   * @param {string} element
   */
  has(element) {
    return this.elements.show?.includes(element) ?? true;
  }

  /**
   * Whether this element's numbers may be read.
   * @param {string} element
   */
  shows(element) {
    return this.has(element) && !this.covered.has(element);
  }

  /** @param {N} core */
  speak(core) {
    showText(this.live, this.covered.size ? "" : this.spoken(core));
  }

  /**
   * While a hand drags, the board keeps its size, so that nothing around it is laid out with each frame.
   * @param {boolean} on
   */
  hold(on) {
    this.wire.holding = on;
    // Computed, for a bounding box is in the pixels of a page that presenter mode has zoomed.
    this.root.style.height = on ? getComputedStyle(this.root).height : "";
    this.root.classList.toggle("xv-held", on);
  }

  rest() {
    this.wire.commit();
  }

  /** @param {string} sentence */
  say(sentence) {
    showText(this.said, sentence);
  }

  /** @param {"preview" | "core"} source */
  mark(source) {
    this.root.dataset.source = source;
  }

  /** @param {S} state */
  adopt(state) {
    this.state = structuredClone(state);
    // What could not be read in a field was about the state before.
    for (const node of this.root.querySelectorAll("[aria-invalid]")) node.removeAttribute("aria-invalid");
    this.say("");
  }

  /** @param {N} core */
  settle(core) {
    this.core = core;
    this.paintAll(core);
    this.speak(core);
  }

  /**
   * Every change by hand goes through here: one paint in the next frame, the core after a rest.
   * @param {Partial<S>} patch
   */
  change(patch) {
    Object.assign(this.state, patch);
    this.wire.touch();
    this.paintSoon();
  }

  /**
   * A change after which the core is asked at once.
   * @param {Partial<S>} patch
   */
  changeNow(patch) {
    this.change(patch);
    this.wire.commit();
  }

  /**
   * A change in a motion of many steps: the core is asked when `rest` says that it has ended.
   * @param {Partial<S>} patch
   */
  changeOnTheWay(patch) {
    Object.assign(this.state, patch);
    this.wire.preview();
    this.paintSoon();
  }

  paintSoon() {
    this.pace.changed();
    if (!this.frame) this.frame = requestAnimationFrame((now) => this.paintFrame(now));
  }

  /** @param {number} now when the frame began, ms */
  paintFrame(now) {
    const numbers = this.mirror();
    this.paint(numbers);
    const goesOn = this.pace.paint(numbers);
    this.frame = goesOn ? requestAnimationFrame((next) => this.paintFrame(next)) : 0;
    requestAnimationFrame((next) => this.pace.took(next - now));
  }

  /**
   * Something is learning in the background: ask the core again how far it is, unless a hand is at work.
   * @param {boolean} wanted false once it has learned
   */
  askLater(wanted) {
    clearTimeout(this.nextAsk);
    if (!wanted) return;
    this.nextAsk = setTimeout(() => {
      if (this.wire.isIdle && !document.hidden) this.wire.ask();
      else this.askLater(true);
    }, ASK_MS);
  }

  reset() {
    this.adopt(this.start);
    this.changeNow({});
  }

  close() {
    this.forget();
    this.wire.close();
    clearTimeout(this.nextAsk);
    shownLast.set(this.boardKey, { session: this.wire.session, state: this.state });
    if (this.frame) cancelAnimationFrame(this.frame);
    this.root.remove();
  }
}
