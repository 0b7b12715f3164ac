// One chart of an average score against what you say: its curve, its cheapest point, and you.
import { fixed2, svg } from "./controls.js";

const POINTS = Array.from({ length: 201 }, (_, i) => i / 200);

// drag: { move(which, x), hold(on), rest() }; `which` is "said", or "chance" at the green handle.
export function scoreChart(name, { title, most, wide, score, best }, drag) {
  const width = wide ? 560 : 300;
  const frame = { left: wide ? 34 : 26, right: width - 12, top: 30, bottom: 228 };
  const across = (q) => frame.left + q * (frame.right - frame.left);
  const down = (y) => frame.bottom - (Math.min(y, most) / most) * (frame.bottom - frame.top);
  const label = (x, y, text, extra = {}) => svg("text", { x, y, class: "xv-axis", ...extra }, text);
  const line = svg("path", { class: "xv-line" });
  const truth = svg("line", { y1: frame.top - 12, y2: frame.bottom, class: "xv-true" });
  const handle = svg("circle", { cy: frame.top - 12, r: 9, class: "xv-truth-handle", "data-lit": "truth" });
  const grip = svg("circle", {
    cy: frame.top - 12,
    r: 22,
    class: "xv-grip",
    "data-drag": "chance",
    "data-lit": "truth",
  });
  const trueName = svg("text", { y: frame.top - 8, class: "xv-axis xv-is-truth-label" });
  const said = svg("text", { y: frame.bottom + 15, class: "xv-axis xv-you" });
  const stem = svg("line", {
    y1: frame.bottom,
    class: wide ? "xv-stem xv-stem-entropy" : "xv-stem",
    "data-lit": wide ? "entropy" : name,
  });
  const extra = svg("line", { class: "xv-stem xv-stem-kl", "data-lit": "kl" });
  const ring = svg("circle", { r: 6, class: "xv-ring" });
  const dot = svg("circle", { r: 7, class: "xv-dot", "data-testid": wide ? "dot" : `dot-${name}`, "data-lit": name });
  const ends = [0, most].map((y) => label(frame.left - 6, down(y) + 4, String(y), { "text-anchor": "end" }));
  const percents = [[0, "0 %", "start"], [1, "100 %", "end"]].map(([q, text, anchor]) =>
    label(across(q), frame.bottom + 15, text, { "text-anchor": anchor })
  );
  const node = svg(
    "svg",
    {
      viewBox: `0 0 ${width} 248`,
      class: "xv-curve xv-drag",
      role: "img",
      "aria-label": `Average ${title} against what you say`,
    },
    svg("path", { d: `M${frame.left} ${frame.top}V${frame.bottom}H${frame.right}`, class: "xv-axes" }),
    ...ends,
    ...percents,
    truth,
    line,
    stem,
    ...(wide ? [extra] : []),
    ring,
    dot,
    said,
    trueName,
    handle,
    grip,
  );
  follow(node, (x) => (x - frame.left) / (frame.right - frame.left), width, drag);

  let drawn;
  const draw = (c) => {
    if (c === drawn) return;
    drawn = c;
    // A cost above the chart leaves it rather than running along its top.
    const inside = POINTS.map((q) => [q, score(c, q)]).filter(([, y]) => y <= most);
    line.setAttribute(
      "d",
      inside.map(([q, y], i) => `${i ? "L" : "M"}${across(q).toFixed(1)} ${down(y).toFixed(1)}`).join(""),
    );
    const at = best(c);
    ring.setAttribute("transform", `translate(${across(at)} ${down(score(c, at))})`);
    for (const end of ["x1", "x2"]) truth.setAttribute(end, across(c));
    for (const part of [handle, grip]) part.setAttribute("cx", across(c));
    trueName.setAttribute("x", across(c) + (c > 0.6 ? -15 : 15));
    trueName.setAttribute("text-anchor", c > 0.6 ? "end" : "start");
    trueName.textContent = `true chance ${fixed2(c)}`;
  };
  const paint = (c, q, value, floor = value) => {
    draw(c);
    const x = across(q);
    dot.setAttribute("transform", `translate(${x.toFixed(1)} ${down(value).toFixed(1)})`);
    dot.dataset.value = value;
    for (const part of [stem, extra]) {
      part.setAttribute("x1", x);
      part.setAttribute("x2", x);
    }
    stem.setAttribute("y2", down(floor));
    extra.setAttribute("y1", down(floor));
    extra.setAttribute("y2", down(value));
    said.setAttribute("x", x);
    said.setAttribute("text-anchor", q < 0.15 ? "start" : q > 0.85 ? "end" : "middle");
    percents.forEach((end, i) => end.classList.toggle("xv-hidden", Math.abs(q - i) < (wide ? 0.2 : 0.4)));
    said.textContent = value > most ? `${fixed2(q)}: ↑ above the chart` : `you say ${fixed2(q)}`;
  };
  return { node, paint };
}

// A pointer on the chart moves what you say; on the green handle it moves the truth.
function follow(node, toShare, width, { move, hold, rest }) {
  let which = "";
  const share = (event) => {
    const box = node.getBoundingClientRect();
    const x = toShare(((event.clientX - box.left) / box.width) * width);
    return Number(Math.min(1, Math.max(0, x)).toFixed(2));
  };
  node.addEventListener("pointerdown", (event) => {
    which = event.target.dataset.drag ?? "said";
    node.setPointerCapture(event.pointerId);
    hold(true);
    move(which, share(event));
  });
  node.addEventListener("pointermove", (event) => {
    if (which) move(which, share(event));
  });
  for (const end of ["pointerup", "pointercancel"]) {
    node.addEventListener(end, () => {
      if (!which) return;
      which = "";
      hold(false);
      rest();
    });
  }
}
