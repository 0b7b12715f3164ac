// @ts-check
// The parts of the training board, built once, and where they stand.
import { button } from "./controls.js";
import { classSign, MOST_CLASSES } from "./class_marks.js";
import { el } from "./elements.js";
import { chainTable, lookTable } from "./training_chain.js";
import { TrainingCurves } from "./training_curves.js";
import { PlaneKeys } from "./training_hand.js";
import { TrainingLandscape } from "./training_landscape.js";
import { confusionTable, recallLine, runResult } from "./training_numbers.js";
import { TrainingPlane } from "./training_plane.js";
import { TrainingPlayer } from "./training_player.js";
import { editTools, pointSettings, runSettings } from "./training_controls.js";
import { slopesChart } from "./training_slopes.js";
/** @import { TrainingView } from "./training.js" */

const SUFFIXES = ["", "-2"];
const LETTERS = ["A", "B"];

/** Which shape and colour each class has; the signs also tell the canvases their colours. */
function legend() {
  const signs = Array.from({ length: MOST_CLASSES }, (_, k) => classSign(k));
  const items = signs.map((sign, k) => el("span", { class: "xv-legend-item" }, sign, ` class ${k + 1}`));
  const size = el("span", { class: "xv-legend-words" }, "size: its loss");
  const node = el("p", { class: "xv-legend" }, ...items, size);
  const paint = (/** @type {number} */ classes) => items.forEach((item, k) => (item.hidden = k >= classes));
  return { node, signs, paint };
}

/**
 * @param {TrainingView} board
 */
function controls(board) {
  const points = pointSettings(board);
  const runs = [runSettings(board, "run"), runSettings(board, "other")];
  const edit = editTools(board);
  const compare = button("compare", "", () => board.compare(), { "data-element": "compare", "aria-pressed": "false" });
  const reset = button("reset", "Reset", () => board.reset());
  const line = el("div", { class: "xv-line-up" }, compare, reset);
  const groups = el("div", { class: "xv-run-settings" }, ...runs.map(({ node }) => node));
  const node = el("div", { class: "xv-controls" }, points.node, groups, line);
  const paint = () => {
    const { pair } = board;
    points.paint();
    runs[0].paint();
    runs[1].node.hidden = !pair;
    if (pair) runs[1].paint();
    edit.paint();
    const words = pair ? "Take the second run away" : "Compare with a second run";
    if (compare.textContent !== words) compare.textContent = words;
    compare.setAttribute("aria-pressed", String(pair));
  };
  return { node, edit, paint };
}

/**
 * One of each part for each of the two runs; the second's are seen while there is a second run.
 * @param {TrainingView} board
 */
function runParts(board) {
  const keys = new PlaneKeys(board);
  const planes = SUFFIXES.map((_, k) => new TrainingPlane(board, k));
  planes[0].node.append(...keys.nodes);
  const [results, chains] = [SUFFIXES.map(runResult), SUFFIXES.map(chainTable)];
  const [looks, confusions] = [SUFFIXES.map(lookTable), SUFFIXES.map(confusionTable)];
  const recalls = SUFFIXES.map(recallLine);
  return { keys, planes, results, chains, looks, confusions, recalls };
}

/**
 * @param {ReturnType<typeof runParts>} parts
 * @param {number} k
 */
function details({ chains, looks, confusions, recalls }, k) {
  const all = [chains, looks, confusions, recalls].map((each) => each[k].node);
  return el("div", { class: `xv-details-of xv-of-run-${k}` }, letter(k), ...all);
}

/**
 * Tells two runs apart; seen where there are two.
 * @param {number} k
 */
const letter = (k) => el("span", { class: "xv-letter" }, `Run ${LETTERS[k]}`);

/**
 * What Python says of the state, and what a link does not promise.
 * @param {TrainingView} board
 */
const lines = ({ constants }) => ({
  sentence: el("p", { class: "xv-sentence", role: "status", "data-testid": "sentence" }),
  note: el("p", { class: "xv-note", "data-element": "note", "data-testid": "note" }, constants.note),
});

/**
 * All parts, in the order in which they are read.
 * @param {TrainingView} board
 */
export function buildTraining(board) {
  const parts = runParts(board);
  const [curves, player, landscape] = [
    new TrainingCurves(board),
    new TrainingPlayer(board),
    new TrainingLandscape(board),
  ];
  const [slopes, key, tools] = [
    slopesChart(board.constants.slopes, board.constants.names.loss),
    legend(),
    controls(board),
  ];
  const pictures = parts.planes.map(({ node }, k) =>
    el("div", { class: `xv-of-run-${k}`, "data-testid": `picture${SUFFIXES[k]}` }, letter(k), node)
  );
  const planes = el("div", { class: "xv-pictures", "data-element": "picture" }, ...pictures, key.node);
  const outcomes = parts.results.map(({ node }, k) => el("div", { class: `xv-of-run-${k}` }, node));
  const results = el("div", { class: "xv-outcomes" }, ...outcomes);
  const { sentence, note } = lines(board);
  const below = el("div", { class: "xv-below" }, details(parts, 0), details(parts, 1), slopes.node);
  const screen = el("div", { class: "xv-screen" }, planes, landscape.node, curves.node, results, landscape.tools);
  const nodes = [screen, player.node, tools.edit.node, sentence, below, tools.node, note];
  const second = [pictures[1], outcomes[1], below.children[1]];
  const charts = [...parts.planes, curves];
  const closing = [...charts, slopes.chart, landscape, player];
  return {
    ...{ ...parts, curves, player, landscape, sentence, nodes, signs: key.signs },
    layOut: () => {
      for (const node of second) /** @type {HTMLElement} */ (node).hidden = !board.pair;
      for (const { chart } of charts) chart.lay();
      if (board.has("slopes")) slopes.chart.lay();
    },
    paint: () => {
      key.paint(board.state.classes);
      tools.paint();
    },
    close: () => closing.forEach((part) => part.close()),
  };
}
