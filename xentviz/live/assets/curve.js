// The loss curve of the logits board.
import { num3, svg } from "./parts.js";

// The curve of -ln p with a dot that rides it and a level line at the loss.
const FRAME = { left: 34, right: 322, top: 14, bottom: 176, most: 5 };
const across = (p) => FRAME.left + p * (FRAME.right - FRAME.left);
const down = (nats) => FRAME.bottom - (Math.min(nats, FRAME.most) / FRAME.most) * (FRAME.bottom - FRAME.top);
const curvePath = () => {
  const points = Array.from({ length: 161 }, (_, i) => Math.exp(-FRAME.most * (1 - i / 160)));
  return points.map((p, i) => `${i ? "L" : "M"}${across(p).toFixed(2)} ${down(-Math.log(p)).toFixed(2)}`).join("");
};
const label = (x, y, text, anchor = "start") => svg("text", { x, y, "text-anchor": anchor, class: "xv-axis" }, text);
const mark = ([p, text, dx, dy]) => svg("g", {}, svg("circle", { cx: across(p), cy: down(-Math.log(p)), r: 3, class: "xv-mark" }), label(across(p) + dx, down(-Math.log(p)) + dy, text, dx < 0 ? "end" : "start"));

export function lossCurve() {
  const level = svg("line", { x1: FRAME.left, x2: FRAME.right, y1: 0, y2: 0, class: "xv-level" });
  const dot = svg("circle", { r: 8, class: "xv-dot", "data-testid": "dot", "data-lit": "loss" });
  const beyond = svg("text", { x: FRAME.left + 16, y: FRAME.top + 2, class: "xv-beyond" });
  const marks = [[0.01, "0.01 → 4.6", 10, 8], [0.5, "0.5 → 0.69", 8, -8], [0.99, "0.99 → 0.01", -4, -16]].map(mark);
  const node = svg("svg", { viewBox: "0 0 340 212", class: "xv-curve", role: "img", "aria-label": "The curve of minus ln p: the loss against the probability of the truth" },
    svg("path", { d: `M${FRAME.left} ${FRAME.top}V${FRAME.bottom}H${FRAME.right}`, class: "xv-axes" }),
    label(FRAME.left - 6, FRAME.top + 4, "5", "end"), label(FRAME.left - 6, down(2.5) + 4, "2.5", "end"), label(FRAME.left - 6, FRAME.bottom + 4, "0", "end"),
    label(FRAME.left, FRAME.bottom + 16, "0"), label(across(0.5), FRAME.bottom + 16, "0.5", "middle"), label(FRAME.right, FRAME.bottom + 16, "1", "end"),
    label(FRAME.left + 6, 10, "nats"), label((FRAME.left + FRAME.right) / 2, 208, "probability given to the truth", "middle"),
    svg("path", { d: curvePath(), class: "xv-line" }), level, ...marks, beyond, dot);
  const paint = (p, loss) => {
    const surprise = -Math.log(p);
    dot.setAttribute("transform", `translate(${across(p).toFixed(2)} ${down(surprise).toFixed(2)})`);
    dot.dataset.value = p;
    level.setAttribute("transform", `translate(0 ${down(loss).toFixed(2)})`);
    const text = surprise > FRAME.most ? `↑ ${num3(surprise)} nats, above the chart` : "";
    if (beyond.textContent !== text) beyond.textContent = text;
    node.classList.toggle("xv-is-beyond", text !== "");
  };
  return { node, paint };
}
