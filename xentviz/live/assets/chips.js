// A text as chips in one row, each as warm as its token was surprising.
import { el, num3 } from "./parts.js";

export const HOTTEST = 8;   // nats: the scale is fixed, whatever the text
const KEYS = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity };
const VISIBLE = { " ": "␣", "\n": "↵", "\t": "⇥" };

// Signs that are not to be seen by themselves get a name, so that no chip is empty.
export function visible(piece) {
  if (VISIBLE[piece]) return VISIBLE[piece];
  return /^[\p{C}\p{Z}\p{M}]+$/u.test(piece) ? [...piece].map((c) => `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`).join(" ") : piece;
}

// What is said of a loss: nats, and as one chance in so many.
export const oneIn = (loss) => (loss === Infinity ? "impossible" : `1 in ${num3(Math.exp(loss))}`);

export function warm(node, loss, name = "--heat") {
  node.style.setProperty(name, Number.isFinite(loss) ? Math.min(1, loss / HOTTEST).toFixed(3) : 1);
}

// look(row | null) while a pointer is over a chip; pick(row) when it is chosen; at() -> the row chosen.
export class Chips {
  constructor({ look, pick, at }) {
    Object.assign(this, { pick, at });
    this.node = el("div", { class: "xv-chips", role: "listbox", tabindex: "0", "aria-orientation": "horizontal", "aria-label": "tokens, coloured by surprise: arrow keys move along", "data-testid": "chips" });
    this.all = [];     // a node each piece
    this.scored = [];  // a node each row, the pieces that the model knows
    const row = (event) => event.target.closest?.(".xv-chip[data-row]")?.dataset.row;
    this.node.addEventListener("pointerover", (event) => look(row(event) === undefined ? null : Number(row(event))));
    this.node.addEventListener("pointerleave", () => look(null));
    this.node.addEventListener("click", (event) => { if (row(event) !== undefined) pick(Number(row(event))); });
    this.node.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const by = KEYS[event.key];
    if (by === undefined || !this.scored.length) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(this.scored.length - 1, this.at() + by));
    if (to !== this.at()) this.pick(to);
  }

  fill({ pieces, rows, wide }) {
    const rowOf = new Map(Array.from(rows, (piece, row) => [piece, row]));
    this.all = pieces.map((piece, i) => {
      const row = rowOf.get(i);
      const known = row !== undefined;
      const node = el("div", { class: known ? "xv-chip" : "xv-chip xv-unknown", role: "option", "aria-selected": "false", id: known ? `xv-chip-${row}` : undefined, "data-row": known ? row : undefined, "data-testid": known ? `chip-${row}` : `unknown-${i}`, "aria-disabled": known ? undefined : "true", title: known ? undefined : "not in the vocabulary: not scored" }, el("span", { dir: "auto" }, visible(piece)), el("small", {}, known ? "" : "?"));
      return node;
    });
    this.scored = Array.from(rows, (piece) => this.all[piece]);
    this.node.classList.toggle("xv-narrow", !wide);
    this.node.replaceChildren(...this.all);
    this.chosen = undefined;
  }

  // One chip's surprise; the second model's is a band along its foot.
  colour(row, loss, other) {
    const node = this.scored[row];
    if (!node) return;
    warm(node, loss);
    node.classList.toggle("xv-impossible", loss === Infinity);
    node.classList.toggle("xv-two", other !== undefined);
    if (other !== undefined) warm(node, other, "--heat-other");
    node.dataset.value = loss;
    const text = loss >= 9.95 ? num3(loss).slice(0, 3) : loss.toFixed(1);
    if (node.lastChild.textContent !== text) node.lastChild.textContent = text;
  }

  choose(row) {
    if (this.chosen === row) return;
    this.scored[this.chosen]?.setAttribute("aria-selected", "false");
    this.scored[row]?.setAttribute("aria-selected", "true");
    if (this.scored[row]) this.node.setAttribute("aria-activedescendant", `xv-chip-${row}`);
    else this.node.removeAttribute("aria-activedescendant");
    this.chosen = row;
  }

  // Where each row's chip stands, in px from the strip's left end: [left, width].
  places() { return this.scored.map((node) => [node.offsetLeft, node.offsetWidth]); }
}

// The scale, the same for every text: nats, and one chance in so many.
export function scale() {
  const steps = [0, 1, 2, 3, 4, 6, 8].map((nats) => {
    const node = el("span", { class: "xv-step" }, el("b", {}, nats === HOTTEST ? "8+" : String(nats)), ` 1 in ${Math.exp(nats) < 10 ? Number(Math.exp(nats).toPrecision(2)) : Math.round(Math.exp(nats)).toLocaleString("en")}`);
    warm(node, nats);
    return node;
  });
  return el("div", { class: "xv-scale", role: "img", "aria-label": "Colour scale: 0 nats is 1 in 1, 1 nat 1 in 2.7, 2 nats 1 in 7.4, 4 nats 1 in 55, 8 nats and more 1 in 2,981" }, el("span", {}, "nats"), ...steps);
}
