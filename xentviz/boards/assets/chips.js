// @ts-check
// A text as chips in one row, each coloured by how surprising its token was; and the colour scale.
import { el, setValue, showText } from "./elements.js";
import { chipLoss, paintHeat, SCALE_STEPS, visible } from "./tokens.js";
/** @import { Reading } from "./strip_reading.js" */

/** @typedef {[left: number, width: number]} Spot px */

/** @type {Record<string, number>} */
const STRIDES = {
  ...{ ArrowRight: 1, ArrowLeft: -1, ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 },
  ...{ Home: -Infinity, End: Infinity },
};
const GAP = 2; // px between chips
const SIDE = 3; // px before the first and after the last
const WIDEST = 260; // px
const LEAST = 44; // px: a finger's width, and room for a loss
const PADDING = 16; // px beside the text

/** Measures text as it stands on a chip. */
class Ruler {
  constructor() {
    this.pen = document.createElement("canvas").getContext("2d");
    this.font = "";
    /** @type {Map<string, number>} */
    this.measured = new Map();
  }

  /** @param {string} font */
  use(font) {
    if (!this.pen || this.font === font) return;
    this.font = font;
    this.pen.font = font;
    this.measured.clear();
  }

  /**
   * The width of a chip.
   * @param {string} text
   */
  chip(text) {
    const width = this.measured.get(text) ?? Math.ceil(this.pen?.measureText(text).width ?? 0);
    this.measured.set(text, width);
    return Math.min(WIDEST, Math.max(LEAST, width + PADDING));
  }
}

/**
 * The first of the spots that begin at `from` or later, or the one before it.
 * @param {Spot[]} spots from the left
 * @param {number} from px
 */
export function firstInSight(spots, from) {
  let first = 0;
  for (let step = spots.length; step >= 1; step = Math.floor(step / 2)) {
    while (first + step < spots.length && spots[first + step][0] < from) first += step;
  }
  return first;
}

/**
 * Only the chips in sight, and some on either side, are in the page: a text may have thousands.
 */
export class Chips {
  /**
   * @param {object} board
   * @param {(name: string) => string} board.id makes an id that no other board of the page has
   * @param {(row: number | null) => void} board.look a pointer is over a chip, or over none
   * @param {(row: number) => void} board.pick a chip is chosen
   * @param {() => number} board.at the row chosen
   */
  constructor(board) {
    this.board = board;
    this.ruler = new Ruler();
    this.node = el("div", {
      class: "xv-chips",
      role: "listbox",
      tabindex: "0",
      "aria-orientation": "horizontal",
      "aria-label": "tokens, coloured by surprise: arrow keys move along",
      "data-testid": "chips",
    });
    /** @type {Map<number, HTMLElement>} */
    this.shown = new Map(); // piece -> its chip
    /** @type {Spot[]} */
    this.spots = []; // of each piece
    /** @type {string[]} */
    this.names = []; // of each piece
    /** @type {ArrayLike<number>} */
    this.rows = []; // the piece of each row; rows are the tokens that the model knows
    /** @type {Map<number, number>} */
    this.rowOf = new Map(); // piece -> its row
    /** @type {ArrayLike<number>} */
    this.losses = [];
    /** @type {ArrayLike<number> | null} */
    this.otherLosses = null;
    /** @type {number | null} */
    this.chosen = null;
    /** @type {number | null} */
    this.pointed = null; // the row under a pointer
    this.tells = true; // losses may be read and coloured
    this.width = 0;
    this.listen();
  }

  listen() {
    const rowAt = (/** @type {Event} */ { target }) => {
      const chip = target instanceof Element ? target.closest(".xv-chip[data-row]") : null;
      return chip ? Number(chip.getAttribute("data-row")) : null;
    };
    this.node.addEventListener("pointerover", (event) => this.board.look(rowAt(event)));
    this.node.addEventListener("pointerleave", () => this.board.look(null));
    this.node.addEventListener("click", (event) => {
      const row = rowAt(event);
      if (row !== null) this.board.pick(row);
    });
    this.node.addEventListener("keydown", (event) => this.key(event));
  }

  /** @param {KeyboardEvent} event */
  key(event) {
    const stride = STRIDES[event.key];
    if (stride === undefined || !this.rows.length) return;
    event.preventDefault();
    const at = this.board.at();
    const to = Math.max(0, Math.min(this.rows.length - 1, at + stride));
    if (to !== at) this.board.pick(to);
  }

