// Under the chips, aligned with them: each token's loss as a bar, and the sum, mean or perplexity so far.
import { el, num3, svg } from "./controls.js";

const HEIGHT = 98;
const TOP = 8;
const FOOT = HEIGHT - 4;
const KINDS = { mean: ["means", "nats"], perplexity: ["perplexities", ""], sum: ["sums", "nats"] };

// Both are drawn from row `first` up to row `end`: what is in sight, and as much on either side.
const line = (places, values, y, [first, end]) => {
  let d = "";
  for (let i = first; i < end; i += 1) {
    d += `${i > first ? "L" : "M"}${(places[i][0] + places[i][1] / 2).toFixed(1)} ${y(values[i]).toFixed(1)}`;
  }
  return d;
};

const bars = (places, losses, y, [first, end], from, to) => {
  let d = "";
  for (let i = first; i < end; i += 1) {
    const [left, width] = places[i];
    d += `M${(left + width * from).toFixed(1)} ${FOOT}V${y(losses[i]).toFixed(1)}H${
      (left + width * to).toFixed(1)
    }V${FOOT}Z`;
  }
  return d;
};

// A dashed level, standing still while the strip scrolls; its name is a tick of the axis.
function level(testid, kind, meaning) {
  const number = el("b");
  const name = el("span", { class: `xv-level-name xv-is-${kind}`, "data-testid": testid }, number, meaning);
  const rule = el("span", { class: `xv-level-line xv-${kind}-line` });
  const paint = (value, y, text) => {
    const there = value !== null && Number.isFinite(value);
    name.hidden = rule.hidden = !there;
    if (!there) return;
    name.dataset.value = value;
    name.style.top = `${Math.min(y(value), FOOT - 8)}px`;
    rule.style.top = `${y(value)}px`;
    number.textContent = text;
  };
  return { name, rule, paint };
}

export class Along {
  constructor(chips) {
    this.chips = chips;
    this.shapes = Object.fromEntries(
      ["bars", "bars-other", "other", "run"].map((name) => [name, svg("path", { class: `xv-along-${name}` })]),
    );
    this.cursor = svg("rect", { class: "xv-cursor", y: 0, height: HEIGHT });
    this.dot = svg("circle", { r: 5, class: "xv-dot" });
    this.svg = svg(
      "svg",
      { class: "xv-along", height: HEIGHT, "aria-hidden": "true" },
      this.cursor,
      ...Object.values(this.shapes),
      this.dot,
    );
    this.ceiling = level("baseline", "muted", "knows nothing");
    this.floor = level("floor", "entropy", "the floor");
    this.ticks = [0, 1].map(() => el("span", { class: "xv-tick-name" }));
    this.scroller = el("div", { class: "xv-scroller", tabindex: "-1" }, chips.node, this.svg);
    this.front = el("div", { class: "xv-front", "aria-hidden": "true" }, this.ceiling.rule, this.floor.rule);
    this.view = svg("rect", { class: "xv-window", y: 0, height: 20 });
    this.map = svg("path", { class: "xv-map-bars" });
    this.overview = svg(
      "svg",
      { class: "xv-overview", preserveAspectRatio: "none", "aria-hidden": "true" },
      this.map,
      this.view,
    );
    this.node = el(
      "div",
      { class: "xv-staff" },
      el("div", { class: "xv-gutter", "aria-hidden": "true" }, ...this.ticks, this.ceiling.name, this.floor.name),
      el("div", { class: "xv-stage" }, this.scroller, this.front),
      this.overview,
    );
    this.scroller.addEventListener("scroll", () => this.lay(), { passive: true });
    this.places = [];
    this.observer = new ResizeObserver(() => this.lay());
    this.observer.observe(this.scroller);
    this.follow();
  }

  // The whole text at a glance: press or drag to go there.
  follow() {
    let down = false;
    const go = (event) => {
      const box = this.overview.getBoundingClientRect();
      this.scroller.scrollLeft = ((event.clientX - box.left) / box.width) * this.scroller.scrollWidth -
        this.scroller.clientWidth / 2;
    };
    this.overview.addEventListener("pointerdown", (event) => {
      down = true;
      this.overview.setPointerCapture(event.pointerId);
      go(event);
    });
    this.overview.addEventListener("pointermove", (event) => {
      if (down) go(event);
    });
    for (const end of ["pointerup", "pointercancel"]) {
      this.overview.addEventListener(end, () => {
        down = false;
      });
    }
  }

