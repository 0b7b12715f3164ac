// @ts-check
import assert from "./assert.js";
import { withLink, withPairs } from "../../xentviz/boards/assets/link.js";
/** @import { Link } from "../../xentviz/boards/assets/types.d.ts" */

const PAGE = "https://some.host/softmax";
const OWNED = ["z", "t", "n"];

/**
 * @param {string} query
 * @param {Link["pairs"]} pairs
 */
const linked = (query, pairs) => withLink(`${PAGE}${query}`, { owned: OWNED, pairs });

Deno.test("a board writes its own keys, and leaves all others as they are", () => {
  assert.equal(linked("?z=1,2&embed=true&b=0.5", [["z", "3,4"]]), `${PAGE}?embed=true&b=0.5&z=3,4`);
});

Deno.test("defaults are left out, also of an address that has them", () => {
  assert.equal(linked("?z=1,2&t=1", []), PAGE);
  assert.equal(linked("", []), PAGE);
});

Deno.test("an address that says so already is not touched", () => {
  const address = `${PAGE}?embed=true&z=3,4#part`;
  assert.equal(withLink(address, { owned: OWNED, pairs: [["z", "3,4"]] }), address);
});

Deno.test("the part behind # stays", () => {
  assert.equal(linked("#below", [["t", "1"]]), `${PAGE}?t=1#below`);
});

Deno.test("any name comes back as it was", () => {
  const names = ["a&b=c", "100%", "x,y", "ゾウ", "#1", "plus+one", "<b>", "é", "🦊", " "];
  const address = linked("", names.map((name) => ["n", name]));
  assert.deepEqual(new URL(address).searchParams.getAll("n"), names);
});

Deno.test("pairs of a link to copy replace what the address has", () => {
  const address = withPairs(`${PAGE}?z=1,2&quiz=9`, { quiz: "1,0,1", m: "x" });
  assert.equal(address, `${PAGE}?z=1,2&quiz=1,0,1&m=x`);
});
