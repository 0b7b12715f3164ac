// @ts-check
// How a token and its loss are written and coloured. No DOM here.
import { num3 } from "./numerals.js";

const HOTTEST = 8; // nats: the scale is fixed, whatever the text
/** @type {Record<string, string>} */
const SIGNS = { " ": "␣", "\n": "↵", "\t": "⇥" };

/** @param {string} character */
const codePoint = (character) => `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * A piece of text as it can be seen: signs that show nothing by themselves get a name.
 * @param {string} piece
 */
export function visible(piece) {
  if (Object.hasOwn(SIGNS, piece)) return SIGNS[piece];
  return /^[\p{C}\p{Z}\p{M}]+$/u.test(piece) ? [...piece].map(codePoint).join(" ") : piece;
}

/**
 * How strongly a loss is coloured, from 0 to 1.
 * @param {number} loss nats
 */
export const heat = (loss) => (Number.isFinite(loss) ? Math.min(1, loss / HOTTEST) : 1);

/**
 * A loss on a chip: one decimal, none where there is no room.
 * @param {number} loss nats
 */
export const chipLoss = (loss) => (loss >= 9.95 ? num3(loss).slice(0, 3) : loss.toFixed(1));

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

/** The steps of the colour scale: how strong, what it is called, one chance in how many. */
export const SCALE_STEPS = [0, 1, 2, 3, 4, 6, HOTTEST].map((nats) => ({
  heat: heat(nats),
  name: nats === HOTTEST ? `${nats}+` : String(nats),
  chance: `1 in ${chance(nats)}`,
}));
