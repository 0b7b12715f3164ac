// @ts-check
// What the training board is set to: the points, and one run's model and its training, or two.
import { button, choice, dial, field } from "./controls.js";
import { classSign, MOST_CLASSES } from "./class_marks.js";
import { el, showText } from "./elements.js";
import { menu } from "./menu.js";
import { plain } from "./numerals.js";
/** @import { TrainingView } from "./training.js" */
/** @import { Settings, TrainingState } from "./training_types.d.ts" */

/** @typedef {{ node: HTMLElement, paint: (value: any) => void }} Control */
/** @typedef {"layers" | "activation" | "start" | "loss" | "weighting" | "optimizer"} Named */
/** @typedef {"width" | "smoothing" | "rate" | "batch" | "decay"} Counted */
/** @typedef {{ min: number, max: number, step: number, label: string } & Partial<Bend>} Track */
/** @typedef {{ toTrack: (x: number) => number, fromTrack: (at: number) => number, fine: number }} Bend */

/** The fields of a run, in the order in which they are shown, and what they are called. */
const NAMED = {
  layers: "hidden layers",
  activation: "activation",
  start: "first weights",
  loss: "loss",
  weighting: "class weights",
  optimizer: "steps by",
};
/** @type {Record<string, string>} */
const ELEMENTS = { loss: "loss-choice" };

/** A track that counts factors. @type {Bend} */
const FACTORS = { toTrack: Math.log10, fromTrack: (at) => Number((10 ** at).toPrecision(2)), fine: 0.1 };
/** One on which small numbers have more room; 0 is its left end. @type {Bend} */
const CUBE = { toTrack: Math.cbrt, fromTrack: (at) => Number((at ** 3).toPrecision(2)), fine: 0.05 };

/**
 * @param {TrainingView} board
 * @returns {Record<Counted, Track>}
 */
function tracks({ constants }) {
  const [[slow, fast], [d0, d1], [e0, e1]] = [constants.rate, constants.decay, constants.smoothing];
  return {
    width: { min: 1, max: constants.widest, step: 1, label: "width" },
    rate: { min: slow, max: fast, step: 0.05, label: "learning rate", ...FACTORS },
    batch: {
      min: 0,
      max: constants.most_points,
      step: 1,
      label: "batch (0: all)",
      ...batchTrack(constants.most_points),
    },
    decay: { min: d0, max: d1, step: 0.01, label: "weight decay", ...CUBE },
    smoothing: { min: e0, max: e1, step: 0.01, label: "label smoothing" },
  };
}

/**
 * @param {number} most
 * @returns {Bend}
 */
const batchTrack = (most) => ({
  toTrack: (x) => Math.sqrt(x / most) * 100,
  fromTrack: (at) => Math.round(most * (at / 100) ** 2),
  fine: 1,
});

/**
 * A number of the state on a slider and in a field.
 * @param {TrainingView} board
 * @param {string} testid
 * @param {Track} track
 * @param {() => number} value
 * @param {(x: number) => void} set
 * @returns {Control}
 */
function dialFor(board, testid, { label, ...track }, value, set) {
  const enter = (/** @type {number} */ x) => {
    set(x);
    board.rest();
  };
  const name = testid.endsWith("-2") ? `${label}, second run` : label;
  return dial(board, { ...track, testid, label: name, title: label, value, format: plain, move: set, enter });
}

/**
 * The settings of one run.
 * @param {TrainingView} board
 * @param {"run" | "other"} which
 */
export function runSettings(board, which) {
  const suffix = which === "other" ? "-2" : "";
  const now = () => board.state[which] ?? board.state.run;
  const set = (/** @type {Partial<Settings>} */ patch) => board.change({ [which]: { ...now(), ...patch } });
  /** @type {Partial<Record<Named | Counted, Control>>} */
  const controls = {};
  for (const [key, label] of Object.entries(NAMED)) {
    const field = /** @type {Named} */ (key);
    const testid = `${ELEMENTS[field] ?? field}${suffix}`;
    const pick = (/** @type {string} */ value) => {
      set({ [field]: field === "layers" ? Number(value) : value });
      board.rest();
    };
    const name = suffix ? `${label}, second run` : label;
    controls[field] = menu({ testid, label: name, title: label, options: board.constants.names[field], pick });
  }
  for (const [key, track] of Object.entries(tracks(board))) {
    const field = /** @type {Counted} */ (key);
    controls[field] = dialFor(board, field + suffix, track, () => now()[field], (x) => set({ [field]: x }));
  }
  const order = /** @type {const} */ ([
    ...["layers", "width", "activation", "start", "loss", "weighting"],
    ...["smoothing", "optimizer", "rate", "batch", "decay"],
  ]);
  const all = order.map((key) => /** @type {[string, Control]} */ ([key, controls[/** @type {Named} */ (key)]]));
  for (const [key, { node }] of all) node.dataset.element = ELEMENTS[key] ?? key;
  const title = el("h3", { class: "xv-settings-title" }, which === "other" ? "Run B" : "Run A");
  const node = el("div", { class: "xv-settings" }, title, ...all.map((one) => one[1].node));
  const paint = () => {
    const settings = now();
    for (const [key, control] of all) {
      if (key in NAMED) control.paint(String(settings[/** @type {Named} */ (key)]));
      else control.paint(undefined);
    }
  };
  return { node, paint };
}

