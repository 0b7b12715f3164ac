// A figure's place: what draws figures is large, so it is asked for when the reader comes near.
const AHEAD = "50% 0px"; // half a screen above and below
const STAYS_MS = 200;    // the page may still be growing above it, or the reader flying past

export default class LazyFigure {
  constructor(parent, data) {
    this.place = document.createElement("p");
    this.place.className = "xv-near";
    this.place.dataset.testid = "near";
    this.place.textContent = data.alt;
    parent.append(this.place);
    this.timer = 0;
    this.ask = () => this.send("near", true);
    const root = parent.closest('[data-testid="stMain"]');
    this.watcher = new IntersectionObserver((seen) => this.see(seen), { root, rootMargin: AHEAD });
    this.watcher.observe(this.place);
    addEventListener("beforeprint", this.ask);
  }

  see(seen) {
    clearTimeout(this.timer);
    if (seen.at(-1).isIntersecting) this.timer = setTimeout(this.ask, STAYS_MS);
  }

  receive({ setTriggerValue }) { this.send = setTriggerValue; }

  close() {
    clearTimeout(this.timer);
    this.watcher.disconnect();
    removeEventListener("beforeprint", this.ask);
    this.place.remove();
  }
}
