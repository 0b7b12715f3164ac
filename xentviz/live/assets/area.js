// Cross-entropy as area: a rectangle an outcome, as wide as p and as high as -ln q.
import { el, num3, svg } from "./parts.js";

const FRAME = { left: 32, right: 412, top: 22, bottom: 168 };
const TOPS = [1, 2, 3, 5, 8, 12];   // steps, so that the picture stands still while a bar moves
const SEEN = 0.004;                 // narrower rectangles do not set the scale
export const topFor = (most) => TOPS.find((top) => top >= most) ?? TOPS.at(-1);

const across = (share) => FRAME.left + share * (FRAME.right - FRAME.left);
const text = (x, y, words, anchor, extra = "") => svg("text", { x, y, "text-anchor": anchor, class: `xv-axis ${extra}` }, words);
const place = (node, x, width, y, height) => {
  for (const [name, value] of Object.entries({ x, width: Math.max(0, width), y, height: Math.max(0, height) })) {
    const text = value.toFixed(2);
    if (node.getAttribute(name) !== text) node.setAttribute(name, text);
  }
};

// From below: what entropy takes (up to -ln p), what KL adds above it, or what it gives back.
function column(k) {
  const own = svg("rect", { class: "xv-own" });
  const extra = svg("rect", { class: "xv-extra" });
  const saved = svg("rect", { class: "xv-saved" });
  const name = text(0, FRAME.bottom + 16, "", "middle", "xv-column-name");
  const beyond = text(0, FRAME.top - 7, "", "middle", "xv-column-beyond");
  const node = svg("g", { class: "xv-column", "data-lit": `class-${k}`, "data-testid": `area-${k}` }, own, extra, saved, name, beyond);

  // What is beyond the picture is said above it, unless a neighbour has just said as much.
  const paint = ({ from, p, own: mine, cost, label, top, said }) => {
    const down = (nats) => FRAME.bottom - (Math.min(nats, top) / top) * (FRAME.bottom - FRAME.top);
    const x = across(from);
    const width = across(from + p) - x;
    const base = Math.min(mine, cost);
    place(own, x, width, down(base), FRAME.bottom - down(base));
    place(extra, x, width, down(cost), cost > mine ? down(mine) - down(cost) : 0);
    place(saved, x + 1, mine > cost ? width - 2 : 0, down(mine), down(cost) - down(mine));
    extra.classList.toggle("xv-endless", cost === Infinity);
    name.setAttribute("x", (x + width / 2).toFixed(2));
    const at = Math.min(FRAME.right - 8, x + width / 2);
    beyond.setAttribute("x", at.toFixed(2));
    const fits = label.length * 6.4 < width ? label : "";
    if (name.textContent !== fits) name.textContent = fits;
    const over = p > 0 && cost > top && at - said > 24 ? (cost === Infinity ? "∞" : `↑${num3(cost)}`) : "";
    if (beyond.textContent !== over) beyond.textContent = over;
    node.dataset.value = p > 0 ? p * cost : 0;
    node.classList.toggle("xv-gone", p === 0);
    return over ? at : said;
  };
  return { node, paint };
}

export function areaPicture() {
  const ticks = [0, 0.5, 1].map((part) => text(FRAME.left - 6, FRAME.bottom + 4 - part * (FRAME.bottom - FRAME.top), "", "end"));
  const columns = svg("g");
  const pattern = svg("pattern", { id: "xv-endless", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" }, svg("rect", { width: 4.5, height: 7, class: "xv-stripe" }));
  const picture = svg("svg", { viewBox: "0 0 420 200", class: "xv-area", role: "img", "data-testid": "area" },
    svg("defs", {}, pattern), columns,
    svg("path", { d: `M${FRAME.left} ${FRAME.top}V${FRAME.bottom}H${FRAME.right}`, class: "xv-axes" }),
    ...ticks, text(2, 10, "height −ln q, nats", "start"), text((FRAME.left + FRAME.right) / 2, 198, "width p: the area is the cross-entropy", "middle"));
  const note = el("p", { class: "xv-area-note" }, el("span", { class: "xv-key-own" }, "up to −ln p"), el("span", { class: "xv-key-extra" }, "above: too dear"), el("span", { class: "xv-key-saved" }, "below: counts as minus"));
  const node = el("div", { class: "xv-area-box" }, picture, note);
  let parts = [];

  const paint = (names, { y, own, cost }) => {
    if (parts.length !== y.length) {
      parts = y.map((_, k) => column(k));
      columns.replaceChildren(...parts.map((part) => part.node));
    }
    const seen = y.flatMap((p, k) => (p >= SEEN ? [own[k], cost[k]] : [])).filter(Number.isFinite);
    const top = topFor(Math.max(0, ...seen));
    ticks.forEach((tick, i) => { const words = num3((i * top) / 2); if (tick.textContent !== words) tick.textContent = words; });
    let from = 0;
    let said = -Infinity;
    parts.forEach((part, k) => {
      said = part.paint({ from, p: y[k], own: own[k], cost: cost[k], label: names[k], top, said });
      from += y[k];
    });
  };
  const speak = (words) => picture.setAttribute("aria-label", `One rectangle an outcome, as wide as p and as high as −ln q. ${words}`);
  return { node, paint, speak };
}
