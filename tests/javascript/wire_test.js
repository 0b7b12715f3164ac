// @ts-check
import assert from "./assert.js";
import { Wire } from "../../xentviz/boards/assets/wire.js";
/** @import { Commit, Link, Message } from "../../xentviz/boards/assets/types.d.ts" */

/** @typedef {{ z: number }} State */

const REST = 150;

/** A board that only remembers, a browser whose time passes when it is told to, and a wire between them. */
class Bench {
  constructor() {
    this.now = 0;
    /** @type {{ at: number, call: () => void, id: number }[]} */
    this.timers = [];
    /** @type {[name: string, value: unknown][]} */
    this.left = [];
    /** @type {Link[]} */
    this.links = [];
    /** @type {(() => void)[]} */
    this.painted = [];
    this.state = { z: 0 };
    /** @type {string[]} */
    this.said = [];
    this.source = "";
    /** @type {{ loss: number }[]} */
    this.settled = [];
    /** @type {Wire<State, { loss: number }>} */
    this.wire = new Wire(this, {
      setTimeout: (call, ms) => {
        const id = this.timers.length + 1;
        this.timers.push({ at: this.now + ms, call, id });
        return id;
      },
      clearTimeout: (id) => {
        this.timers.forEach((timer) => {
          if (timer.id === id) timer.at = Infinity;
        });
      },
      afterPaint: (call) => this.painted.push(call),
      writeLink: (link) => this.links.push(link),
      now: () => this.now,
    });
  }

  /** @param {State} state */
  adopt(state) {
    this.state = { ...state };
  }

  /** @param {{ loss: number }} numbers */
  settle(numbers) {
    this.settled.push(numbers);
  }

  /** @param {string} sentence */
  say(sentence) {
    this.said.push(sentence);
  }

  /** @param {"preview" | "core"} source */
  mark(source) {
    this.source = source;
  }

  /** @param {number} ms */
  pass(ms) {
    this.now += ms;
    for (const timer of [...this.timers]) {
      if (timer.at > this.now) continue;
      timer.at = Infinity;
      timer.call();
    }
  }

  /**
   * A hand moves to z.
   * @param {number} z
   */
  move(z) {
    this.state.z = z;
    this.wire.touch();
  }

  /**
   * Python says something: by default, what it said first.
   * @param {Partial<Message<State, { loss: number }, object>>} what
   */
  hear(what = {}) {
    const z = what.state?.z ?? 0;
    const data = {
      module: "some",
      key: "some",
      session: "one",
      generation: 0,
      n: 0,
      sentence: null,
      state: { z },
      start: { z: 0 },
      numbers: { loss: z },
      constants: {},
      elements: { show: null, cover: [] },
      link: /** @type {Link} */ ({ owned: ["z"], pairs: [["z", String(z)]] }),
      tell_painted: false,
      ...what,
    };
    const setStateValue = (/** @type {string} */ name, /** @type {unknown} */ value) => this.left.push([name, value]);
    this.wire.receive(/** @type {any} */ ({ data, setStateValue }));
  }

  /** All commits so far. */
  get commits() {
    const all = this.left.filter(([name]) => name === "commit");
    return all.map(([, value]) => /** @type {Commit} */ (value));
  }

  get last() {
    return this.commits[this.commits.length - 1];
  }
}

/** A bench that has heard the first message. */
function settledBench() {
  const bench = new Bench();
  bench.hear();
  return bench;
}

Deno.test("the first message is taken: state, numbers, link", () => {
  const bench = new Bench();
  bench.hear({ state: { z: 3 }, n: 4 });
  assert.deepEqual(bench.state, { z: 3 });
  assert.deepEqual(bench.settled, [{ loss: 3 }]);
  assert.deepEqual(bench.links.map(({ pairs }) => pairs), [[["z", "3"]]]);
  assert.equal(bench.source, "core");
  assert.equal(bench.commits.length, 0);
});

Deno.test("a commit leaves once the hand has rested, with the newest state and a new number", () => {
  const bench = settledBench();
  bench.move(1);
  bench.pass(REST - 1);
  bench.move(2);
  bench.pass(REST - 1);
  assert.equal(bench.commits.length, 0);
  assert.equal(bench.source, "preview");
  bench.pass(1);
  assert.deepEqual(bench.commits, [{ n: 1, session: "one", generation: 0, restored: false, state: { z: 2 } }]);
  bench.pass(10 * REST);
  assert.equal(bench.commits.length, 1);
});

