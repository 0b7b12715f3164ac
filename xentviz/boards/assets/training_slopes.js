// @ts-check
// Both losses' gradients against z for two classes: where the model is confidently wrong, only one still pushes.
import { Chart } from "./chart.js";
import { chartText, el, svg } from "./elements.js";
import { linearPlane, roundTicks } from "./linear_plane.js";
import { logAxes, pathOn } from "./log_chart.js";
/** @import { LinearPlane } from "./linear_plane.js" */
/** @import { Slopes } from "./training_types.d.ts" */

/** @type {{ key: "cross_entropy" | "squared" | "product", words: string, at: number, dy: number }[]} */
const LINES = [
  { key: "cross_entropy", words: "cross-entropy: p − 1", at: 0.16, dy: -8 },
  { key: "squared", words: "squared error", at: 0.24, dy: 22 },
  { key: "product", words: "p(1 − p)", at: 0.5, dy: -7 },
];

/** @param {Slopes} slopes */
export function slopesChart(slopes) {
  const { z } = slopes;
  const [from, to] = [z[0], z[z.length - 1]];
  const all = LINES.flatMap(({ key }) => slopes[key]);
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = 0.08 * (most - least);
  const lines = LINES.map(({ key }) => svg("path", { class: `xv-slope xv-slope-${key}` }));
  const names = svg("g");
  const zero = svg("line", { class: "xv-zero" });
  const laid = (/** @type {LinearPlane} */ on) => {
    zero.setAttribute("x1", String(on.left));
    zero.setAttribute("x2", String(on.right));
    zero.setAttribute("transform", `translate(0 ${on.y(0)})`);
    LINES.forEach(({ key }, k) => {
      const path = pathOn(on, z.map((x, i) => /** @type {[number, number]} */ ([x, slopes[key][i]])));
      lines[k].setAttribute("d", path);
    });
    names.replaceChildren(...LINES.map(({ key, words, at, dy }) => {
      const i = Math.round(at * (z.length - 1));
      return chartText(on.x(z[i]), on.y(slopes[key][i]) + dy, words, "middle", `xv-slope-name-${key}`);
    }));
  };
  const chart = new Chart({
    label: "Gradients of cross-entropy and of squared error against z, and p times 1 minus p; the actual class is 1",
    spec: () => ({
      ...{ from, to, least: least - room, most: most + room },
      ...{ across: roundTicks(from, to, 6), up: roundTicks(least, most, 5) },
    }),
    make: linearPlane,
    rule: (on, spec) =>
      logAxes(on, { ...spec, title: "z of the actual class, minus the other's", unitName: "gradient in z" }),
    heightFor: (width) => Math.max(170, Math.min(230, 0.42 * width)),
    laid,
    over: [zero, ...lines, names],
  });
  const node = el("div", { class: "xv-slopes", "data-element": "slopes", "data-testid": "slopes" }, chart.node);
  return { node, chart };
}
