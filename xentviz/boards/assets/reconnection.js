// @ts-check
// The server is back: have the whole page run, for a new server knows nothing of it. Nothing jumps meanwhile.
import { onConnection } from "./connection.js";
/** @import { Component, Send } from "./types.d.ts" */

const APP = ".stApp";
const PAGE = '[data-testid="stMainBlockContainer"]';
const RUNS = "data-test-script-state";
const PATIENCE_MS = 1000; // Streamlit asks for a run itself, but not after every kind of run
const REST_MS = 1500; // the page runs in parts: after so long without one it is complete

export default class Reconnection {
  constructor() {
    /** @type {Send} */
    this.send = () => {};
    this.timer = 0;
    this.watcher = new MutationObserver(() => this.wait());
    this.forget = onConnection((connected) => {
      if (connected) this.back();
    });
  }

  /** @param {Component<object>} component */
  receive({ setTriggerValue }) {
    this.send = setTriggerValue;
  }

  back() {
    const app = document.querySelector(APP);
    if (!app) return;
    keepHeight(true);
    this.watcher.observe(app, { attributeFilter: [RUNS] });
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      this.send("back", Date.now());
      this.wait();
    }, PATIENCE_MS);
  }

  /** Until no part of the page has run for a while. */
  wait() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.rest(), REST_MS);
  }

  rest() {
    this.watcher.disconnect();
    keepHeight(false);
  }

  close() {
    clearTimeout(this.timer);
    this.forget();
    this.rest();
  }
}

/**
 * The page stays as high as it is, whatever of it is taken away and put there again.
 * @param {boolean} on
 */
function keepHeight(on) {
  const page = document.querySelector(PAGE);
  if (page instanceof HTMLElement) page.style.minHeight = on ? `${page.offsetHeight}px` : "";
}
