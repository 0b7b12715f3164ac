// The pieces every board is made of: elements, numerals, handles, bars, lighting.
const SVG = "http://www.w3.org/2000/svg";

// Text goes in as text, whatever it holds: attributes and text nodes only, never markup.
function build(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined && value !== false) node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children);
  return node;
}
export const el = (tag, attributes = {}, ...children) => build(document.createElement(tag), attributes, children);
export const svg = (tag, attributes = {}, ...children) => build(document.createElementNS(SVG, tag), attributes, children);

const minus = (text) => text.replace("-", "−");
export function num3(x) {
  if (!Number.isFinite(x)) return Number.isNaN(x) ? "nan" : x > 0 ? "∞" : "−∞";
  const size = Math.abs(x);
  return minus(size >= 999.5 && size < 1e6 ? x.toFixed(0) : x === 0 ? "0" : x.toPrecision(3));
}
export const signed = (x) => (x < 0 ? num3(x) : `+${num3(x)}`);
export const fixed2 = (x) => minus(x !== 0 && Math.abs(x) < 0.005 ? x.toPrecision(2) : x.toFixed(2));
export const score = (x) => `${x < 0 ? "" : "+"}${Math.abs(x) >= 100 ? minus(x.toFixed(Math.abs(x) >= 1000 ? 0 : 1)) : fixed2(x)}`;
export const percent = (p) => `${num3(p * 100)} %`;

// A probability too small for a number is told from its logarithm.
export const tiny = (p, logP, decimals = 2) => {
  if (p > 0 || logP === -Infinity) return num3(p);
  const ten = logP / Math.LN10;
  return `${(10 ** (ten - Math.floor(ten))).toFixed(decimals)}e${minus(String(Math.floor(ten)))}`;
};
export const share = (p, logP) => (p > 0 ? percent(p) : `${tiny(p, logP + Math.log(100), 0)} %`);

export function show(node, value, text) {
  const written = node.firstChild?.nodeType === Node.TEXT_NODE ? node.firstChild : null;
  // The same value may be written with other digits, where it is shown with its sum.
  if (node.dataset.value === String(value) && written?.data === text) return;
  node.dataset.value = value;
  if (written) written.data = text;
  else node.prepend(text);
}

const tidy = (x) => Number(x.toFixed(10));

// A native range input: 0.1 an arrow, 1 with Shift, Home and End to the ends, whatever its own step.
export function handle({ testid, label, min, max, step, fine = 0.1, coarse = 1, middle, lit, value, move, hold, rest }) {
  const input = el("input", { type: "range", class: middle ? "xv-range xv-middle" : "xv-range", "data-testid": testid, "aria-label": label, "data-lit": lit, min, max, step });
  const strides = { ArrowUp: fine, ArrowRight: fine, ArrowDown: -fine, ArrowLeft: -fine, PageUp: coarse, PageDown: -coarse };
  const clamp = (x) => Math.min(max, Math.max(min, x));
  input.addEventListener("input", () => move(Number(input.value)));
  input.addEventListener("change", rest);
  input.addEventListener("pointerdown", () => hold(true));
  // Not left to "change": a browser does not send it after a paint that has set the value.
  for (const end of ["pointerup", "pointercancel", "lostpointercapture"]) input.addEventListener(end, () => { hold(false); rest(); });
  input.addEventListener("keydown", (event) => {
    const stride = strides[event.key];
    const end = { Home: min, End: max }[event.key];
    if (stride === undefined && end === undefined) return;
    event.preventDefault();
    const from = value();
    const far = event.shiftKey && Math.abs(stride) === fine ? (coarse / fine) * stride : stride;
    // A value typed beyond the track may stay there until the arrows bring it back.
    move(end ?? (from === clamp(from) ? clamp(tidy(from + far)) : tidy(from + far)));
  });
  input.addEventListener("keyup", rest);
  const paint = (x, text) => {
    // Beside the number, for a thumb dragged past a limit has moved though its number has not.
    if (Number(input.value) !== x) input.value = x;
    if (input.dataset.value !== String(x)) input.dataset.value = x;
    if (input.getAttribute("aria-valuetext") !== text) input.setAttribute("aria-valuetext", text);
  };
  return { node: input, paint };
}

