// @ts-check
// What a hand touches: handles, fields, dials, buttons.
import { el, setValue } from "./elements.js";
import { minus } from "./numerals.js";
import { Finger } from "./touch.js";
/** @import { Attributes, Hands, Part } from "./types.d.ts" */

const LET_GO = ["pointerup", "pointercancel", "lostpointercapture"];

/** @param {number} x */
const tidy = (x) => Number(x.toFixed(10));

/**
 * A number on a native range input: `fine` an arrow, `coarse` with Shift, Home and End to the ends.
 * @typedef {object} HandleOptions
 * @property {string} testid
 * @property {string} label
 * @property {string} [lit] the name that it lights
 * @property {number} min
 * @property {number} max
 * @property {number} step what the pointer can tell apart
 * @property {number} [fine]
 * @property {number} [coarse]
 * @property {boolean} [middle] its middle has a mark
 * @property {() => number} value the number as it is
 * @property {(x: number) => void} move
 */

/**
 * @param {Hands} hands
 * @param {HandleOptions} options
 * @returns {Part<[x: number, spoken: string, shown?: number], HTMLInputElement>} `shown` is the number that x
 * stands for, where the track is bent
 */
export function handle(hands, options) {
  const { testid, label, lit, min, max, step, fine = 0.1, coarse = 1, middle, move } = options;
  const kind = middle ? "xv-range xv-middle" : "xv-range";
  const node = el("input", {
    type: "range",
    class: kind,
    "data-testid": testid,
    "aria-label": label,
    "data-lit": lit,
    min,
    max,
    step,
  });
  const finger = new Finger(node, move);
  node.addEventListener("input", () => finger.holdsBack() || move(Number(node.value)));
  node.addEventListener("change", () => finger.swallows() || hands.rest());
  node.addEventListener("pointerdown", (event) => {
    finger.down(event);
    hands.hold(true);
  });
  node.addEventListener("pointermove", (event) => finger.moved(event));
  node.addEventListener("pointerup", () => finger.up());
  node.addEventListener("pointercancel", () => finger.cancel());
  // Not left to "change": a browser does not send it after a paint that has set the value.
  for (const end of LET_GO) {
    node.addEventListener(end, () => {
      hands.hold(false);
      hands.rest();
    });
  }
  node.addEventListener("keydown", (event) => {
    const to = keyed(event, { ...options, fine, coarse });
    if (to === undefined) return;
    event.preventDefault();
    move(to);
  });
  node.addEventListener("keyup", () => hands.rest());
  return { node, paint: (x, spoken, shown = x) => paintHandle(node, x, spoken, shown) };
}

/**
 * Where a key takes the number; undefined where it takes it nowhere.
 * @param {KeyboardEvent} event
 * @param {HandleOptions & { fine: number, coarse: number }} options
 */
function keyed({ key, shiftKey }, { min, max, fine, coarse, value }) {
  /** @type {Record<string, number>} */
  const ends = { Home: min, End: max };
  /** @type {Record<string, number>} */
  const strides = {
    ArrowUp: fine,
    ArrowRight: fine,
    ArrowDown: -fine,
    ArrowLeft: -fine,
    PageUp: coarse,
    PageDown: -coarse,
  };
  if (key in ends) return ends[key];
  const stride = strides[key];
  if (stride === undefined) return undefined;
  /** @param {number} x */
  const clamp = (x) => Math.min(max, Math.max(min, x));
  const from = value();
  const far = shiftKey && Math.abs(stride) === fine ? (coarse / fine) * stride : stride;
  // A value typed beyond the track may stay there until the arrows bring it back.
  return from === clamp(from) ? clamp(tidy(from + far)) : tidy(from + far);
}

/**
 * @param {HTMLInputElement} node
 * @param {number} x
 * @param {string} spoken
 * @param {number} shown
 */
function paintHandle(node, x, spoken, shown) {
  // Beside the number, for a thumb dragged past a limit has moved though its number has not.
  if (Number(node.value) !== x) node.value = String(x);
  setValue(node, shown);
  if (node.getAttribute("aria-valuetext") !== spoken) node.setAttribute("aria-valuetext", spoken);
}

/**
 * A number typed where it stands.
 * @typedef {object} FieldOptions
 * @property {string} testid
 * @property {string} label
 * @property {string} [lit] the name that it lights
 * @property {number} min
 * @property {number} max
 * @property {() => number} value the number as it is
 * @property {(x: number) => string} format
 * @property {(x: number) => void} enter
 */

/** @param {string} typed */
function numberIn(typed) {
  const text = typed.trim().replace("−", "-").replace(",", ".");
  return text === "" ? NaN : Number(text);
}

/**
 * @param {HTMLInputElement} node
 * @param {string} text
 */
function setField(node, text) {
  if (node.value !== text) node.value = text;
}

/** @param {Attributes} attributes */
function fieldInput(attributes) {
  const typing = { inputmode: "decimal", autocomplete: "off", spellcheck: "false" };
  return el("input", { type: "text", class: "xv-field", ...typing, ...attributes });
}

