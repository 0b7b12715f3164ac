// @ts-check
import assert from "./assert.js";
import { Player } from "../../xentviz/boards/assets/player.js";

/**
 * A player of so many steps, and what it has done.
 * @param {number} steps
 * @param {number} [everyMs]
 */
function played(steps, everyMs = 1) {
  /** @type {string[]} */
  const log = [];
  let left = steps;
  const step = () => {
    left -= 1;
    log.push("step");
    return left > 0;
  };
  const shown = (/** @type {boolean} */ on) => log.push(on ? "on" : "off");
  const { promise, resolve } = Promise.withResolvers();
  const player = new Player({ everyMs, step, shown, finished: () => resolve(log.push("end")) });
  return { player, log, finished: promise };
}

Deno.test("it takes the first step at once, the others by the timer, and stops by itself", async () => {
  const { player, log, finished } = played(3);
  player.play();
  assert.deepEqual(log, ["on", "step"]);
  await finished;
  assert.deepEqual(log, ["on", "step", "step", "step", "off", "end"]);
  assert.equal(player.playing, false);
});

Deno.test("readers who want no motion get all steps at once", () => {
  const { player, log } = played(4);
  player.play({ atOnce: true });
  assert.deepEqual(log, ["on", "step", "step", "step", "step", "off", "end"]);
});

Deno.test("a pause is no end, and playing twice is playing once", () => {
  const { player, log } = played(9, 1e6);
  player.play();
  player.play();
  assert.ok(player.playing);
  player.pause();
  player.pause();
  assert.deepEqual(log, ["on", "step", "off"]);
});
