// What the training board and Python tell each other: boards/training.py declares it.

export type Pair<T> = [T, T];
export type OwnPoint = [x: number, y: number, label: number];
export type Packed = Record<string, string>;

/** How one model is made and trained. */
export interface Settings {
  layers: number;
  width: number;
  activation: string;
  start: string;
  loss: string;
  weighting: string;
  smoothing: number;
  optimizer: string;
  rate: number;
  batch: number;
  decay: number;
}

export interface TrainingState {
  plane: string;
  classes: number;
  size: number;
  seed: number;
  own: OwnPoint[];
  removed: number[];
  steps: number;
  step: number;
  run: Settings;
  other: Settings | null;
  point: number | null;
  look: Pair<number> | null;
  view: string;
  slice: string;
  first: number;
  second: number;
  have: string[];
}

export interface PointsNumbers {
  key: string;
  count: number;
  packed: Packed | null;
}

/** A run at the state's step, in full. */
export interface Now {
  frame: number;
  step: number;
  training: number;
  held_out: number | null;
  accuracy: number;
  held_accuracy: number | null;
  confusion: number[][];
  recall: (number | null)[];
  judged: string;
}

export interface RunNumbers {
  key: string;
  packed: Packed | null;
  now: Now | null;
  stopped: string;
  weights: number;
  waiting: string;
}

/** A selected point in every frame: rows of 64-bit numbers, packed. */
export interface Chain {
  logits: string;
  probs: string;
  push: string;
  loss: string;
}

export interface PointNumbers {
  index: number;
  x: number;
  y: number;
  label: number;
  chains: Chain[];
}

export interface LookNumbers {
  x: number;
  y: number;
  probs: string[];
}

export interface Landscape {
  size: number;
  across: number[];
  up: number[];
  cross_entropy: string;
  squared: string;
  path_x: string;
  path_y: string;
  names: string[];
}

export interface TrainingNumbers {
  sentence: string;
  points: PointsNumbers;
  runs: RunNumbers[];
  blind: number;
  floor: number | null;
  floor_accuracy: number | null;
  point: PointNumbers | null;
  look: LookNumbers | null;
  landscape: Landscape | null;
}

export interface Slopes {
  z: number[];
  cross_entropy: number[];
  squared: number[];
  product: number[];
}

export interface TrainingConstants {
  names: Record<string, Record<string, string>>;
  classes: Pair<number>;
  reach: number;
  most_points: number;
  most_linked: number;
  most_steps: number;
  widest: number;
  rate: Pair<number>;
  decay: Pair<number>;
  smoothing: Pair<number>;
  last_seed: number;
  decimals: number;
  field: number;
  top_loss: number;
  note: string;
  usual: Settings;
  slopes: Slopes;
}