  // Another text: the chips have other places now.
  fill(reading) {
    this.places = this.chips.fill(reading);
    const { width } = this.chips;
    this.svg.setAttribute("width", width);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${HEIGHT}`);
    this.drawn = null;
    this.lay();
  }

  // What is in sight, and as much again on either side.
  lay() {
    const { scrollLeft, scrollWidth, clientWidth } = this.scroller;
    const [from, to] = [scrollLeft - clientWidth, scrollLeft + 2 * clientWidth];
    this.chips.render(from, to);
    this.chips.mark();
    const { places } = this;
    const first = places.findIndex(([left, width]) => left + width > from);
    const end = places.findIndex(([left]) => left > to);
    this.range = [Math.max(0, first), end < 0 ? places.length : end];
    if (this.drawn) this.draw();
    this.overview.classList.toggle("xv-hidden", scrollWidth <= clientWidth + 1);
    this.paintWindow();
  }

  // one, two: { losses, sums, means, perplexities }; two may be missing. Nats.
  paint(kind, reading, one, two) {
    const last = one.losses.length;
    if (this.places.length !== last) return;
    const { baseline, floor } = reading;
    const tops = {
      mean: baseline * 1.45,
      perplexity: Math.exp(baseline) * 1.12,
      sum: Math.max(baseline * last * 1.08, 1),
    };
    const top = tops[kind];
    this.y = (v) => FOOT - (Math.min(v, top) / top) * (FOOT - TOP);
    const [key] = KINDS[kind];
    this.run = one[key];
    this.drawn = { perToken: kind === "mean", one, two, key };
    this.draw();
    this.paintAxis(kind, top, last, reading);
    this.paintMap(one.losses, baseline * 1.45);
    this.place();
  }

  // The same in every frame of a drag, so painted only when it differs.
  paintAxis(kind, top, last, { baseline, floor }) {
    const now = [kind, top, last, floor].join();
    if (now === this.axis) return;
    this.axis = now;
    const y = this.y;
    const unit = KINDS[kind][1];
    const v = num3(Math.exp(baseline));
    const end = { mean: (h) => h, perplexity: Math.exp, sum: (h) => h * last }[kind];
    const name =
      { mean: [`ln ${v} = `, "H = "], perplexity: ["V = ", "e^H = "], sum: [`n ln ${v} = `, "n H = "] }[kind];
    [[this.ceiling, baseline], [this.floor, floor]].forEach(([level, nats], i) =>
      level.paint(nats === null ? null : end(nats), y, `${name[i]}${num3(end(nats ?? 0))}`)
    );
    this.ticks.forEach((tick, i) => {
      tick.textContent = i ? `${num3(top)} ${unit}` : "0";
      tick.style.top = `${y(top * i)}px`;
    });
    this.ticks[0].hidden = floor !== null && y(end(floor)) > FOOT - 20;
    this.ticks[1].hidden = y(end(baseline)) < TOP + 20;
  }

  draw() {
    const { shapes, places, y, range } = this;
    const { perToken, one, two, key } = this.drawn;
    shapes.bars.setAttribute(
      "d",
      perToken ? bars(places, one.losses, y, range, two ? 0.08 : 0.2, two ? 0.48 : 0.8) : "",
    );
    shapes["bars-other"].setAttribute("d", perToken && two ? bars(places, two.losses, y, range, 0.52, 0.92) : "");
    shapes.other.setAttribute("d", two ? line(places, two[key], y, range) : "");
    shapes.run.setAttribute("d", line(places, one[key], y, range));
  }

  paintMap(losses, top) {
    let d = "M0 20";
    for (let i = 0; i < losses.length; i += 1) d += `V${(20 - 19 * Math.min(1, losses[i] / top)).toFixed(1)}h1`;
    this.map.setAttribute("d", `${d}V20Z`);
    this.overview.setAttribute("viewBox", `0 0 ${Math.max(1, losses.length)} 20`);
    this.count = losses.length;
  }

  paintWindow() {
    const { scrollLeft, scrollWidth, clientWidth } = this.scroller;
    if (!scrollWidth || !this.count) return;
    this.view.setAttribute("x", (scrollLeft / scrollWidth) * this.count);
    this.view.setAttribute("width", (clientWidth / scrollWidth) * this.count);
  }

  // The position looked at: a band through bars and curve, and a dot on the curve.
  show(row) {
    this.shown = row;
    this.place();
  }

  place() {
    const spot = this.places[this.shown];
    const value = this.run?.[this.shown];
    this.svg.classList.toggle("xv-nowhere", !spot || value === undefined);
    if (!spot || value === undefined) return;
    this.cursor.setAttribute("x", spot[0]);
    this.cursor.setAttribute("width", spot[1]);
    this.dot.setAttribute("transform", `translate(${spot[0] + spot[1] / 2} ${this.y(value)})`);
  }

  // Bring a row into sight without moving the page.
  reveal(row) {
    const spot = this.places[row];
    if (!spot) return;
    const { scrollLeft, clientWidth } = this.scroller;
    if (spot[0] >= scrollLeft && spot[0] + spot[1] <= scrollLeft + clientWidth) return;
    this.scroller.scrollLeft = spot[0] - clientWidth / 2;
    this.lay();
  }

  close() {
    this.observer.disconnect();
  }
}
