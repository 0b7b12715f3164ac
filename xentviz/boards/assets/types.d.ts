// The shapes that the boards' modules share. Nothing here runs in a browser.

/** A board's part of the address: the keys it owns, and the pairs that hold its state. */
export interface Link {
  owned: string[];
  pairs: [string, string][];
}

/** Which elements of a board a step shows (null: all), and which it covers until it is answered. */
export interface Elements {
  show: string[] | null;
  cover: string[];
}

/**
 * What Python tells a board: boards/conversation.py writes it, mount.js decodes it.
 * S is the state, N the core's numbers for it, C the constants that the Python module declares.
 */
export interface Message<S, N, C> {
  module: string;
  /** Names the board, on whatever page. */
  key: string;
  /** Names Python's conversation; another one means that the server is new or the session expired. */
  session: string;
  /** How often Python itself has set the state. */
  generation: number;
  /** The last commit that has been answered. */
  n: number;
  /** Why that commit was refused. */
  sentence: string | null;
  state: S;
  start: S;
  numbers: N;
  constants: C;
  elements: Elements;
  link: Link;
  /** Python wants to know when the board has been painted. */
  tell_painted: boolean;
}

/** A board's state as it goes to Python. */
export interface Commit {
  n: number;
  session: string;
  generation: number;
  /** The state was reached under an earlier session. */
  restored: boolean;
  state: unknown;
}

/** Sends a value to Python under a name; what is not a commit may be sent once only. */
export type Send = (name: string, value: unknown) => void;

/** What Streamlit gives a component each time Python has shown it. */
export interface Component<D> {
  data: D;
  parentElement: HTMLElement;
  setStateValue: Send;
  setTriggerValue: Send;
}

/** What mount.js builds: each module's default export is a class of these. */
export interface Mounted<D> {
  root?: HTMLElement;
  receive(component: Component<D>): void;
  close(): void;
}
export type MountedClass<D> = new (parent: HTMLElement, data: D) => Mounted<D>;

/** What a control does to its board; every BoardView is one. */
export interface Hands {
  /** A pointer is down on a handle, or has left it. */
  hold(on: boolean): void;
  /** The hand has come to rest: ask the core now. */
  rest(): void;
  /** Show one sentence, "" for none. */
  say(sentence: string): void;
}

/** A piece of a board: built once, painted often. */
export interface Part<Values extends unknown[], E extends Element = HTMLElement> {
  node: E;
  paint(...values: Values): void;
}

/** Attributes of an element: undefined and false are left out, true is an empty text. */
export type Attributes = Record<string, string | number | boolean | undefined>;

/** Where a number stands that a chart or an axis names: value, text, and where the text is held. */
export type Tick = [value: number, text: string, anchor?: string];

/** A chart's plane: its edges and size in px, and from numbers to px. */
export interface Plane {
  left: number;
  right: number;
  top: number;
  bottom: number;
  width: number;
  height: number;
  x(value: number): number;
  y(value: number): number;
}