/**
 * What cannot be read stays as typed, with a sentence, until it is mended.
 * @param {Hands} hands
 * @param {FieldOptions} options
 * @returns {Part<[x: number], HTMLInputElement>}
 */
export function field(hands, { testid, label, lit, min, max, value, format, enter }) {
  const node = fieldInput({ "data-testid": testid, "aria-label": label, "data-lit": lit });
  const isWrong = () => node.hasAttribute("aria-invalid");
  let before = "";
  const restore = () => {
    node.removeAttribute("aria-invalid");
    node.value = format(value());
  };
  const take = () => {
    const x = numberIn(node.value);
    if (Number.isFinite(x) && x >= min && x <= max) {
      hands.say("");
      if (x !== value()) enter(x);
      restore();
      return;
    }
    node.setAttribute("aria-invalid", "true");
    const wanted = `Enter a number from ${minus(String(min))} to ${max}, not “${node.value.slice(0, 40)}”`;
    hands.say(`${wanted}. Kept ${format(value())}.`);
  };
  node.addEventListener("focus", () => {
    if (isWrong()) return;
    before = node.value = String(value());
    node.select();
  });
  node.addEventListener("blur", () => (node.value === before ? restore() : take()));
  node.addEventListener("keydown", ({ key }) => {
    if (key === "Enter") take();
    if (key === "Enter") node.select();
    if (key !== "Escape") return;
    restore();
    hands.say("");
  });
  const paint = (/** @type {number} */ x) => {
    setValue(node, x);
    if (document.activeElement !== node && !isWrong()) setField(node, format(x));
  };
  return { node, paint };
}

/**
 * A slider with its name before it and its number, typed or read, behind it.
 * @typedef {object} DialOptions
 * @property {string} testid
 * @property {string} label
 * @property {string} [title] what stands before it; the label where it is left out
 * @property {string} [lit]
 * @property {number} min of the number
 * @property {number} max of the number
 * @property {number} step of the track
 * @property {number} [fine] of the track; `step` where it is left out
 * @property {number} [coarse] of the track; ten steps where it is left out
 * @property {(x: number) => number} [toTrack] bends the track: where the number stands on it
 * @property {(at: number) => number} [fromTrack] the number at a place of the track
 * @property {boolean} [middle]
 * @property {() => number} value the number as it is
 * @property {(x: number) => string} format
 * @property {(x: number) => void} move
 * @property {(x: number) => void} enter
 * @property {string} [extra] more classes
 */

/**
 * @param {Hands} hands
 * @param {DialOptions} options
 */
export function dial(hands, options) {
  const { testid, label, title = label, lit, middle, min, max, step, fine = step, coarse = 10 * step } = options;
  const { toTrack = (x) => x, fromTrack = (at) => at, value, format, move, enter, extra = "" } = options;
  const slider = handle(hands, {
    testid,
    label,
    lit,
    middle,
    min: toTrack(min),
    max: toTrack(max),
    step,
    fine,
    coarse,
    value: () => toTrack(value()),
    move: (at) => move(fromTrack(at)),
  });
  const typed = field(hands, { testid: `${testid}-value`, label, lit, min, max, value, format, enter });
  const node = el("span", { class: `xv-dial ${extra}`.trimEnd() }, el("span", {}, title), slider.node, typed.node);
  /** @param {string} [spoken] how the number is read aloud, if not as it is written */
  const paint = (spoken = `${label} ${format(value())}`) => {
    slider.paint(toTrack(value()), spoken, value());
    typed.paint(value());
  };
  return { node, slider: slider.node, typed: typed.node, paint };
}

/**
 * @param {string} testid
 * @param {string} text
 * @param {() => void} press
 * @param {Attributes} [extra]
 */
export function button(testid, text, press, extra = {}) {
  const node = el("button", { type: "button", class: "xv-button", "data-testid": testid, ...extra }, text);
  node.addEventListener("click", press);
  return node;
}

/**
 * A button that stays down: what it shows is on while it is pressed.
 * @param {string} testid
 * @param {(Node | string)[]} words
 * @param {() => void} press
 */
export function toggle(testid, words, press) {
  const node = button(testid, "", press, { class: "xv-button xv-switch", "aria-pressed": "false" });
  node.append(...words);
  return node;
}

/**
 * One of a few, side by side. options: value -> words.
 * @template {string} V
 * @param {{ testid: string, label: string, options: Record<V, string>, pick: (value: V) => void }} options
 * @returns {Part<[value: V]>}
 */
export function choice({ testid, label, options, pick }) {
  const values = /** @type {V[]} */ (Object.keys(options));
  const buttons = values.map((value) => ({
    value,
    node: toggle(`${testid}-${value}`, [options[value]], () => pick(value)),
  }));
  const node = el(
    "span",
    { class: "xv-choice", role: "group", "aria-label": label },
    ...buttons.map((one) => one.node),
  );
  const paint = (/** @type {V} */ now) => {
    for (const one of buttons) one.node.setAttribute("aria-pressed", String(one.value === now));
  };
  return { node, paint };
}
