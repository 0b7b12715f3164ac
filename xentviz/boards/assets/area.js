// Cross-entropy as area: a rectangle an outcome, as wide as p and as high as -ln q.
import { short } from "./naming.js";
import { el, num3, svg } from "./controls.js";

const FRAME = { left: 32, right: 412, top: 34, bottom: 180 };
const EDGE = 419; // as far right as a name may reach
const LINES = { near: FRAME.bottom + 15, far: FRAME.bottom + 31 };
const LETTER = 7; // as wide as a letter is, about
const LONGEST = 11; // letters of a name under the picture
const TOPS = [1, 2, 3, 5, 8, 12]; // steps, so that the picture stands still while a bar moves
const SEEN = 0.004; // narrower rectangles do not set the scale
export const topFor = (most) => TOPS.find((top) => top >= most) ?? TOPS.at(-1);

const across = (share) => FRAME.left + share * (FRAME.right - FRAME.left);
const text = (x, y, words, anchor, extra = "") =>
  svg("text", { x, y, "text-anchor": anchor, class: `xv-axis ${extra}` }, words);
const set = (node, name, value) => {
  if (node.getAttribute(name) !== value) node.setAttribute(name, value);
};
const place = (node, x, width, y, height) => {
  for (const [name, value] of Object.entries({ x, width: Math.max(0, width), y, height: Math.max(0, height) })) {
    set(node, name, value.toFixed(2));
  }
};

// Where the names stand: under their rectangles, or where these are too narrow side by side in a
// second line, as near as there is room.
function namePlaces(names, y) {
  const far = [];
  let from = 0;
  const all = y.map((p, k) => {
    const words = short(names[k], LONGEST);
    const width = words.length * LETTER;
    const middle = across(from + p / 2);
    from += p;
    const near = width <= across(p) - FRAME.left;
    const one = { words: p > 0 ? words : "", half: width / 2, middle, at: middle, near };
    if (p > 0 && !near) far.push(one);
    return one;
  });
  let free = 0;
  for (const one of far) {
    one.at = Math.max(one.at, free + one.half);
    free = one.at + one.half + LETTER;
  }
  let edge = EDGE;
  for (const one of far.reverse()) {
    one.at = Math.min(one.at, edge - one.half);
    edge = one.at - one.half - LETTER;
    if (edge < -LETTER) one.words = ""; // no room is left
  }
  return all;
}

// From below: what entropy takes (up to -ln p), what KL adds above it, or what it gives back.
function column(k) {
  const own = svg("rect", { class: "xv-own" });
  const extra = svg("rect", { class: "xv-extra" });
  const saved = svg("rect", { class: "xv-saved" });
  const name = text(0, LINES.near, "", "middle", "xv-column-name");
  const leader = svg("path", { class: "xv-leader" });
  const beyond = text(0, FRAME.top - 7, "", "middle", "xv-column-beyond");
  const node = svg(
    "g",
    { class: "xv-column", "data-lit": `class-${k}`, "data-testid": `area-${k}` },
    own,
    extra,
    saved,
    leader,
    name,
    beyond,
  );

  // What is beyond the picture is said above it, unless a neighbour has just said as much.
  const paint = ({ from, p, own: mine, cost, named, top, said }) => {
    const down = (nats) => FRAME.bottom - (Math.min(nats, top) / top) * (FRAME.bottom - FRAME.top);
    const x = across(from);
    const width = across(from + p) - x;
    const base = Math.min(mine, cost);
    place(own, x, width, down(base), FRAME.bottom - down(base));
    place(extra, x, width, down(cost), cost > mine ? down(mine) - down(cost) : 0);
    place(saved, x + 1, mine > cost ? width - 2 : 0, down(mine), down(cost) - down(mine));
    extra.classList.toggle("xv-endless", cost === Infinity);
    paintName(named);
    const at = Math.min(FRAME.right - 8, x + width / 2);
    set(beyond, "x", at.toFixed(2));
    const over = p > 0 && cost > top && at - said > 24 ? (cost === Infinity ? "∞" : `↑${num3(cost)}`) : "";
    if (beyond.textContent !== over) beyond.textContent = over;
    node.dataset.value = p > 0 ? p * cost : 0;
    node.classList.toggle("xv-gone", p === 0);
    return over ? at : said;
  };
  const paintName = ({ words, half, middle, at, near }) => {
    if (name.textContent !== words) name.textContent = words;
    set(name, "x", at.toFixed(2));
    set(name, "y", String(near ? LINES.near : LINES.far));
    const end = Math.max(at - half + 3, Math.min(at + half - 3, middle));
    set(
      leader,
      "d",
      near || !words
        ? ""
        : `M${middle.toFixed(1)} ${FRAME.bottom + 2}V${LINES.near + 1}L${end.toFixed(1)} ${LINES.far - 9}`,
    );
  };
  return { node, paint };
}

export function areaPicture() {
  const ticks = [0, 0.5, 1].map((part) =>
    text(FRAME.left - 6, FRAME.bottom + 4 - part * (FRAME.bottom - FRAME.top), "", "end")
  );
  const columns = svg("g");
  const pattern = svg("pattern", {
    id: "xv-endless",
    width: 7,
    height: 7,
    patternUnits: "userSpaceOnUse",
    patternTransform: "rotate(45)",
  }, svg("rect", { width: 4.5, height: 7, class: "xv-stripe" }));
  const picture = svg(
    "svg",
    { viewBox: "0 0 420 216", class: "xv-area", role: "img", "data-testid": "area" },
    svg("defs", {}, pattern),
    columns,
    svg("path", { d: `M${FRAME.left} ${FRAME.top}V${FRAME.bottom}H${FRAME.right}`, class: "xv-axes" }),
    ...ticks,
    text(2, 11, "p wide, −ln q high, in nats: the area is the cross-entropy", "start"),
  );
  const note = el(
    "p",
    { class: "xv-area-note" },
    el("span", { class: "xv-key-own" }, "up to −ln p: entropy"),
    el("span", { class: "xv-key-extra" }, "above it: more KL"),
    el("span", { class: "xv-key-saved" }, "short of it: less KL"),
  );
  const node = el("div", { class: "xv-area-box" }, picture, note);
  let parts = [];

  const paint = (names, { y, own, cost }) => {
    if (parts.length !== y.length) {
      parts = y.map((_, k) => column(k));
      columns.replaceChildren(...parts.map((part) => part.node));
    }
    const seen = y.flatMap((p, k) => (p >= SEEN ? [own[k], cost[k]] : [])).filter(Number.isFinite);
    const top = topFor(Math.max(0, ...seen));
    ticks.forEach((tick, i) => {
      const words = String((i * top) / 2);
      if (tick.textContent !== words) tick.textContent = words;
    });
    const named = namePlaces(names, y);
    let from = 0;
    let said = -Infinity;
    parts.forEach((part, k) => {
      said = part.paint({ from, p: y[k], own: own[k], cost: cost[k], named: named[k], top, said });
      from += y[k];
    });
  };
  const speak = (words) =>
    picture.setAttribute("aria-label", `One rectangle an outcome, as wide as p and as high as −ln q. ${words}`);
  return { node, paint, speak };
}
