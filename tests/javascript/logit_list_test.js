// @ts-check
import assert from "./assert.js";
import { listText, readList } from "../../xentviz/boards/assets/logit_list.js";

const LIMITS = { least: 2, most: 10, limit: 1e9 };

/** @param {string} text */
const read = (text) => readList(text, LIMITS);

Deno.test("typed logits are read with either minus, and written so that they can be read again", () => {
  assert.deepEqual(read("88, 90"), { logits: [88, 90] });
  assert.deepEqual(read(" -1.5 ,−2,1e3"), { logits: [-1.5, -2, 1000] });
  const odd = [100000030, -0.1, 1e-7];
  assert.deepEqual(read(listText(odd)), { logits: odd });
});

Deno.test("what cannot be read gives one sentence that says what to enter", () => {
  /** @type {[typed: string, sentence: string][]} */
  const cases = [
    ["", "not 1"],
    ["1", "not 1"],
    ["1,".repeat(20), "not 21"],
    ["1, two", "“two” is no number"],
    ["1, nan", "“nan” is no number"],
    ["1, 1e400", "“1e400” is no number"],
    ["1,, 2", "“” is no number"],
    ["1, 2e9", "from −10⁹ to 10⁹"],
    ["<b>, 1", "“<b>” is no number"],
    [`${"x".repeat(99)}, 1`, `“${"x".repeat(30)}”`],
  ];
  for (const [typed, sentence] of cases) {
    const answer = read(typed);
    assert.ok("sentence" in answer && answer.sentence.includes(sentence), typed);
    assert.ok("sentence" in answer && answer.sentence.startsWith("Enter "), typed);
  }
});