  /**
   * Another text. Gives where each row stands.
   * @param {Reading} reading
   */
  fill({ pieces, rows, losses, other }) {
    this.ruler.use(`600 15px ${getComputedStyle(this.node).fontFamily}`);
    this.names = pieces.map(visible);
    let left = SIDE;
    this.spots = this.names.map((name) => {
      const width = this.ruler.chip(name);
      left += width + GAP;
      return [left - width - GAP, width];
    });
    Object.assign(this, { rows, losses, otherLosses: other?.losses ?? null, width: left + SIDE, chosen: null });
    this.pointed = null;
    this.rowOf = new Map(Array.from(rows, (piece, row) => [piece, row]));
    this.node.style.width = `${this.width}px`;
    this.node.replaceChildren();
    this.shown.clear();
    return Array.from(rows, (piece) => this.spots[piece]);
  }

  /**
   * Have the chips between two places in the page, and no others.
   * @param {number} from px
   * @param {number} to px
   */
  render(from, to) {
    const { spots, shown } = this;
    const keep = new Set();
    for (let i = firstInSight(spots, from); i < spots.length && spots[i][0] < to; i += 1) {
      keep.add(i);
      if (!shown.has(i)) this.add(i);
    }
    for (const [i, node] of shown) {
      if (keep.has(i)) continue;
      node.remove();
      shown.delete(i);
    }
  }

  /** @param {number} piece */
  add(piece) {
    const row = this.rowOf.get(piece);
    const [left, width] = this.spots[piece];
    const node = el(
      "div",
      {
        ...(row === undefined ? unknown(piece) : this.known(row)),
        role: "option",
        "aria-selected": String(row !== undefined && row === this.chosen),
        "aria-setsize": this.spots.length,
        "aria-posinset": piece + 1,
      },
      el("span", { dir: "auto" }, this.names[piece]),
      el("small", {}, row === undefined ? "?" : ""),
    );
    node.style.left = `${left}px`;
    node.style.width = `${width}px`;
    this.shown.set(piece, node);
    this.node.append(node);
    if (row !== undefined) this.colour(row);
  }

  /** @param {number} row */
  known(row) {
    return { class: "xv-chip", id: this.board.id(`chip-${row}`), "data-row": row, "data-testid": `chip-${row}` };
  }

  /** @param {number | null} row */
  nodeOf(row) {
    return row === null ? undefined : this.shown.get(this.rows[row]);
  }

  /**
   * One chip's surprise; the second model's is a band along its foot.
   * @param {number} row
   */
  colour(row) {
    const node = this.nodeOf(row);
    if (!node) return;
    const loss = this.losses[row];
    const other = this.tells && this.otherLosses;
    paintHeat(node, this.tells ? loss : 0);
    node.classList.toggle("xv-impossible", this.tells && loss === Infinity);
    node.classList.toggle("xv-two", Boolean(other));
    if (other) paintHeat(node, other[row], "-other");
    setValue(node, this.tells ? loss : null);
    if (node.lastChild) showText(node.lastChild, this.tells ? chipLoss(loss) : "");
  }

  /**
   * Show the losses, or cover them.
   * @param {boolean} on
   */
  tell(on) {
    if (this.tells === on) return;
    this.tells = on;
    this.rowOf.forEach((row) => this.colour(row));
  }

  /**
   * The row under a pointer: while there is one, it alone is outlined.
   * @param {number | null} row
   */
  point(row) {
    this.nodeOf(this.pointed)?.classList.remove("xv-pointed");
    this.pointed = row;
    this.nodeOf(row)?.classList.add("xv-pointed");
    this.node.classList.toggle("xv-pointing", row !== null);
  }

  /** @param {number} row */
  choose(row) {
    if (this.chosen === row) return;
    this.nodeOf(this.chosen)?.setAttribute("aria-selected", "false");
    this.chosen = row;
    this.markChosen();
  }

  /** A screen reader is pointed only at what is in the page. */
  markChosen() {
    const node = this.nodeOf(this.chosen);
    node?.setAttribute("aria-selected", "true");
    if (node) this.node.setAttribute("aria-activedescendant", node.id);
    else this.node.removeAttribute("aria-activedescendant");
  }
}

/** @param {number} piece */
const unknown = (piece) => ({
  class: "xv-chip xv-unknown",
  "aria-disabled": "true",
  title: "not in the vocabulary: not scored",
  "data-testid": `unknown-${piece}`,
});

/** The scale, the same for every text: nats, and one chance in so many. */
export function colourScale() {
  const steps = SCALE_STEPS.map((step) => {
    const node = el("span", { class: "xv-step" }, el("b", {}, step.name), ` ${step.chance}`);
    paintHeat(node, step.nats);
    return node;
  });
  const said = SCALE_STEPS.map(({ name, chance }) => `${name} nats is ${chance}`).join(", ");
  const attributes = {
    class: "xv-scale",
    role: "img",
    "aria-label": `Colour scale: ${said}`,
    "data-element": "legend",
  };
  return el("div", attributes, el("span", {}, "loss, nats"), ...steps);
}
