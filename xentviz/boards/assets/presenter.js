// @ts-check
// Presenter mode: the step and its board fill the screen, and a clicker or the keys lead through it.

export const PRESENT = "xv-present"; // an event on the document: enter presenter mode, or leave it
const CLASS = "xv-presenting"; // on the root element: the style sheets do the rest
const BLANK = "xv-blank";

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
    this.onKey = (/** @type {KeyboardEvent} */ event) => this.key(event);
    this.onPresent = () => this.led.turn(!this.led.isOn());
    document.addEventListener("keydown", this.onKey);
    document.addEventListener(PRESENT, this.onPresent);
  }

  /** @param {boolean} on */
  show(on) {
    document.documentElement.classList.toggle(CLASS, on);
    if (!on) document.documentElement.classList.remove(BLANK);
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const { key, target } = event;
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(target)) return;
    if (key.toLowerCase() === "p") this.led.turn(!this.led.isOn());
    else if (!this.led.isOn()) return;
    else if (key === "Escape") this.led.turn(false);
    else if (key.toLowerCase() === "b") document.documentElement.classList.toggle(BLANK);
    else if (key >= "1" && key <= "9") this.led.choose(Number(key) - 1);
    else if ((key === "ArrowRight" || key === "PageDown") && !isHandle(target)) this.led.move(1);
    else if ((key === "ArrowLeft" || key === "PageUp") && !isHandle(target)) this.led.move(-1);
    else return;
    event.preventDefault();
  }

  close() {
    document.removeEventListener("keydown", this.onKey);
    document.removeEventListener(PRESENT, this.onPresent);
    this.show(false);
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
