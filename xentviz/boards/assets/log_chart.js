// Charts whose axes count factors: places of numbers and back, axes, lines, sizes in words.
import { num3, svg } from "./controls.js";

const straight = (x) => x;

// x runs across from `from` to `to` by factors; y up from `least` to `most`, by factors unless `even`.
export function plane({ width, height, from, to, least, most, even = false, margins = {} }) {
  const edges = {
    left: margins.left ?? 44,
    right: width - (margins.right ?? 14),
    top: margins.top ?? 16,
    bottom: height - 36,
  };
  const [bend, unbend] = even ? [straight, straight] : [Math.log, Math.exp];
  const [x0, x1, y0, y1] = [Math.log(from), Math.log(to), bend(least), bend(most)];
  const [across, up] = [edges.right - edges.left, edges.bottom - edges.top];
  const within = (value, low, high) => Math.max(low, Math.min(high, value));
  const x = (value) => edges.left + ((Math.log(value) - x0) / (x1 - x0)) * across;
  const y = (value) => edges.bottom - ((bend(within(value, least, most)) - y0) / (y1 - y0)) * up;
  const at = (px, py) => [
    within(Math.exp(x0 + ((px - edges.left) / across) * (x1 - x0)), from, to),
    within(unbend(y0 + ((edges.bottom - py) / up) * (y1 - y0)), least, most),
  ];
  return { ...edges, width, height, from, to, least, most, x, y, at };
}

export const path = (on, points) =>
  points.map(([x, y], i) => `${i ? "L" : "M"}${on.x(x).toFixed(2)} ${on.y(y).toFixed(2)}`).join("");
export const word = (x, y, text, anchor = "start", extra = "") =>
  svg("text", { x, y, "text-anchor": anchor, class: `xv-axis ${extra}` }, text);

// across and up: [value, text, anchor] each; the titles say what is counted and in which unit.
export function rule(on, { across, up, title, unitName }) {
  return [
    svg("path", { d: `M${on.left} ${on.top}V${on.bottom}H${on.right}`, class: "xv-axes" }),
    ...up.map(([value, text]) => word(on.left - 6, on.y(value) + 4, text, "end")),
    ...across.map(([value, text, anchor = "middle"]) => word(on.x(value), on.bottom + 16, text, anchor)),
    word(on.left - 4, 10, unitName),
    word((on.left + on.right) / 2, on.height - 3, title, "middle"),
  ];
}

export const move = (node, on, x, y) =>
  node.setAttribute("transform", `translate(${on.x(x).toFixed(2)} ${on.y(y).toFixed(2)})`);

// Three digits and a unit of thousands: 1.65 GB, 4.31 s, 70.0 B.
function inUnits(units) {
  return (x) => {
    const fits = units.findIndex(([size]) => Number((x / size).toPrecision(3)) < 1000);
    const [size, name] = units.at(fits < 0 ? -1 : fits);
    return `${num3(Number((x / size).toPrecision(12)))} ${name}`.trimEnd();
  };
}
const steps = (names, first = 1) => names.map((name, i) => [first * 1000 ** i, name]);
export const inBytes = inUnits(steps(["B", "kB", "MB", "GB", "TB", "PB"]));
export const inSeconds = inUnits([...steps(["ns", "µs", "ms"], 1e-9), [1, "s"], [3600, "h"], [86400, "days"]]);
export const inWords = inUnits(steps(["", "thousand", "million", "billion", "trillion"]));
export const tens = (least, most) => {
  const [low, high] = [Math.ceil(Math.log10(least) - 1e-9), Math.floor(Math.log10(most) + 1e-9)];
  return Array.from({ length: Math.max(0, high - low + 1) }, (_, i) => Number(`1e${low + i}`));
};
// A tick's name: the unit without the digits after the point.
export const tick = (say) => (x) => say(x).replace(/\.0+(?= |$)/, "");
export const grouped = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, ",");
