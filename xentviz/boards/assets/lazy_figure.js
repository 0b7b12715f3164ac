// @ts-check
// A figure's place: what draws figures is large, so it is asked for when the reader comes near.
import { el } from "./elements.js";
/** @import { Component, Send } from "./types.d.ts" */

const AHEAD = "50% 0px"; // half a screen above and below
const STAYS_MS = 200; // the page may still be growing above it, or the reader flying past

export default class LazyFigure {
  /**
   * @param {HTMLElement} parent
   * @param {{ alt: string }} data
   */
  constructor(parent, { alt }) {
    /** @type {Send} */
    this.send = () => {};
    this.timer = 0;
    this.place = el("p", { class: "xv-lazy-figure", "data-testid": "near" }, alt);
    parent.append(this.place);
    this.ask = () => this.send("near", true);
    const root = parent.closest('[data-testid="stMain"]');
    this.watcher = new IntersectionObserver((seen) => this.see(seen), { root, rootMargin: AHEAD });
    this.watcher.observe(this.place);
    addEventListener("beforeprint", this.ask);
  }

  /** @param {IntersectionObserverEntry[]} seen */
  see(seen) {
    clearTimeout(this.timer);
    if (seen.at(-1)?.isIntersecting) this.timer = setTimeout(this.ask, STAYS_MS);
  }

  /** @param {Component<{ alt: string }>} component */
  receive({ setTriggerValue }) {
    this.send = setTriggerValue;
  }

  close() {
    clearTimeout(this.timer);
    this.watcher.disconnect();
    removeEventListener("beforeprint", this.ask);
    this.place.remove();
  }
}
