// @ts-check
import assert from "./assert.js";
import { decode, encode } from "../../xentviz/boards/assets/encoding.js";

Deno.test("infinities and nan cross the wire, wherever they are", () => {
  const state = { z: [1, Infinity, -Infinity], deep: { p: NaN, name: "inf", none: null, yes: true } };
  const sent = JSON.parse(JSON.stringify(encode(state)));
  assert.deepEqual(sent.z, [1, { number: "inf" }, { number: "-inf" }]);
  assert.deepEqual(decode(sent), state);
});

Deno.test("what JSON can hold stays as it is", () => {
  for (const value of [0, -1.5, "nan", null, true, [], {}, { number: 3 }, { inf: "number" }]) {
    assert.deepEqual(encode(value), value);
    assert.deepEqual(decode(value), value);
  }
});

Deno.test("what only looks like an encoding is none", () => {
  const like = [{ number: "toString" }, { number: ["inf"] }, { number: "inf", more: 1 }, { number: "Infinity" }];
  assert.deepEqual(decode(like), like);
});
