// @ts-check
// One outcome of the distributions board: its name, its share of the truth and of the prediction.
import { button } from "./controls.js";
import { el } from "./elements.js";
import { nameField, renamed } from "./naming.js";
import { ShareBar } from "./share_bar.js";
/** @import { DistributionsView } from "./distributions.js" */

/** What stands above the columns. */
export function rowHead() {
  const title = (text = "", extra = "") => el("span", { class: extra }, text);
  const [truth, prediction] = [title("truth p", "xv-is-truth"), title("prediction q", "xv-is-prediction")];
  return el(
    "div",
    { class: "xv-pair xv-pair-head", "aria-hidden": "true" },
    ...[title("outcome"), truth, title("p"), title(), prediction, title("q"), title(), title()],
  );
}

/**
 * The row of outcome k.
 * @param {DistributionsView} board
 * @param {number} k
 */
export function outcomeRow(board, k) {
  const { longest_name: longest, classes } = board.constants;
  const [p, q] = [new ShareBar(board, "p", k), new ShareBar(board, "q", k)];
  const name = nameField(board, {
    testid: `name-${k}`,
    label: `name of outcome ${k + 1}`,
    lit: `class-${k}`,
    longest,
    value: () => board.state.names[k],
    enter: (text) => board.changeNow({ names: renamed(board.state.names, k, text) }),
  });
  const remove = button(`remove-${k}`, "×", () => board.remove(k), { class: "xv-button xv-drop" });
  remove.disabled = board.state.names.length <= classes[0];
  const node = el(
    "div",
    { class: "xv-pair", role: "group", "data-testid": `row-${k}` },
    ...[name.node, ...p.nodes, ...q.nodes, remove],
  );
  const paintName = (/** @type {string} */ text) => {
    node.setAttribute("aria-label", text);
    remove.setAttribute("aria-label", `remove ${text}`);
    name.paint(text);
    p.paintName(text);
    q.paintName(text);
  };
  return { k, node, p, q, paintName };
}
