// Perplexity as a die: of V faces, so many are lit; a fair die with those would surprise as much.
import { num3, svg } from "./controls.js";

const SIZE = 10;

export function faces() {
  const face = (cls) => svg("rect", { x: 1, y: 1, width: SIZE - 2, height: SIZE - 2, rx: 1.5, class: cls });
  const pattern = (id, cls) =>
    svg("pattern", { id, width: SIZE, height: SIZE, patternUnits: "userSpaceOnUse" }, face(cls));
  const all = [svg("rect", { fill: "url(#xv-face)" }), svg("rect", { fill: "url(#xv-face)" })];
  const lit = [
    svg("rect", { fill: "url(#xv-face-lit)" }),
    svg("rect", { fill: "url(#xv-face-lit)" }),
    svg("rect", { class: "xv-face-lit" }),
  ];
  const node = svg(
    "svg",
    { class: "xv-faces", preserveAspectRatio: "xMinYMin", role: "img", "data-testid": "faces" },
    svg("defs", {}, pattern("xv-face", "xv-face"), pattern("xv-face-lit", "xv-face-lit")),
    ...all,
    ...lit,
  );
  let columns = 0;

  const lay = (rects, count) => {
    const [rows, left] = [Math.floor(count / columns), Math.floor(count % columns)];
    place(rects[0], 0, 0, columns * SIZE, rows * SIZE);
    place(rects[1], 0, rows * SIZE, left * SIZE, SIZE);
    return [rows, left];
  };
  const place = (rect, x, y, width, height) => {
    for (const [name, value] of Object.entries({ x, y, width: Math.max(0, width), height: Math.max(0, height) })) {
      rect.setAttribute(name, value);
    }
  };

  const paint = (perplexity, size) => {
    if (node.dataset.size !== String(size)) {
      node.dataset.size = size;
      columns = size > 230 ? 32 : size > 120 ? 27 : 20;
      node.setAttribute("viewBox", `0 0 ${columns * SIZE} ${Math.ceil(size / columns) * SIZE}`);
      lay(all, size);
    }
    // e to the mean of equal losses is V but for the last digit: that face is whole.
    const shown = Number.isNaN(perplexity) ? 0 : Math.min(size, Number(perplexity.toPrecision(12)));
    const [rows, left] = lay(lit, shown);
    const part = shown - Math.floor(shown);
    place(lit[2], left * SIZE + 1, rows * SIZE + 1, part * (SIZE - 2), part ? SIZE - 2 : 0);
    node.dataset.value = perplexity;
    node.setAttribute("aria-label", `A die with ${num3(perplexity)} faces, of ${size}`);
  };
  return { node, paint };
}
