// @ts-check
// In another site's frame: only the step and its board, and the host hears how high they are.
import { HEIGHT } from "./embed_code.js";

const CLASS = "xv-embedded"; // on the root element: the style sheets do the rest
const PAGE = '[data-testid="stMainBlockContainer"]';

export default class Embedded {
  constructor() {
    document.documentElement.classList.add(CLASS);
    this.told = 0;
    this.page = document.querySelector(PAGE);
    this.watcher = new ResizeObserver(() => this.tell());
    if (this.page) this.watcher.observe(this.page);
  }

  tell() {
    const height = Math.ceil(this.page?.getBoundingClientRect().height ?? 0);
    if (!height || height === this.told) return;
    this.told = height;
    // Anybody may know how high a page is.
    globalThis.parent.postMessage({ type: HEIGHT, height }, "*");
  }

  receive() {}

  close() {
    this.watcher.disconnect();
    document.documentElement.classList.remove(CLASS);
  }
}