// A number typed where it stands. What cannot be read stays as typed, with a sentence, until mended.
export function field({ testid, label, lit, min, max, value, format, enter, say }) {
  const input = el("input", { type: "text", inputmode: "decimal", class: "xv-field", "data-testid": testid, "aria-label": label, "data-lit": lit, autocomplete: "off", spellcheck: "false" });
  const wrong = (on) => (on ? input.setAttribute("aria-invalid", "true") : input.removeAttribute("aria-invalid"));
  const isWrong = () => input.hasAttribute("aria-invalid");
  let before = "";
  const restore = () => { wrong(false); input.value = format(value()); };
  const read = () => {
    const typed = input.value.trim().replace("−", "-").replace(",", ".");
    const x = typed === "" ? NaN : Number(typed);
    if (Number.isFinite(x) && x >= min && x <= max) {
      wrong(false);
      say("");
      if (x !== value()) enter(x);
      input.value = format(value());
      return;
    }
    wrong(true);
    say(`“${input.value.slice(0, 40)}” is not a number from ${minus(String(min))} to ${max}, so the ${input.ariaLabel} stays at ${format(value())}.`);
  };
  input.addEventListener("focus", () => {
    if (isWrong()) return;
    before = input.value = String(value());
    input.select();
  });
  input.addEventListener("blur", () => (input.value === before ? restore() : read()));
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter") { read(); input.select(); }
    if (event.key === "Escape") { restore(); say(""); }
  });
  const paint = (x) => {
    input.dataset.value = x;
    if (document.activeElement !== input && !isWrong()) input.value = format(x);
  };
  return { node: input, paint };
}

export function button(testid, text, press, extra = {}) {
  const node = el("button", { type: "button", class: "xv-button", "data-testid": testid, ...extra }, text);
  node.addEventListener("click", press);
  return node;
}

// A button that stays down: what it shows is on while it is pressed.
export function toggle(testid, words, press) {
  const node = button(testid, "", press, { class: "xv-button xv-switch", "aria-pressed": "false" });
  node.append(...words);
  return node;
}

// One of a few, side by side. options: value -> words.
export function choice({ testid, label, options, pick }) {
  const buttons = Object.entries(options).map(([value, words]) => [value, toggle(`${testid}-${value}`, [words], () => pick(value))]);
  const node = el("span", { class: "xv-choice", role: "group", "aria-label": label }, ...buttons.map(([, one]) => one));
  const paint = (now) => { for (const [value, one] of buttons) one.setAttribute("aria-pressed", String(value === now)); };
  return { node, paint };
}

// A bar of what is predicted, with the truth as a tick on the same track.
export function probabilityBar(lit) {
  const fill = el("span", { class: "xv-fill" });
  const tick = el("span", { class: "xv-tick" });
  const node = el("span", { class: "xv-bar", "data-lit": lit, "aria-hidden": "true" }, el("span", { class: "xv-track" }, fill), el("span", { class: "xv-rail" }, tick));
  const paint = (p, y) => {
    fill.style.transform = `scaleX(${p})`;
    tick.parentNode.style.transform = `translateX(${y * 100}%)`;
  };
  return { node, paint };
}

// A bar to the left or the right of zero.
export function pushBar(lit) {
  const fill = el("span", { class: "xv-push" });
  const node = el("span", { class: "xv-bar xv-diverging", "data-lit": lit, "aria-hidden": "true" }, fill);
  const paint = (g) => { fill.style.transform = `scaleX(${Math.max(-1, Math.min(1, g))})`; };
  return { node, paint };
}

// Pointing at (hover, focus, tap) anything with data-lit lights everything that carries the same name.
export function lighting(root, tell) {
  let now = "";
  const light = (name) => {
    if (name === now) return;
    now = name;
    for (const node of root.querySelectorAll(".xv-lit")) node.classList.remove("xv-lit");
    if (name) for (const node of root.querySelectorAll(`[data-lit="${name}"]`)) node.classList.add("xv-lit");
    tell(name);
  };
  const point = (event) => light(event.target.closest("[data-lit]")?.dataset.lit ?? "");
  for (const kind of ["pointerover", "focusin", "click"]) root.addEventListener(kind, point);
  root.addEventListener("pointerleave", () => light(""));
}
