// @ts-check
import assert from "./assert.js";
import { embedAddress, embedCode, HEIGHT } from "../../xentviz/boards/assets/embed_code.js";

const PAGE = "https://some.host/softmax";

Deno.test("an embedded address keeps step and board, and leaves presenter mode", () => {
  const address = embedAddress(`${PAGE}?chapter=gradient&step=2&present=1&z=1,2`, "");
  assert.equal(address, `${PAGE}?chapter=gradient&step=2&z=1,2&embed=true`);
});

Deno.test("it is light or dark where that is asked, whatever it was before", () => {
  const dark = embedAddress(PAGE, "dark");
  assert.equal(dark, `${PAGE}?embed=true&embed_options=dark_theme`);
  assert.equal(embedAddress(dark, "light"), `${PAGE}?embed=true&embed_options=light_theme`);
  assert.equal(embedAddress(dark, ""), `${PAGE}?embed=true`);
});

Deno.test("the code holds address and title as text, never as markup", () => {
  const code = embedCode(`${PAGE}?n="><script>`, 'a "title" <b>', "");
  const frame = code.slice(0, code.indexOf("</iframe>"));
  assert.equal(frame.split("<").length, 2);
  assert.equal(frame.split('"').length % 2, 1);
  assert.equal(frame.includes("a &quot;title&quot; &lt;b&gt;"), true);
});

Deno.test("its script listens for what the page sends", () => {
  assert.equal(embedCode(PAGE, "", "").includes(`"${HEIGHT}"`), true);
});
