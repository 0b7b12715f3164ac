// @ts-check
// Presenter mode: the step and its board fill the screen, and a clicker or the keys lead through it.
import { button } from "./controls.js";
import { el } from "./elements.js";

export const PRESENT = "xv-present"; // an event on the document: enter presenter mode, or leave it
const CLASS = "xv-presenting"; // on the root element: the style sheets do the rest
const BLANK = "xv-blank";
const WORDS = "xv-with-words";
const PART = ".xv-board:not(.xv-lesson) :is([data-element]:not(.xv-left-out), [data-column])";

/** What parts are called, where it is not their own name. @type {Record<string, string>} */
const NAMES = {
  alike: "as if",
  bell: "bell curve",
  die: "squares",
  facts: "probability",
  kl: "KL",
  "loss-line": "loss before and after",
  naive32: "as written, float32",
  naive64: "as written, float64",
  parts: "entropy and KL",
  probs: "probabilities",
  seen: "what it sees",
  stack: "entropy and KL",
  torch32: "PyTorch float32",
  torch64: "PyTorch float64",
  track: "means so far",
};

/**
 * @typedef {object} Led
 * @property {HTMLElement} root
 * @property {(on: boolean) => void} turn
 * @property {() => boolean} isOn
 * @property {(by: number) => void} move
 * @property {(place: number) => void} choose
 */

export class Presenter {
  /** @param {Led} led */
  constructor(led) {
    this.led = led;
    /** The parts of the board that the lecturer has hidden. @type {Set<string>} */
    this.hidden = new Set();
    this.sheet = new CSSStyleSheet();
    document.adoptedStyleSheets.push(this.sheet);
    this.parts = el("div", { class: "xv-parts", role: "group", "aria-label": "Parts of the board", hidden: true });
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    this.onPresent = () => this.led.turn(!this.led.isOn());
    document.addEventListener("keydown", this.onKey);
    document.addEventListener(PRESENT, this.onPresent);
  }

  /** @param {boolean} on */
  show(on) {
    document.documentElement.classList.toggle(CLASS, on);
    if (on) return;
    document.documentElement.classList.remove(BLANK);
    this.parts.hidden = true;
    this.hide([]);
  }

  /** What stands beside *Back* and *Next* on a lecturer's screen. */
  buttons() {
    const leave = button("present-end", "End", () => this.led.turn(false));
    return [
      button("hide-parts", "Hide parts", () => this.offerParts()),
      button("words", "Words", () => this.words()),
      leave,
    ]
      .map((node) => el("span", { class: "xv-only-presenting" }, node));
  }

  words() {
    this.led.root.classList.toggle(WORDS);
  }

  /** Show a button for each part that the board has now, or take them away. */
  offerParts() {
    this.parts.hidden = !this.parts.hidden;
    /** @type {NodeListOf<HTMLElement | SVGElement>} */
    const nodes = document.querySelectorAll(PART);
    const names = new Set([...nodes].map(({ dataset }) => dataset.element ?? dataset.column ?? ""));
    this.parts.replaceChildren(...[...names].map((name) => {
      const node = button(`hide-${name}`, NAMES[name] ?? name.replaceAll("-", " "), () => {
        const hidden = !this.hidden.has(name);
        this.hide(hidden ? [...this.hidden, name] : [...this.hidden].filter((one) => one !== name));
        node.setAttribute("aria-pressed", String(!hidden));
      }, { class: "xv-button xv-switch" });
      node.setAttribute("aria-pressed", String(!this.hidden.has(name)));
      return node;
    }));
  }

  /**
   * Hide these parts of the board, and no others; what is around them stays where it is.
   * @param {string[]} names
   */
  hide(names) {
    this.hidden = new Set(names);
    const parts = names.map((name) => `.xv-board :is([data-element="${name}"], [data-column="${name}"])`);
    this.sheet.replaceSync(parts.length ? `:is(${parts}), :is(${parts}) * { visibility: hidden !important; }` : "");
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { key, target } = event;
    const lower = key.toLowerCase();
    // Any key brings a blank screen back, wherever the focus is.
    if (document.documentElement.classList.contains(BLANK)) {
      document.documentElement.classList.remove(BLANK);
      if (lower === "b") return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
    if (lower === "p") this.led.turn(!this.led.isOn());
    else if (!this.led.isOn()) return;
    else if (key === "Escape") this.led.turn(false);
    else if (lower === "b") document.documentElement.classList.toggle(BLANK);
    else if (lower === "h") this.offerParts();
    else if (lower === "w") this.words();
    else if (key >= "1" && key <= "9") this.led.choose(Number(key) - 1);
    // A clicker sends PageDown, also while the last handle that was dragged has the focus.
    else if (key === "PageDown" || (key === "ArrowRight" && !isHandle(target))) this.led.move(1);
    else if (key === "PageUp" || (key === "ArrowLeft" && !isHandle(target))) this.led.move(-1);
    else return;
    event.preventDefault();
  }

  close() {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener(PRESENT, this.onPresent);
    this.show(false);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.sheet);
  }
}

/** @param {EventTarget | null} target */
function isTyping(target) {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !["range", "radio", "checkbox", "button"].includes(target.type);
  return target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target.isContentEditable;
}

/**
 * Arrows on a handle move the handle.
 * @param {EventTarget | null} target
 */
function isHandle(target) {
  if (!(target instanceof HTMLElement)) return false;
  return target.getAttribute("role") === "slider" || (target instanceof HTMLInputElement && target.type !== "button");
}
