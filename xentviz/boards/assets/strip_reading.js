// @ts-check
// What a model says of a text, as Python packs it and as the strip uses it. No DOM here.
import { doubles, eachDouble, wholes } from "./packed.js";
/** @import { Curve } from "./loss_track_axis.js" */
/** @import { Choices } from "./strip_choices.js" */

/**
 * The distribution that the text was really drawn from; nan where there is none. Nats.
 * @typedef {object} Truth
 * @property {Float64Array} p of the actual tokens
 * @property {Float64Array} top of the model's likeliest
 * @property {Float64Array} rest of all others
 * @property {Float64Array} entropy
 * @property {Float64Array} kl
 * @property {Float64Array} loss
 */

/** @typedef {{ losses: Float64Array, top: Float64Array, rest: Float64Array }} Other a second model */

/**
 * A text of pieces, some of them known to the model: the rows. `top` has so many numbers a row.
 * @typedef {object} Reading
 * @property {string} key another one wherever a number is
 * @property {boolean} wide pieces are words
 * @property {string} text
 * @property {string[]} pieces
 * @property {string[]} labels of the vocabulary what is shown: targets and top are places among them
 * @property {number} size of the whole vocabulary, V
 * @property {number} bytes of the text, 0 where the tokens do not hold all of it
 * @property {number | null} floor the entropy rate, nats, where it is known
 * @property {number} baseline ln V, nats
 * @property {Uint16Array} rows the piece of each row
 * @property {Uint16Array} targets the actual token of each row
 * @property {Uint16Array} rank of it, 1 the likeliest
 * @property {Uint16Array} top the likeliest tokens of each row, side by side
 * @property {Float64Array} top_p what they were given
 * @property {Float64Array} rest what all others were given
 * @property {Float64Array} losses nats
 * @property {Truth | null} truth
 * @property {Other | null} other
 */

/**
 * The losses up to each position and over all: nats.
 * @typedef {object} Tally
 * @property {Float64Array} sums
 * @property {Float64Array} means
 * @property {Float64Array} perplexities
 * @property {number} total
 * @property {number} mean
 * @property {number} bits
 * @property {number} perplexity
 */

/** @typedef {Tally & { losses: Float64Array }} Told a tally, and what it sums */

/**
 * A type with its rows of numbers as base64.
 * @template T
 * @typedef {{ [K in keyof T]: NonNullable<T[K]> extends Float64Array | Uint16Array ? string : T[K] }} Packed
 */

/** @typedef {{ [K in keyof Tally]: string }} PackedTally */
/** @typedef {Omit<Packed<Reading>, "truth" | "other">} PackedRows */
/** @typedef {PackedRows & { truth: Packed<Truth> | null, other: Packed<Other> | null }} PackedReading */

/**
 * `typed` is the text where `text` says that it is the reader's own; `given` is what the token at `at`
 * is taken to have been given, null for what it was; `versus` is "" without a second model.
 * @typedef {object} State
 * @property {string} corpus
 * @property {string} text
 * @property {string} typed
 * @property {string} model
 * @property {string} versus
 * @property {number} at
 * @property {number | null} given
 * @property {Curve} curve
 */

/**
 * @typedef {object} Numbers
 * @property {PackedReading} reading
 * @property {PackedTally} one
 * @property {PackedTally | null} two
 * @property {Choices} choices
 * @property {string[]} sentences
 * @property {number | null} bits_per_byte null where some of the text is not scored
 */

/**
 * @typedef {object} Constants
 * @property {number} longest characters that can be typed
 * @property {string} own the text that was typed
 * @property {Record<Curve, string>} curves what can be drawn under the chips, and its name
 * @property {number} top the likeliest tokens that a row has
 * @property {number} least_p the smallest probability of the slider beside 0
 * @property {Record<string, string[]>} texts_of the texts of each corpus
 * @property {Record<string, string[]>} models_of the models that learned from it
 * @property {Record<string, string>} first_model the one that is shown first
 */

/**
 * @param {PackedReading} sent
 * @returns {Reading}
 */
export function unpackReading(sent) {
  const { key, wide, text, pieces, labels, size, bytes, floor, baseline } = sent;
  return {
    ...{ key, wide, text, pieces, labels, size, bytes, floor, baseline },
    rows: wholes(sent.rows),
    targets: wholes(sent.targets),
    rank: wholes(sent.rank),
    top: wholes(sent.top),
    top_p: doubles(sent.top_p),
    rest: doubles(sent.rest),
    losses: doubles(sent.losses),
    truth: sent.truth && eachDouble(sent.truth),
    other: sent.other && eachDouble(sent.other),
  };
}

/**
 * @param {PackedTally} sent
 * @returns {Tally}
 */
export function unpackTally(sent) {
  const { sums, means, perplexities, total, mean, bits, perplexity } = eachDouble(sent);
  return {
    ...{ sums, means, perplexities },
    ...{ total: total[0], mean: mean[0], bits: bits[0], perplexity: perplexity[0] },
  };
}

/**
 * The probability of the actual token of a row.
 * @param {Reading} reading
 * @param {number} row
 */
export const probabilityOf = ({ losses }, row) => Math.exp(-losses[row]);

/** @typedef {{ name: string, q: number, p: number, other: number, isActual: boolean }} Candidate nan: not known */

/**
 * The likeliest tokens of a row in their order: what the model, the truth and the second model give them.
 * @param {Reading} reading
 * @param {number} row
 * @returns {Candidate[]}
 */
export function candidatesOf({ top, top_p: q, truth, other, targets, labels }, row) {
  const wide = top.length / targets.length;
  return Array.from({ length: wide }, (_, k) => {
    const i = row * wide + k;
    return {
      name: labels[top[i]],
      q: q[i],
      p: truth ? truth.top[i] : NaN,
      other: other ? other.top[i] : NaN,
      isActual: top[i] === targets[row],
    };
  });
}

/**
 * The row where the second model's loss differs most from the first one's.
 * @param {Reading} reading
 */
export function mostDifferent({ losses, other }) {
  let best = 0;
  if (!other) return best;
  const apart = (/** @type {number} */ row) => Math.abs(other.losses[row] - losses[row]);
  for (let row = 1; row < losses.length; row += 1) if (apart(row) > apart(best)) best = row;
  return best;
}