Deno.test("a released hand is answered at once, one that has changed nothing asks nothing", () => {
  const bench = settledBench();
  bench.wire.commit();
  assert.equal(bench.commits.length, 0);
  bench.move(1);
  bench.wire.commit();
  assert.equal(bench.commits.length, 1);
  bench.pass(REST);
  assert.equal(bench.commits.length, 1, "the rest has been answered by the release");
});

Deno.test("at most one commit is under way, and the newest state follows its answer", () => {
  const bench = settledBench();
  for (const z of [1, 2, 3]) {
    bench.move(z);
    bench.wire.commit();
  }
  assert.deepEqual(bench.commits.map(({ state }) => state), [{ z: 1 }]);
  bench.hear({ n: 1, state: { z: 1 } });
  assert.deepEqual(bench.commits.map(({ n, state }) => [n, state]), [[1, { z: 1 }], [2, { z: 3 }]]);
  assert.equal(bench.settled.length, 1, "an answer that was overtaken is not shown");
  assert.equal(bench.source, "preview");
  bench.hear({ n: 2, state: { z: 3 } });
  assert.deepEqual(bench.settled[1], { loss: 3 });
  assert.equal(bench.source, "core");
  assert.ok(bench.wire.isIdle);
});

Deno.test("an answer never moves a handle, and one to an older question is dropped", () => {
  const bench = settledBench();
  bench.move(1);
  bench.wire.commit();
  bench.wire.holding = true;
  bench.move(2);
  bench.hear({ n: 1, state: { z: 1 } });
  assert.deepEqual(bench.state, { z: 2 });
  bench.hear({ n: 0 });
  assert.deepEqual(bench.state, { z: 2 });
  assert.equal(bench.settled.length, 1);
});

Deno.test("the same answer again, as when the theme changes, paints again", () => {
  const bench = settledBench();
  bench.hear();
  assert.equal(bench.settled.length, 2);
  assert.equal(bench.commits.length, 0);
});

Deno.test("a refused commit gives one sentence, and the last good state comes back", () => {
  const bench = settledBench();
  bench.move(9e9);
  bench.wire.commit();
  bench.hear({ n: 1, state: { z: 0 }, sentence: "Too large. The last good state stays." });
  assert.deepEqual(bench.state, { z: 0 });
  assert.deepEqual(bench.said.slice(-1), ["Too large. The last good state stays."]);
});

Deno.test("what Python sets is adopted, and a commit under way is forgotten", () => {
  const bench = settledBench();
  bench.move(1);
  bench.wire.commit();
  bench.hear({ generation: 1, state: { z: 7 } });
  assert.deepEqual(bench.state, { z: 7 });
  assert.ok(bench.wire.isIdle);
  bench.move(8);
  bench.wire.commit();
  assert.deepEqual([bench.last.n, bench.last.generation], [2, 1]);
});

Deno.test("what Python sets never moves a handle that is held: the release says what is wanted", () => {
  const bench = settledBench();
  bench.wire.holding = true;
  bench.move(1);
  bench.hear({ generation: 1, state: { z: 7 } });
  assert.deepEqual(bench.state, { z: 1 });
  bench.wire.holding = false;
  bench.wire.commit();
  assert.deepEqual([bench.last.generation, bench.last.state], [1, { z: 1 }]);
});

Deno.test("another session means a new server: the board keeps its state and commits it there", () => {
  const bench = settledBench();
  bench.move(5);
  bench.wire.commit();
  bench.hear({ n: 1, state: { z: 5 } });
  const { length } = bench.links;
  bench.hear({ session: "two", generation: 1, state: { z: 2 } });
  assert.deepEqual(bench.state, { z: 5 });
  assert.equal(bench.links.length, length, "the older state is not written into the address");
  assert.deepEqual(bench.last, { n: 2, session: "two", generation: 1, restored: true, state: { z: 5 } });
  bench.hear({ session: "two", generation: 1, n: 2, state: { z: 5 } });
  assert.equal(bench.source, "core");
  bench.move(6);
  bench.wire.commit();
  assert.equal(bench.last.restored, false, "what follows was reached under this session");
});

Deno.test("a new server that knows the same state is not asked", () => {
  const bench = settledBench();
  bench.hear({ session: "two", generation: 1, state: { z: 0 } });
  assert.equal(bench.commits.length, 0);
  assert.equal(bench.source, "core");
});

Deno.test("infinities are the same state too, and are sent as JSON can hold them", () => {
  const bench = new Bench();
  bench.hear({ state: { z: -Infinity } });
  bench.hear({ session: "two", state: { z: -Infinity } });
  assert.equal(bench.commits.length, 0);
  bench.move(Infinity);
  bench.wire.commit();
  assert.deepEqual(bench.last.state, { z: { number: "inf" } });
});

