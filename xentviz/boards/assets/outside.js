// @ts-check
// What the wire asks of the browser, so that its tests need none.
import { withLink } from "./link.js";
/** @import { Link } from "./types.d.ts" */

/** @param {Link} link */
function writeLink(link) {
  const { href } = globalThis.location;
  const address = withLink(href, link);
  if (address !== href) globalThis.history.replaceState(globalThis.history.state, "", address);
}

/** @type {import("./wire.js").Outside} */
export const BROWSER = {
  setTimeout: (call, ms) => setTimeout(call, ms),
  clearTimeout: (timer) => clearTimeout(timer),
  afterPaint: (call) => requestAnimationFrame(() => setTimeout(call)),
  writeLink,
  now: () => Date.now(),
};
