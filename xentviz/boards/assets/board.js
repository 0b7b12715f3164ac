// What every board does: hold a state, paint it once a frame from the mirror, settle on the core.
import { el } from "./controls.js";
import { Wire } from "./wire.js";

// A board gives mirror() -> numbers, paint(numbers), and spoken(numbers) -> what is read at rest.
export class Board {
  constructor(parent, data, { name, label, testid = "board" }) {
    this.state = structuredClone(data.state);
    this.start = data.start;
    this.root = el("section", { class: `xv-board xv-${name}`, "data-testid": testid, "aria-label": label });
    this.said = el("p", { class: "xv-said", role: "alert" });
    this.live = el("p", { class: "xv-spoken", "aria-live": "polite" });
    this.wire = new Wire(this);
    parent.append(this.root);
  }

  receive(component) { this.wire.receive(component); }
  read() { return this.state; }
  hold(on) { this.wire.held = on; }
  rest() { this.wire.commit(); }
  say(sentence) { if (this.said.textContent !== sentence) this.said.textContent = sentence; }
  adopt(state) { this.state = structuredClone(state); }

  settle(core) {
    this.core = core;
    this.paint(core);
    const words = this.spoken(core);
    if (this.live.textContent !== words) this.live.textContent = words;
  }

  // Every change by hand goes through here: one paint in the next frame, the core after a rest.
  change(patch) {
    Object.assign(this.state, patch);
    this.wire.touch();
    this.frame ??= requestAnimationFrame(() => {
      this.frame = undefined;
      this.paint(this.mirror());
    });
  }

  changeNow(patch) {
    this.change(patch);
    this.wire.commit();
  }

  reset() {
    this.adopt(this.start);
    this.changeNow({});
  }

  close() {
    this.wire.close();
    if (this.frame) cancelAnimationFrame(this.frame);
    this.root.remove();
  }
}
