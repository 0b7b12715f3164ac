// @ts-check
// One board's conversation with Python: numbered commits out, settled answers in. No DOM here.
import { encode } from "./encoding.js";
/** @import { Component, Link, Message, Send } from "./types.d.ts" */

const REST_MS = 150; // a hand that has not moved for so long has come to rest
const PATIENCE_MS = 15_000; // after this an answer counts as lost: the next change may go

/**
 * What the wire needs of its board.
 * @template S, N
 * @typedef {object} Talker
 * @property {S} state
 * @property {(state: S) => void} adopt take another state
 * @property {(numbers: N) => void} settle show the core's numbers for the state as it is
 * @property {(sentence: string) => void} say
 * @property {(source: "preview" | "core") => void} mark say whose numbers are shown
 */

/**
 * What the wire needs of the browser.
 * @typedef {object} Outside
 * @property {(call: () => void, ms: number) => number} setTimeout
 * @property {(timer: number) => void} clearTimeout
 * @property {(call: () => void) => void} afterPaint
 * @property {(link: Link) => void} writeLink
 * @property {() => number} now ms
 */

/**
 * @template S, N
 */
export class Wire {
  /**
   * @param {Talker<S, N>} board
   * @param {Outside} outside
   */
  constructor(board, outside) {
    this.board = board;
    this.outside = outside;
    /** @type {Send} */
    this.send = () => {};
    this.session = ""; // names Python's conversation; "" before the first message
    this.generation = -1; // how often Python itself has set the state
    this.sent = 0; // number of the last commit that left
    this.isUnderWay = false; // that commit has not been answered
    this.isDue = false; // a commit was asked for meanwhile
    this.moved = false; // the state has changed since the last commit left
    this.holding = false; // a pointer is down on a handle
    this.connected = true;
    this.told = ""; // the last state of which Python knows that it has been painted
    this.timer = 0;
    this.patience = 0;
  }

  /** No hand is at work, and the core has answered all it was asked. */
  get isIdle() {
    return !this.holding && !this.moved && !this.isUnderWay;
  }

  /** The state has changed and is painted by the mirror; the core is asked after a rest. */
  touch() {
    this.preview();
    this.timer = this.outside.setTimeout(() => this.commit(), REST_MS);
  }

  /** The same, but the core is not asked until `commit`. */
  preview() {
    this.moved = true;
    this.board.mark("preview");
    this.outside.clearTimeout(this.timer);
  }

  /** Ask the core about the newest state: now, or once the commit under way has been answered. */
  commit() {
    this.outside.clearTimeout(this.timer);
    if (!this.moved) return;
    this.isDue = this.isUnderWay || !this.connected;
    if (!this.isDue) this.ask();
  }

  /** Ask the core about the state as it is, also where it has not changed. */
  ask() {
    this.moved = false;
    this.isDue = false;
    this.isUnderWay = true;
    this.sent += 1;
    this.patience = this.outside.setTimeout(() => this.freed(), PATIENCE_MS);
    const { sent: n, session, generation } = this;
    this.send("commit", { n, session, generation, state: encode(this.board.state) });
  }

  /** No commit is under way any more. */
  freed() {
    this.outside.clearTimeout(this.patience);
    this.isUnderWay = false;
    if (this.isDue) this.commit();
  }

  /**
   * Called by Streamlit with every answer, and again whenever the theme changes.
   * @param {Component<Message<S, N, unknown>>} component
   */
  receive({ data, setStateValue }) {
    this.send = setStateValue;
    if (this.session && data.session !== this.session) this.meetNewServer(data);
    else if (data.generation !== this.generation || !this.session) this.obey(data);
    else this.hear(data);
    if (data.tell_painted) this.tell(`${data.session} ${data.generation}`);
  }

  /**
   * The server is a new one, or the session has expired: what the board shows goes there.
   * @param {Message<S, N, unknown>} data
   */
  meetNewServer(data) {
    const same = !this.moved && JSON.stringify(encode(this.board.state)) === JSON.stringify(encode(data.state));
    this.follow(data);
    this.freed();
    if (same) this.settle(data);
    else this.commitAgain();
  }

  /**
   * Python has set the state. A handle that is held is never moved: its release says what is wanted.
   * @param {Message<S, N, unknown>} data
   */
  obey(data) {
    this.follow(data);
    this.outside.clearTimeout(this.timer);
    this.moved = this.holding;
    this.isDue = false;
    this.freed();
    if (this.moved) return;
    this.board.adopt(data.state);
    this.settle(data);
  }

  /**
   * An answer to an older question, or to one that a hand has already changed, is dropped.
   * @param {Message<S, N, unknown>} data
   */
  hear(data) {
    if (data.n !== this.sent) return;
    const overtaken = this.moved;
    this.freed();
    if (overtaken) return;
    if (data.sentence) this.board.adopt(data.state);
    this.settle(data);
  }

  /** @param {Message<S, N, unknown>} data */
  follow({ n, session, generation }) {
    this.session = session;
    this.generation = generation;
    this.sent = Math.max(this.sent, n);
  }

  /** @param {Message<S, N, unknown>} data */
  settle({ numbers, sentence, link }) {
    this.board.settle(numbers);
    this.board.say(sentence ?? "");
    this.outside.writeLink(link);
    this.board.mark("core");
  }

  /** What the board shows is not known to the server: it goes there now. */
  commitAgain() {
    this.preview();
    this.commit();
  }

  /**
   * The connection was lost, or is there again: what was under way may be lost, and goes once more.
   * @param {boolean} connected
   */
  connect(connected) {
    if (connected === this.connected) return;
    this.connected = connected;
    this.outside.clearTimeout(this.patience);
    if (!connected || !(this.isUnderWay || this.moved)) return;
    this.isUnderWay = false;
    this.commitAgain();
  }

  /**
   * What stands below the board comes when Python knows that the board is on the screen.
   * @param {string} what
   */
  tell(what) {
    if (this.told === what) return;
    this.told = what;
    // The moment, for only a value that is new counts as news.
    this.outside.afterPaint(() => this.send("painted", this.outside.now()));
  }

  close() {
    this.outside.clearTimeout(this.timer);
    this.outside.clearTimeout(this.patience);
  }
}
