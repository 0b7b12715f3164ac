// @ts-check
// How a token and its loss are written and coloured. No DOM here.
import { num3 } from "./numerals.js";

// nats: white at 0, warm at the first, hottest at the second; the scale is fixed, whatever the text
const WARM = 4;
const HOTTEST = 9;
/** @type {Record<string, string>} */
const SIGNS = { " ": "␣", "\n": "↵", "\t": "⇥" };

/** @param {string} character */
const codePoint = (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * A piece of text as it can be seen: signs that show nothing by themselves get a name.
 * @param {string} piece
 * @returns {string}
 */
export function visible(piece) {
  if (Object.hasOwn(SIGNS, piece)) return SIGNS[piece];
  if (piece[0] === " " && piece.length > 1) return `${SIGNS[" "]}${visible(piece.slice(1))}`;
  return /^[\p{C}\p{Z}\p{M}]+$/u.test(piece) ? [...piece].map(codePoint).join(" ") : piece;
}

/**
 * How strongly a loss is coloured: from cold to warm, then from warm to hot; each from 0 to 1.
 * @param {number} loss nats
 * @returns {[warm: number, hot: number]}
 */
export function heat(loss) {
  const nats = Number.isFinite(loss) ? loss : HOTTEST;
  return [Math.min(1, nats / WARM), Math.max(0, Math.min(1, (nats - WARM) / (HOTTEST - WARM)))];
}

/**
 * Give an element the colour of a loss.
 * @param {HTMLElement} node
 * @param {number} loss nats
 * @param {string} [suffix] of the custom properties
 */
export function paintHeat(node, loss, suffix = "") {
  const [warm, hot] = heat(loss);
  node.style.setProperty(`--warmth${suffix}`, warm.toFixed(3));
  node.style.setProperty(`--heat${suffix}`, hot.toFixed(3));
}

/**
 * A loss on a chip: one decimal, none from 100 on.
 * @param {number} loss nats
 */
export const chipLoss = (loss) => (Number.isFinite(loss) ? loss.toFixed(loss < 99.95 ? 1 : 0) : num3(loss));

/**
 * A probability as one chance in so many.
 * @param {number} p
 */
export const oneIn = (p) => (p === 0 ? "impossible" : `1 in ${num3(1 / p)}`);

/** @param {number} nats */
function chance(nats) {
  const many = Math.exp(nats);
  return many < 10 ? String(Number(many.toPrecision(2))) : Math.round(many).toLocaleString("en");
}

/** The steps of the colour scale: its nats, what it is called, one chance in how many. */
export const SCALE_STEPS = [0, 1, 2, 3, 5, 7, HOTTEST].map((nats) => ({
  nats,
  name: nats === HOTTEST ? `${nats}+` : String(nats),
  chance: `1 in ${chance(nats)}`,
}));
