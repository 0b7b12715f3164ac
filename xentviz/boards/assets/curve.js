// The curve of -ln p, for every board: its plane (numbers to places and back), its axes, its dot.
import { num3, svg } from "./controls.js";

const BENDS = 160;
const BEYOND = "xv-is-beyond";

// p runs across, from `from` to `to`; the loss runs up, from `least` to `most` in units of `unit` nats.
export function plane({ width, height, from = 0, to = 1, least = 0, most = 5, unit = 1, log = false }) {
  const edges = { left: 34, right: width - 18, top: 14, bottom: height - 36 };
  const place = log ? Math.log10 : (p) => p;
  const [first, last] = [place(from), place(to)];
  const x = (p) => edges.left + ((place(p) - first) / (last - first)) * (edges.right - edges.left);
  const y = (value) => edges.bottom - ((Math.max(least, Math.min(value, most)) - least) / (most - least)) * (edges.bottom - edges.top);
  const p = (px) => {
    const at = first + ((px - edges.left) / (edges.right - edges.left)) * (last - first);
    return log ? 10 ** at : at;
  };
  const steepest = Math.min(most * unit, -Math.log(from));
  const flattest = -Math.log(to);
  const bends = Array.from({ length: BENDS + 1 }, (_, i) => flattest + (steepest - flattest) * (1 - i / BENDS));
  const points = bends.map((nats) => ({ nats, x: x(Math.exp(-nats)), y: y(nats / unit) }));
  return { ...edges, width, height, most, unit, x, y, p, points, cost: (q) => -Math.log(q) / unit };
}

const line = (points) => points.map((point, i) => `${i ? "L" : "M"}${point.x.toFixed(2)} ${point.y.toFixed(2)}`).join("");

// The p of the place on the curve that is nearest to where the finger is.
export function nearest({ points }, px, py) {
  let best = { away: Infinity, nats: 0 };
  for (let i = 1; i < points.length; i += 1) {
    const [a, b] = [points[i - 1], points[i]];
    const [dx, dy] = [b.x - a.x, b.y - a.y];
    const along = Math.max(0, Math.min(1, ((px - a.x) * dx + (py - a.y) * dy) / (dx * dx + dy * dy)));
    const away = Math.hypot(a.x + along * dx - px, a.y + along * dy - py);
    if (away < best.away) best = { away, nats: a.nats + along * (b.nats - a.nats) };
  }
  return Math.exp(-best.nats);
}

// Any other loss over p, drawn on the same plane.
export function trace(on, f) {
  const steps = Array.from({ length: 301 }, (_, i) => on.left + ((on.right - on.left) * i) / 300);
  return line(steps.map((x) => ({ x, y: on.y(f(on.p(x))) })));
}

const label = (x, y, text, anchor = "start") => svg("text", { x, y, "text-anchor": anchor, class: "xv-axis" }, text);

// across: [p, text, anchor] each; up: [value, text] each; the two titles say what and in which unit.
export function axes(on, { across, up, title, unitName }) {
  return [
    svg("path", { d: `M${on.left} ${on.top}V${on.bottom}H${on.right}`, class: "xv-axes" }),
    ...up.map(([value, text]) => label(on.left - 6, on.y(value) + 4, text, "end")),
    ...across.map(([p, text, anchor = "middle"]) => label(on.x(p), on.bottom + 16, text, anchor)),
    label(on.left + 6, 10, unitName), label((on.left + on.right) / 2, on.height - 4, title, "middle"),
    svg("path", { d: line(on.points), class: "xv-line" }),
  ];
}

// The dot that rides the curve, its level line, and a word where the loss is above the chart.
export function rider() {
  const level = svg("line", { y1: 0, y2: 0, class: "xv-level" });
  const dot = svg("circle", { r: 8, class: "xv-dot", "data-testid": "dot", "data-lit": "loss" });
  const beyond = svg("text", { class: "xv-beyond" });
  const lay = (on) => {
    level.setAttribute("x1", on.left);
    level.setAttribute("x2", on.right);
    beyond.setAttribute("x", on.left + 44);
    beyond.setAttribute("y", on.top - 3);
  };
  const paint = (on, p, loss, unit = "nats", surprise = on.cost(p)) => {
    dot.setAttribute("transform", `translate(${on.x(p).toFixed(2)} ${on.y(surprise).toFixed(2)})`);
    dot.dataset.value = p;
    level.setAttribute("transform", `translate(0 ${on.y(loss / on.unit).toFixed(2)})`);
    const text = surprise > on.most ? `↑ ${num3(surprise)} ${unit}, above the chart` : "";
    if (beyond.textContent !== text) beyond.textContent = text;
    dot.ownerSVGElement.classList.toggle(BEYOND, text !== "");
  };
  return { nodes: [level, beyond, dot], dot, lay, paint };
}

