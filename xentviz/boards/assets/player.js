// @ts-check
// Play and pause: one step at a time by a timer, until there is nothing left to do.

/**
 * @typedef {object} PlayerOptions
 * @property {number} everyMs between two steps
 * @property {() => boolean} step do one; false when it was the last
 * @property {(playing: boolean) => void} shown it has begun or ended
 * @property {() => void} [finished] the last step was done
 */

export class Player {
  /** @param {PlayerOptions} options */
  constructor(options) {
    this.options = options;
    this.timer = 0;
  }

  get playing() {
    return this.timer !== 0;
  }

  /** @param {{ atOnce?: boolean }} [how] all steps at once, for readers who want no motion */
  play({ atOnce = false } = {}) {
    if (this.playing) return;
    this.timer = setInterval(() => this.tick(atOnce), this.options.everyMs);
    this.options.shown(true);
    this.tick(atOnce);
  }

  /** @param {boolean} atOnce */
  tick(atOnce) {
    let more = this.options.step();
    while (more && atOnce) more = this.options.step();
    if (more) return;
    this.pause();
    this.options.finished?.();
  }

  pause() {
    if (!this.playing) return;
    clearInterval(this.timer);
    this.timer = 0;
    this.options.shown(false);
  }
}