Deno.test("while the server is away nothing leaves, and when the page has run again the newest state does", () => {
  const bench = settledBench();
  bench.wire.connect(false);
  bench.move(1);
  bench.wire.commit();
  bench.move(2);
  bench.pass(10 * REST);
  assert.equal(bench.commits.length, 0);
  assert.deepEqual(bench.state, { z: 2 });
  bench.wire.connect(true);
  assert.equal(bench.commits.length, 0, "the server may not know yet whom a commit comes from");
  bench.hear();
  assert.deepEqual(bench.commits.map(({ n, state }) => [n, state]), [[1, { z: 2 }]]);
});

Deno.test("a commit that was under way when the server went is sent again under a new number", () => {
  const bench = settledBench();
  bench.move(1);
  bench.wire.commit();
  bench.wire.connect(false);
  bench.wire.connect(true);
  bench.hear();
  assert.deepEqual(bench.commits.map(({ n, state }) => [n, state]), [[1, { z: 1 }], [2, { z: 1 }]]);
  bench.hear({ n: 2, state: { z: 1 } });
  assert.ok(bench.wire.isIdle);
});

Deno.test("a commit that has been taken, though its answer was lost, is not sent again", () => {
  const bench = settledBench();
  bench.move(1);
  bench.wire.commit();
  bench.wire.connect(false);
  bench.wire.connect(true);
  bench.hear({ n: 1, state: { z: 1 } });
  assert.equal(bench.commits.length, 1);
  assert.equal(bench.source, "core");
});

Deno.test("done before and during an absence, and the server is a new one: the board wins", () => {
  const bench = new Bench();
  bench.hear({ state: { z: 3 }, generation: 1 });
  bench.move(3.3);
  bench.wire.commit();
  bench.hear({ generation: 1, n: 1, state: { z: 3.3 } });
  bench.wire.connect(false);
  bench.move(4);
  bench.wire.commit();
  bench.wire.connect(true);
  bench.hear({ session: "two", generation: 1, state: { z: 3 } });
  assert.deepEqual(bench.state, { z: 4 });
  assert.deepEqual([bench.last.session, bench.last.state], ["two", { z: 4 }]);
  assert.deepEqual(bench.links.map(({ pairs }) => pairs[0][1]), ["3", "3.3"]);
});

Deno.test("where no message comes after an absence, the commit goes all the same", () => {
  const bench = settledBench();
  bench.wire.connect(false);
  bench.move(1);
  bench.wire.connect(true);
  bench.pass(5_000);
  assert.equal(bench.commits.length, 1);
});

Deno.test("an untouched board has nothing to say to a server that is back", () => {
  const bench = settledBench();
  bench.wire.connect(false);
  bench.wire.connect(true);
  bench.hear();
  bench.pass(60_000);
  assert.equal(bench.commits.length, 0);
});

Deno.test("an answer that never comes does not close the way for good", () => {
  const bench = settledBench();
  bench.move(1);
  bench.wire.commit();
  bench.move(2);
  bench.wire.commit();
  bench.pass(14_999);
  assert.equal(bench.commits.length, 1);
  bench.pass(1);
  assert.deepEqual(bench.commits.map(({ n, state }) => [n, state]), [[1, { z: 1 }], [2, { z: 2 }]]);
});

Deno.test("a motion of many steps asks the core when it ends", () => {
  const bench = settledBench();
  for (const z of [1, 2, 3]) {
    bench.state.z = z;
    bench.wire.preview();
    bench.pass(2 * REST);
  }
  assert.equal(bench.commits.length, 0);
  bench.wire.commit();
  assert.deepEqual(bench.last.state, { z: 3 });
});

Deno.test("Python is told once that a state has been painted, and again under a new session", () => {
  const bench = new Bench();
  bench.hear({ tell_painted: true });
  bench.hear({ tell_painted: true });
  assert.equal(bench.painted.length, 1);
  bench.now = 1234;
  bench.painted[0]();
  assert.deepEqual(bench.left, [["painted", 1234]]);
  bench.hear({ tell_painted: true, session: "two" });
  assert.equal(bench.painted.length, 2);
});

Deno.test("a closed board asks nothing any more", () => {
  const bench = settledBench();
  bench.move(1);
  bench.wire.close();
  bench.pass(60_000);
  assert.equal(bench.commits.length, 0);
});
