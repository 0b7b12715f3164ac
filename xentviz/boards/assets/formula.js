// The worked formula: every term with today's number, lit together with the row it belongs to.
import { short } from "./naming.js";
import { el, fixed2, num3, show, signed, tiny } from "./controls.js";

const LONGEST = 7;   // letters of a name in the formula
const exponent = (z, temperature) => (temperature === 1 ? fixed2(z) : `${fixed2(z)}/${num3(temperature)}`);

// e^z with its class beneath: the term and its row carry the same name.
function power(k) {
  const sup = el("sup");
  const under = el("small", { dir: "auto" });
  const node = el("span", { class: "xv-term xv-is-prediction", "data-lit": `class-${k}` }, el("span", {}, "e", sup), under);
  return { node, paint: (z, temperature, name) => { show(sup, z, exponent(z, temperature)); show(under, name, short(name, LONGEST)); } };
}

const number = (meaning, lit = false) => el("b", { class: `xv-is-${meaning}`, "data-lit": lit });

export function formula() {
  const part = (kind) => el("span", { class: `xv-part xv-part-${kind}` });
  const share = part("share");
  const loss = part("loss");
  const push = part("push");
  const node = el("div", { class: "xv-formula", "data-testid": "formula", role: "img" }, share, loss, push);
  let shape = "";
  let pieces = {};
  let about = null;   // the class pointed at; else the truth

  // The pieces are built once for each number of classes, class pointed at and smoothing on or off.
  function rebuild(classes, k, target, smooth) {
    const wanted = [classes, k, target, smooth].join();
    if (wanted === shape) return;
    shape = wanted;
    pieces = {
      above: power(k), below: Array.from({ length: classes }, (_, j) => power(j)),
      p: number("prediction", `p-${k}`), name: el("sub", { dir: "auto" }), pushName: el("i", { dir: "auto" }),
      terms: (smooth ? Array.from({ length: classes }, (_, j) => j) : [target]).map((j) => ({ j, y: number("truth", `p-${j}`), p: number("prediction", `p-${j}`) })),
      loss: number("loss", "loss"), bits: number("loss", "loss"),
      pushP: number("prediction", `p-${k}`), pushY: number("truth", `p-${k}`), g: number("gradient", `g-${k}`), over: el("span"),
    };
    share.replaceChildren("p", pieces.name, " = ", pieces.above.node, " / (", ...pieces.below.flatMap((term, j) => (j ? [" + ", term.node] : [term.node])), ") = ", pieces.p);
    const each = pieces.terms.flatMap(({ y, p }, i) => (smooth ? [i ? " − " : "−", y, " ln ", p] : ["−ln ", p]));
    loss.replaceChildren("loss = ", ...each, " = ", pieces.loss, " nats ÷ ln 2 = ", pieces.bits, " bits");
    push.replaceChildren("push on ", pieces.pushName, " = ", pieces.over, pieces.pushP, " − ", pieces.pushY, pieces.over.cloneNode(), " = ", pieces.g);
  }

  function paint(state, numbers) {
    const { logits, names, target, temperature, label_smoothing: smoothing } = state;
    const k = about !== null && about < logits.length ? about : target;
    rebuild(logits.length, k, target, smoothing > 0);
    const { probs, log_probs: logs, y, grad } = numbers;
    pieces.above.paint(logits[k], temperature, names[k]);
    pieces.below.forEach((term, j) => term.paint(logits[j], temperature, names[j]));
    show(pieces.name, names[k], short(names[k], LONGEST));
    show(pieces.pushName, names[k], short(names[k], LONGEST));
    show(pieces.p, probs[k], tiny(probs[k], logs[k]));
    for (const { j, y: truth, p } of pieces.terms) { show(truth, y[j], num3(y[j])); show(p, probs[j], tiny(probs[j], logs[j])); }
    show(pieces.loss, numbers.loss, num3(numbers.loss));
    show(pieces.bits, numbers.bits, num3(numbers.bits));
    show(pieces.pushP, probs[k], tiny(probs[k], logs[k]));
    show(pieces.pushY, y[k], num3(y[k]));
    show(pieces.g, grad[k], signed(grad[k]));
    const [open, close] = temperature === 1 ? ["", ""] : ["(", `) / ${num3(temperature)}`];
    show(pieces.over, temperature, open);
    show(push.children[push.children.length - 2], temperature, close);
    node.dataset.value = numbers.loss;
  }

  return {
    node,
    paint,
    // Pointing at a number of class k turns the formula to that class.
    follow(name, state, numbers) {
      const [kind, index] = name.split("-");
      about = ["class", "p", "g"].includes(kind) ? Number(index) : null;
      if (numbers) paint(state, numbers);
      for (const twin of name ? node.querySelectorAll(`[data-lit="${name}"]`) : []) twin.classList.add("xv-lit");
    },
    speak() { node.setAttribute("aria-label", node.textContent); },
  };
}