// The small curve beside the logits: fixed size, three marks.
export function lossCurve() {
  const on = plane({ width: 340, height: 212 });
  const mark = ([p, text, dx, dy]) => svg("g", {}, svg("circle", { cx: on.x(p), cy: on.y(on.cost(p)), r: 3, class: "xv-mark" }), label(on.x(p) + dx, on.y(on.cost(p)) + dy, text, dx < 0 ? "end" : "start"));
  const marks = [[0.01, "0.01 → 4.6", 10, 8], [0.5, "0.5 → 0.69", 8, -8], [0.99, "0.99 → 0.01", -4, -16]].map(mark);
  const riding = rider();
  const [level, beyond, dot] = riding.nodes;
  riding.lay(on);
  const parts = axes(on, { across: [[0, "0", "start"], [0.5, "0.5"], [1, "1", "end"]], up: [[5, "5"], [2.5, "2.5"], [0, "0"]], title: "probability given to the truth", unitName: "nats" });
  const node = svg("svg", { viewBox: `0 0 ${on.width} ${on.height}`, class: "xv-curve", role: "img", "aria-label": "The curve of minus ln p: the loss against the probability of the truth" },
    ...parts, level, ...marks, beyond, dot);
  return { node, paint: (p, loss, surprise) => riding.paint(on, p, loss, "nats", surprise) };
}

// A curve as wide as its place: laid out again whenever that changes, one unit of it one pixel.
export class Chart {
  // spec() -> what plane() and axes() take; over: nodes above the curve; laid(plane) after a layout.
  // `make` and `rule` put another plane and its axes in their place.
  constructor({ spec, heightFor, label, over = [], laid, make = plane, rule = axes }) {
    Object.assign(this, { spec, heightFor, laid, make, rule });
    this.ground = svg("g");
    this.svg = svg("svg", { class: "xv-curve", role: "img", "aria-label": label }, this.ground, ...over);
    this.observer = new ResizeObserver(() => { if (this.svg.clientWidth !== this.on?.width) this.lay(); });
    this.observer.observe(this.svg);
  }

  lay() {
    const width = this.svg.clientWidth || 640;
    const spec = this.spec();
    this.on = this.make({ ...spec, width, height: this.heightFor(width) });
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.on.height}`);
    this.svg.style.height = `${this.on.height}px`;
    this.ground.replaceChildren(...this.rule(this.on, spec));
    this.laid(this.on);
  }

  close() { this.observer.disconnect(); }
}

const SLIP = 4;   // a press that moves less, in px, is a press

// Dragging along a chart: grab(x, y) says what is taken (null: nothing), move(what, p) where it goes;
// `where` reads a place on the plane, usually the nearest on the curve.
export function ride(node, chart, { grab, move, hold, rest, where = nearest }) {
  let taken = null;
  let from = null;
  const place = (event) => {
    const box = chart.svg.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  node.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    taken = grab(...place(event));
    if (taken === null) return;
    from = [event.clientX, event.clientY];
    hold(true);
    // A press on a mark stays a press until it moves; everything else follows at once.
    if (!event.target.closest("button")) start(event);
  });
  const start = (event) => {
    from = null;
    node.setPointerCapture(event.pointerId);
    move(taken, where(chart.on, ...place(event)));
  };
  node.addEventListener("pointermove", (event) => {
    if (taken === null) return;
    if (!from) move(taken, where(chart.on, ...place(event)));
    else if (Math.hypot(event.clientX - from[0], event.clientY - from[1]) > SLIP) start(event);
  });
  const end = () => {
    if (taken === null) return;
    taken = null;
    hold(false);
    rest();
  };
  for (const kind of ["pointerup", "pointercancel", "lostpointercapture"]) node.addEventListener(kind, end);
}
