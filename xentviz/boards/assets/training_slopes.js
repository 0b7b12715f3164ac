// @ts-check
// Both losses' gradients against z for two classes: where the model is confidently wrong, only one still pushes.
import { Chart } from "./chart.js";
import { chartText, el, svg } from "./elements.js";
import { linearPlane, roundTicks } from "./linear_plane.js";
import { logAxes, pathOn } from "./log_chart.js";
/** @import { LinearPlane } from "./linear_plane.js" */
/** @import { Slopes } from "./training_types.d.ts" */

/** Cross-entropy, squared error, p(1 - p): `at` is the part of the axis where a line's name stands. */
const LINES = [
  { kind: "log", of: (/** @type {Slopes} */ slopes) => slopes.cross_entropy, at: 0.16, dy: -8 },
  { kind: "brier", of: (/** @type {Slopes} */ slopes) => slopes.squared, at: 0.24, dy: 22 },
  { kind: "product", of: (/** @type {Slopes} */ slopes) => slopes.product, at: 0.5, dy: -7 },
];

/**
 * @param {Slopes} slopes
 * @param {Record<string, string>} losses names of the two losses
 */
export function slopesChart(slopes, losses) {
  const { z } = slopes;
  const [from, to] = [z[0], z[z.length - 1]];
  const all = LINES.flatMap(({ of }) => of(slopes));
  const [least, most] = [Math.min(...all), Math.max(...all)];
  const room = 0.08 * (most - least);
  const words = [...Object.values(losses), "p(1 − p)"];
  const lines = LINES.map(({ kind }) => svg("path", { class: `xv-slope xv-slope-${kind}` }));
  const names = svg("g");
  const zero = svg("line", { class: "xv-zero" });
  const laid = (/** @type {LinearPlane} */ on) => {
    zero.setAttribute("x1", String(on.left));
    zero.setAttribute("x2", String(on.right));
    zero.setAttribute("transform", `translate(0 ${on.y(0)})`);
    LINES.forEach(({ of }, k) => {
      const path = pathOn(on, z.map((x, i) => /** @type {[number, number]} */ ([x, of(slopes)[i]])));
      lines[k].setAttribute("d", path);
    });
    names.replaceChildren(...LINES.map(({ kind, of, at, dy }, k) => {
      const i = Math.round(at * (z.length - 1));
      return chartText(on.x(z[i]), on.y(of(slopes)[i]) + dy, words[k], "middle", `xv-slope-name-${kind}`);
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
