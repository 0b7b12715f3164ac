// What was predicted at one position: the ten likeliest, the token that came, and all others.
import { visible } from "./chips.js";
import { el, num3, percent, probabilityBar, show } from "./controls.js";

const BEFORE = 14; // pieces of context that are shown

const number = (testid, extra) => el("span", { class: `xv-number ${extra}`, "data-testid": testid });

// One candidate: rank, name, bar with the truth as a tick, what model, truth and second model give it.
function candidate(testid, extra = "") {
  const rank = el("span", { class: "xv-rank" });
  const name = el("span", { class: "xv-candidate-name", dir: "auto" });
  const bar = probabilityBar();
  const cells = [
    number(`${testid}-q`, "xv-is-prediction"),
    number(`${testid}-p`, "xv-is-truth"),
    number(`${testid}-other`, "xv-is-other"),
  ];
  const node = el("div", { class: `xv-candidate ${extra}`, "data-testid": testid }, rank, name, bar.node, ...cells);
  const paint = (place, label, q, p, other, came) => {
    if (rank.textContent !== place) rank.textContent = place;
    if (name.textContent !== label) {
      name.textContent = label;
      name.title = label;
    }
    bar.paint(q, Number.isNaN(p) ? 0 : Math.min(1, p));
    [q, p, other].forEach((value, i) => show(cells[i], value, Number.isNaN(value) ? "" : percent(value)));
    node.classList.toggle("xv-came", came);
  };
  return { node, paint };
}

export class Ten {
  constructor() {
    this.before = el("span", { class: "xv-before-text", dir: "auto" });
    this.now = el("b", { class: "xv-is-truth", dir: "auto", "data-testid": "token" });
    this.facts = Object.fromEntries(
      ["p", "token-loss", "one-in", "rank", "running-sum", "running-mean", "running-perplexity", "h", "kl", "ce"].map((
        name,
      ) => [name, el("b", { "data-testid": name })]),
    );
    const { facts } = this;
    facts["token-loss"].classList.add("xv-is-loss");
    for (const [name, kind] of [["h", "entropy"], ["kl", "kl"], ["ce", "loss"]]) {
      facts[name].classList.add(`xv-is-${kind}`);
    }
    this.list = Array.from({ length: 10 }, (_, k) => candidate(`top-${k}`));
    this.beyond = candidate("actual", "xv-foot");
    this.others = candidate("others", "xv-foot");
    this.truth = el("p", { class: "xv-adding" });
    this.sum = [
      el("span", {}, "Expected here: entropy H ", facts.h, " + KL ", facts.kl, " = cross-entropy ", facts.ce, " nats."),
    ];
    this.heads = [0, 1].map(() =>
      el(
        "div",
        { class: "xv-candidate xv-heads", "aria-hidden": "true" },
        ...["", "", "", "model", "truth", "second"].map((text) => el("span", {}, text)),
      )
    );
    const list = this.list.map(({ node }) => node);
    this.columns = el("div", { class: "xv-ten" }, this.heads[0], ...list.slice(0, 5), this.heads[1], ...list.slice(5));
    this.node = el(
      "div",
      { class: "xv-detail", "data-testid": "detail" },
      el("p", { class: "xv-context" }, el("span", {}, this.before, this.now)),
      el(
        "p",
        { class: "xv-facts" },
        "p ",
        facts.p,
        " · ",
        facts["one-in"],
        " · costs ",
        facts["token-loss"],
        " nats · rank ",
        facts.rank,
        el(
          "span",
          { class: "xv-so-far" },
          "so far: sum ",
          facts["running-sum"],
          ", mean ",
          facts["running-mean"],
          ", perplexity ",
          facts["running-perplexity"],
        ),
      ),
      this.columns,
      el("div", { class: "xv-ten" }, this.beyond.node, this.others.node),
      this.truth,
    );
  }

  // reading: unpacked; one: the tally with what-if; row: the position.
  paint(reading, one, row, given) {
    const empty = reading.targets.length === 0;
    this.node.classList.toggle("xv-empty", empty);
    if (empty) return;
    this.paintHead(reading, one, row, given);
    const { top, top_p: q, rest, truth, other, targets, labels } = reading;
    const wide = top.length / targets.length;
    const at = row * wide;
    const name = (k) => visible(labels[k]);
    this.node.classList.toggle("xv-has-truth", Boolean(truth));
    this.node.classList.toggle("xv-has-other", Boolean(other));
    let [pSum, seen] = [0, false];
    this.list.forEach((line, k) => {
      line.node.hidden = k >= wide;
      if (k >= wide) return;
      const came = top[at + k] === targets[row];
      seen ||= came;
      line.paint(
        String(k + 1),
        name(top[at + k]),
        q[at + k],
        truth ? truth.top[at + k] : NaN,
        other ? other.top[at + k] : NaN,
        came,
      );
    });
    this.beyond.node.classList.toggle("xv-hidden", seen);
    this.beyond.paint(
      String(reading.rank[row]),
      name(targets[row]),
      Math.exp(-reading.losses[row]),
      truth ? truth.p[row] : NaN,
      other ? Math.exp(-other.losses[row]) : NaN,
      true,
    );
    this.others.paint(
      "",
      `all ${labels.length - wide} others`,
      rest[row],
      truth ? truth.rest[row] : NaN,
      other ? other.rest[row] : NaN,
      false,
    );
    this.paintTruth(truth, row);
  }

  paintHead({ pieces, rows, rank, labels, wide }, one, row, given) {
    const { facts } = this;
    const piece = rows[row];
    const from = Math.max(0, piece - (wide ? BEFORE : 4 * BEFORE));
    const said = pieces.slice(from, piece).map((text) => (wide ? text : visible(text))).join(wide ? " " : "");
    this.before.textContent = `${from ? "… " : "▸ "}${said}${wide ? " " : ""}`;
    this.now.textContent = visible(pieces[piece]);
    const loss = one.losses[row];
    const p = given ?? Math.exp(-loss);
    show(facts.p, p, num3(p));
    show(facts["one-in"], p, p === 0 ? "impossible" : `1 in ${num3(1 / p)}`);
    show(facts["token-loss"], loss, num3(loss));
    show(facts.rank, rank[row], `${rank[row]} of ${labels.length}`);
    for (const [name, values] of [["sum", one.sums], ["mean", one.means], ["perplexity", one.perplexities]]) {
      show(facts[`running-${name}`], values[row], num3(values[row]));
    }
  }

  paintTruth(truth, row) {
    const words = !truth
      ? []
      : Number.isNaN(truth.loss[row])
      ? ["No truth here: after this the language says nothing, up to the next full stop."]
      : this.sum;
    if (words[0] !== this.saidTruth) {
      this.saidTruth = words[0];
      this.truth.replaceChildren(...words);
    }
    if (words !== this.sum) return;
    for (const [name, values] of [["h", truth.entropy], ["kl", truth.kl], ["ce", truth.loss]]) {
      show(this.facts[name], values[row], num3(values[row]));
    }
  }
}
