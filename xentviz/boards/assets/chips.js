// A text as chips in one row, each as warm as its token was surprising.
import { el, num3 } from "./controls.js";

export const HOTTEST = 8; // nats: the scale is fixed, whatever the text
const KEYS = {
  ArrowRight: 1,
  ArrowLeft: -1,
  ArrowDown: 1,
  ArrowUp: -1,
  PageDown: 10,
  PageUp: -10,
  Home: -Infinity,
  End: Infinity,
};
const VISIBLE = { " ": "␣", "\n": "↵", "\t": "⇥" };

// Signs that are not to be seen by themselves get a name, so that no chip is empty.
export function visible(piece) {
  if (VISIBLE[piece]) return VISIBLE[piece];
  return /^[\p{C}\p{Z}\p{M}]+$/u.test(piece)
    ? [...piece].map((c) => `U+${c.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`).join(" ")
    : piece;
}

// What is said of a loss: nats, and as one chance in so many.
export const oneIn = (loss) => (loss === Infinity ? "impossible" : `1 in ${num3(Math.exp(loss))}`);

export function warm(node, loss, name = "--heat") {
  node.style.setProperty(name, Number.isFinite(loss) ? Math.min(1, loss / HOTTEST).toFixed(3) : 1);
}

const GAP = 2;
const SIDE = 3; // px before the first and after the last chip
const LEAST = { true: 44, false: 26 }; // px, for words and for bytes
const PADDING = 18;

const measured = new Map();
const pen = document.createElement("canvas").getContext("2d");
function widthOf(text, wide) {
  if (!measured.has(text)) measured.set(text, Math.ceil(pen.measureText(text).width));
  return Math.min(260, Math.max(LEAST[wide], measured.get(text) + (wide ? PADDING : 8)));
}

// Only the chips in sight, and some on either side, are in the page: a text may have thousands.
// look(row | null) while a pointer is over a chip; pick(row) when it is chosen; at() -> the row chosen.
export class Chips {
  constructor({ look, pick, at }) {
    Object.assign(this, { pick, at });
    this.node = el("div", {
      class: "xv-chips",
      role: "listbox",
      tabindex: "0",
      "aria-orientation": "horizontal",
      "aria-label": "tokens, coloured by surprise: arrow keys move along",
      "data-testid": "chips",
    });
    this.shown = new Map(); // piece -> its node
    this.spots = []; // [left, width] of each piece, px
    this.rows = []; // the piece of each row, the tokens that the model knows
    const row = (event) => event.target.closest?.(".xv-chip[data-row]")?.dataset.row;
    this.node.addEventListener("pointerover", (event) => look(row(event) === undefined ? null : Number(row(event))));
    this.node.addEventListener("pointerleave", () => look(null));
    this.node.addEventListener("click", (event) => {
      if (row(event) !== undefined) pick(Number(row(event)));
    });
    this.node.addEventListener("keydown", (event) => this.key(event));
  }

  key(event) {
    const by = KEYS[event.key];
    if (by === undefined || !this.rows.length) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(this.rows.length - 1, this.at() + by));
    if (to !== this.at()) this.pick(to);
  }

  // reading: unpacked. Gives where each row stands, [left, width].
  fill({ pieces, rows, losses, other, wide }) {
    const { fontFamily } = getComputedStyle(this.node);
    if (pen.font !== `600 15px ${fontFamily}`) {
      pen.font = `600 15px ${fontFamily}`;
      measured.clear();
    }
    this.names = pieces.map(visible);
    let left = SIDE;
    this.spots = this.names.map((name) => {
      const spot = [left, widthOf(name, wide)];
      left += spot[1] + GAP;
      return spot;
    });
    Object.assign(this, { rows, losses, other: other?.losses, width: left + SIDE, chosen: undefined });
    this.rowOf = new Map(Array.from(rows, (piece, row) => [piece, row]));
    this.node.style.width = `${this.width}px`;
    this.node.classList.toggle("xv-narrow", !wide);
    this.node.replaceChildren();
    this.shown.clear();
    return Array.from(rows, (piece) => this.spots[piece]);
  }

  // Have the chips between two places, px, in the page, and no others.
  render(from, to) {
    const { spots } = this;
    let first = 0;
    for (let step = spots.length; step >= 1; step = Math.floor(step / 2)) {
      while (first + step < spots.length && spots[first + step][0] < from) {
        first += step;
      }
    }
    const keep = new Set();
    for (let i = first; i < spots.length && spots[i][0] < to; i += 1) {
      keep.add(i);
      if (!this.shown.has(i)) this.add(i);
    }
    for (const [i, node] of this.shown) {
      if (!keep.has(i)) {
        node.remove();
        this.shown.delete(i);
      }
    }
  }

  add(i) {
    const row = this.rowOf.get(i);
    const known = row !== undefined;
    const attributes = known
      ? { class: "xv-chip", id: `xv-chip-${row}`, "data-row": row, "data-testid": `chip-${row}` }
      : {
        class: "xv-chip xv-unknown",
        "aria-disabled": "true",
        title: "not in the vocabulary: not scored",
        "data-testid": `unknown-${i}`,
      };
    const node = el(
      "div",
      {
        ...attributes,
        role: "option",
        "aria-selected": String(known && row === this.chosen),
        "aria-setsize": this.spots.length,
        "aria-posinset": i + 1,
      },
      el("span", { dir: "auto" }, this.names[i]),
      el("small", {}, known ? "" : "?"),
    );
    node.style.left = `${this.spots[i][0]}px`;
    node.style.width = `${this.spots[i][1]}px`;
    this.shown.set(i, node);
    this.node.append(node);
    if (known) this.colour(row);
  }

  nodeOf(row) {
    return this.shown.get(this.rows[row]);
  }

  // One chip's surprise; the second model's is a band along its foot.
  colour(row, loss = this.losses[row], other = this.other?.[row]) {
    const node = this.nodeOf(row);
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
    this.nodeOf(this.chosen)?.setAttribute("aria-selected", "false");
    this.chosen = row;
    this.mark();
  }

  // A reader is pointed only at what is in the page.
  mark() {
    const node = this.nodeOf(this.chosen);
    node?.setAttribute("aria-selected", "true");
    if (node) this.node.setAttribute("aria-activedescendant", node.id);
    else this.node.removeAttribute("aria-activedescendant");
  }
}

// The scale, the same for every text: nats, and one chance in so many.
export function scale() {
  const steps = [0, 1, 2, 3, 4, 6, 8].map((nats) => {
    const node = el(
      "span",
      { class: "xv-step" },
      el("b", {}, nats === HOTTEST ? "8+" : String(nats)),
      ` 1 in ${
        Math.exp(nats) < 10 ? Number(Math.exp(nats).toPrecision(2)) : Math.round(Math.exp(nats)).toLocaleString("en")
      }`,
    );
    warm(node, nats);
    return node;
  });
  return el(
    "div",
    {
      class: "xv-scale",
      role: "img",
      "aria-label":
        "Colour scale: 0 nats is 1 in 1, 1 nat 1 in 2.7, 2 nats 1 in 7.4, 4 nats 1 in 55, 8 nats and more 1 in 2,981",
    },
    el("span", {}, "nats"),
    ...steps,
  );
}