/**
 * A change after which the generated points are others: what was done to the old ones does not hold for them.
 * @param {TrainingView} board
 * @param {Partial<TrainingState>} patch
 */
function otherPoints(board, patch) {
  const classes = patch.classes ?? board.state.classes;
  const own = board.state.own.filter(([, , label]) => label < classes);
  board.change({ ...patch, own, removed: [], point: null });
}

/**
 * @param {string} element
 * @param {HTMLElement} node
 */
function named(element, node) {
  node.dataset.element = element;
  return node;
}

/**
 * How many points and how many steps.
 * @param {TrainingView} board
 */
function amounts(board) {
  const { most_points: most, most_steps: longest } = board.constants;
  const size = dialFor(
    board,
    "size",
    { min: 0, max: most, step: 1, label: "how many", ...batchTrack(most) },
    () => board.state.size,
    (x) => otherPoints(board, { size: Math.round(x) }),
  );
  const steps = dialFor(
    board,
    "steps",
    { min: 1, max: longest, step: 1, label: "steps" },
    () => board.state.steps,
    (x) => board.change({ steps: Math.round(x) }),
  );
  return { size, steps };
}

/**
 * The seed, typed or the next one.
 * @param {TrainingView} board
 * @param {(patch: Partial<TrainingState>) => void} set
 */
function seedControl(board, set) {
  const last = board.constants.last_seed;
  const typed = field(board, {
    ...{ testid: "seed", label: "seed", min: 0, max: last, format: String },
    value: () => board.state.seed,
    enter: (seed) => set({ seed: Math.round(seed) }),
  });
  const again = button("reseed", "Draw anew", () => set({ seed: (board.state.seed + 1) % (last + 1) }));
  const node = el("span", { class: "xv-seed" }, el("span", {}, "seed"), typed.node, again);
  return { node, paint: () => typed.paint(board.state.seed) };
}

/**
 * The points: which set, how many classes and points, the seed, the steps.
 * @param {TrainingView} board
 */
export function pointSettings(board) {
  const { classes: [fewest, most], names } = board.constants;
  const counts = Array.from({ length: most - fewest + 1 }, (_, i) => String(fewest + i));
  const set = (/** @type {Partial<TrainingState>} */ patch) => {
    otherPoints(board, patch);
    board.rest();
  };
  const plane = menu({ testid: "plane", label: "data", options: names.plane, pick: (one) => set({ plane: one }) });
  const classes = choice({
    testid: "classes",
    label: "classes",
    options: Object.fromEntries(counts.map((n) => [n, n])),
    pick: (n) => set({ classes: Number(n) }),
  });
  const { size, steps } = amounts(board);
  const seed = seedControl(board, set);
  const kinds = el("span", { class: "xv-kinds" }, el("span", {}, "classes"), classes.node);
  const all = [named("plane", plane.node), named("classes", kinds), named("size", size.node)];
  const node = el(
    "div",
    { class: "xv-settings xv-point-settings" },
    ...[...all, named("seed", seed.node), named("steps", steps.node)],
  );
  const paint = () => {
    plane.paint(board.state.plane);
    classes.paint(String(board.state.classes));
    for (const each of [size, steps]) each.paint(undefined);
    seed.paint();
  };
  return { node, paint };
}

/**
 * Where points may change: the class of a new one, and buttons to add and delete.
 * @param {TrainingView} board
 */
export function editTools(board) {
  const classes = Array.from({ length: MOST_CLASSES }, (_, k) => {
    const node = button(`class-${k}`, "", () => board.points.paintWith(k), {
      class: "xv-button xv-switch",
      "aria-label": `new points are of class ${k + 1}`,
    });
    node.append(classSign(k), ` ${k + 1}`);
    return node;
  });
  const look = button("class-none", "look", () => board.points.paintWith(-1), { class: "xv-button xv-switch" });
  const add = button("add", "Add a point", () => board.points.addAtPlace());
  const remove = button("remove", "Delete the point", () => board.points.remove());
  const words = el("span", { class: "xv-edit-words" }, "");
  const label = "what a press on the plane does: look, or add a point of a class";
  const group = el("span", { class: "xv-choice", role: "group", "aria-label": label }, look, ...classes);
  const node = el("div", { class: "xv-line-up xv-edit", "data-element": "edit" }, group, add, remove, words);
  const paint = () => {
    classes.forEach((one, k) => {
      one.hidden = k >= board.state.classes;
      one.setAttribute("aria-pressed", String(k === board.points.brush));
    });
    const adds = board.points.brush >= 0;
    look.setAttribute("aria-pressed", String(!adds));
    showText(
      words,
      `${adds ? "Press the plane to add a point" : "Press a class to add points"}. Drag a point to move it.`,
    );
    remove.disabled = board.state.point === null;
  };
  return { node, paint };
}
