// @ts-check
// What one run has reached at a step: its loss, its accuracy, and what it takes for what.
import { classSign, EACH } from "./class_marks.js";
import { el, lossOutput, show, showText } from "./elements.js";
import { num3, percent, percentToATenth } from "./numerals.js";
import { confusionAt, recallOf } from "./training_run.js";
/** @import { Run } from "./training_run.js" */
/** @import { Now, RunNumbers } from "./training_types.d.ts" */

/**
 * A number that may be covered before it has ever been shown.
 * @param {string} testid
 * @param {string} [kind]
 */
export const numberNode = (testid, kind = "xv-figure") => empty(el("b", { class: kind, "data-testid": testid }));

/**
 * A node for `show` that has shown nothing yet, but can be covered.
 * @template {HTMLElement} E
 * @param {E} node
 * @returns {E}
 */
export function empty(node) {
  show(node, "", " ");
  return node;
}

/**
 * @typedef {object} Reached
 * @property {number} training nats
 * @property {number | null} heldOut
 * @property {number | null} objective what is minimised, where it is another loss
 * @property {number} accuracy
 * @property {number | null} heldAccuracy
 * @property {number[][]} confusion
 * @property {(number | null)[]} recall
 * @property {string} judged
 */

/**
 * A run at a frame: in full where Python has said it, else from the packed rows.
 * @param {Run} run
 * @param {number} frame
 * @param {Now | null} now
 * @returns {Reached}
 */
export function reached(run, frame, now) {
  const objective = run.objective.length ? run.objective[frame] : null;
  if (now && now.frame === frame) {
    const { training, held_out: heldOut, accuracy, held_accuracy: heldAccuracy, confusion, recall, judged } = now;
    return { training, heldOut, objective, accuracy, heldAccuracy, confusion, recall, judged };
  }
  const confusion = confusionAt(run, frame);
  return {
    ...{ objective, confusion, recall: recallOf(confusion), training: run.training[frame] },
    heldOut: run.heldOut.length ? run.heldOut[frame] : null,
    accuracy: run.accuracy[frame],
    heldAccuracy: run.heldAccuracy.length ? run.heldAccuracy[frame] : null,
    judged: run.heldAccuracy.length ? "held-out" : "training",
  };
}

/**
 * Loss and accuracy of a run, and why it stopped.
 * @param {string} suffix of the testids
 */
export function runResult(suffix) {
  const loss = empty(lossOutput(`loss${suffix}`, "training loss in nats", `loss${suffix}`));
  const [held, objective] = [numberNode(`held-loss${suffix}`), numberNode(`objective${suffix}`)];
  const [right, heldRight] = [numberNode(`accuracy${suffix}`), numberNode(`held-accuracy${suffix}`)];
  const heldWords = el("span", {}, held, " held out");
  const heldRightWords = el("span", {}, " (", heldRight, " held out)");
  const aimed = el("span");
  const aim = el("span", { class: "xv-aim" }, aimed, objective);
  const unit = el("span", { class: "xv-unit" }, "nats, training");
  const main = el("div", { class: "xv-main", "data-element": "loss" }, loss, el("p", {}, unit, heldWords, aim));
  const accuracy = el("p", { class: "xv-accuracy", "data-element": "accuracy" }, "accuracy ", right, heldRightWords);
  const letter = el("span", { class: "xv-letter" }, suffix ? "Run B" : "Run A");
  const stopped = el("p", { class: "xv-stopped", role: "status", "data-testid": `stopped${suffix}` });
  const node = el("div", { class: "xv-outcome" }, letter, main, accuracy, stopped);
  /**
   * @param {Reached | null} now
   * @param {RunNumbers | undefined} said
   * @param {string} goal what is minimised, in a word
   * @param {boolean} tells whether it may say how the run ended
   */
  const paint = (now, said, goal, tells) => {
    showText(aimed, `${goal} `);
    showText(stopped, said ? said.waiting || (tells ? said.stopped : "") : "");
    if (!now) {
      for (const each of [loss, held, objective, right, heldRight]) show(each, "", "–");
      return;
    }
    show(loss, now.training, num3(now.training));
    heldWords.hidden = heldRightWords.hidden = now.heldOut === null;
    aim.hidden = now.objective === null;
    show(held, now.heldOut ?? "", num3(now.heldOut ?? NaN));
    show(objective, now.objective ?? "", num3(now.objective ?? NaN));
    show(right, now.accuracy, percentToATenth(now.accuracy));
    show(heldRight, now.heldAccuracy ?? "", percentToATenth(now.heldAccuracy ?? NaN));
  };
  return { node, paint, loss };
}

/**
 * The confusion table: actual classes down, predicted ones across.
 * @param {string} suffix
 */
export function confusionTable(suffix) {
  const cells = EACH.map((i) => EACH.map((j) => numberNode(`confusion-${i}-${j}${suffix}`)));
  const title = el("caption", {});
  const heads = EACH.map((k) => el("th", { scope: "col" }, classSign(k), el("span", {}, String(k + 1))));
  const boxes = cells.map((row) => row.map((cell) => el("td", {}, cell)));
  const rows = boxes.map((row, i) =>
    el("tr", {}, el("th", { scope: "row" }, classSign(i), el("span", {}, String(i + 1))), ...row)
  );
  const corner = el("td", { class: "xv-corner" }, "actual ↓ predicted →");
  const table = el("table", {}, title, el("thead", {}, el("tr", {}, corner, ...heads)), el("tbody", {}, ...rows));
  const node = el("div", { class: "xv-confusion", "data-element": "confusion" }, table);
  let classes = -1;
  const fit = (/** @type {number} */ many) => {
    classes = many;
    EACH.forEach((i) => {
      heads[i].hidden = rows[i].hidden = i >= many;
      for (const row of boxes) row[i].hidden = i >= many;
    });
  };
  const paint = (/** @type {Reached | null} */ now) => {
    if (!now) return;
    if (now.confusion.length !== classes) fit(now.confusion.length);
    showText(title, `${now.judged} points`);
    now.confusion.forEach((row, i) => {
      const all = Math.max(1, row.reduce((sum, n) => sum + n, 0));
      row.forEach((n, j) => {
        show(cells[i][j], n, String(n));
        const part = `${Math.round((100 * n) / all)}%`;
        if (boxes[i][j].style.getPropertyValue("--part") !== part) boxes[i][j].style.setProperty("--part", part);
      });
    });
  };
  return { node, paint };
}

/**
 * How many of each actual class are predicted right.
 * @param {string} suffix
 */
export function recallLine(suffix) {
  const shares = EACH.map((k) => numberNode(`recall-${k}${suffix}`));
  const items = EACH.map((k) => el("span", { class: "xv-recall-of" }, classSign(k), ` class ${k + 1} `, shares[k]));
  const node = el("p", { class: "xv-recall", "data-element": "recall" }, "predicted right: ", ...items);
  const paint = (/** @type {Reached | null} */ now) => {
    EACH.forEach((k) => {
      const part = now?.recall[k];
      items[k].hidden = now === null || k >= now.recall.length;
      show(shares[k], part ?? "", part === null || part === undefined ? "none there" : percent(part));
    });
  };
  return { node, paint };
}
