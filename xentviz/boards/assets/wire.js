// One board's conversation with Python: numbered commits out, settled answers in, the link kept true.
import { encode } from "./encoding.js";

const REST_MS = 150;

export class Wire {
  // board: { root, read() -> state, adopt(state), settle(numbers), say(sentence) }
  constructor(board) {
    this.board = board;
    this.sent = 0;          // number of the last commit that left
    this.generation = -1;   // how often Python itself has set the state
    this.moved = false;     // the state has changed since that commit
    this.held = false;      // a pointer is down on a handle
    this.timer = 0;
  }

  // A drag or a key has changed the state: the mirror paints, the core is asked after a rest.
  touch() {
    this.moved = true;
    this.board.root.dataset.source = "preview";
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.commit(), REST_MS);
  }

  commit() {
    clearTimeout(this.timer);
    if (!this.moved) return;
    this.moved = false;
    this.sent += 1;
    this.send("commit", { n: this.sent, session: this.session, generation: this.generation, state: encode(this.board.read()) });
  }

  // Called by Streamlit with every answer, and again whenever the theme changes.
  receive({ data, setStateValue }) {
    this.send = setStateValue;
    this.board.root.toggleAttribute("data-alone", data.tell_painted);
    const { n, session, generation, state, numbers, link, sentence } = data;
    const fromPython = generation !== this.generation || session !== this.session;
    if (fromPython) {
      this.generation = generation;
      this.session = session;
      this.sent = Math.max(this.sent, n);
      // Never yank a handle that is being held: the release will say what the user wants.
      this.moved = this.held;
    }
    // An answer to an older question, or to one the finger has already changed, is dropped.
    if (this.moved || (!fromPython && n !== this.sent)) return;
    if (fromPython || sentence) this.board.adopt(state);
    this.board.settle(numbers);
    this.board.say(sentence ?? "");
    writeLink(link);
    this.board.root.dataset.source = "core";
    if (data.tell_painted) this.tell(generation);
  }

  // What stands below the board comes when Python knows that the board is on the screen.
  tell(generation) {
    if (this.told === generation) return;
    this.told = generation;
    // The moment, for only a value that is new counts as news.
    requestAnimationFrame(() => setTimeout(() => this.send("painted", Date.now())));
  }

  close() {
    clearTimeout(this.timer);
  }
}

// Replaces the board's own keys in the address and leaves the others (a quiz answer, embed) alone.
function writeLink({ owned, pairs }) {
  const query = new URLSearchParams(window.location.search);
  owned.forEach((key) => query.delete(key));
  pairs.forEach(([key, value]) => query.append(key, value));
  const text = query.toString().replaceAll("%2C", ",");
  const here = new URL(window.location.href);
  if (text === here.search.slice(1)) return;
  here.search = text;
  window.history.replaceState(window.history.state, "", here);
}
