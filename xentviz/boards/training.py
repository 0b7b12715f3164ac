"""The training board: a model learns to tell points of the plane apart, and each step can be seen.

The contract between Python and assets/training.js. The state is `TrainingState`, sent whole with
each commit; the answer is `TrainingNumbers`. A setting that changes the run is trained anew by
Python within half a second and answered as a run with another `key`; `step`, `point`, `look`,
`view` and `have` never train anything.

What the browser holds
    Long rows travel packed, and only once. `PointsNumbers.packed` and `RunNumbers.packed` are None
    where the commit's `have` named their key. The browser keeps what it was sent by key, for as
    long as the page lives (a module's own Map, 16 entries are enough), and sends all keys that it
    holds in `have`. If an answer has a key that it does not hold and `packed` None, it forgets that
    key and asks again (`wire.ask`). When Python sets the state, `have` is empty: all is sent.

Packing
    base64 of little-endian numbers: "f8" float64, "f4" float32, "u1" bytes, "u2" 16 bits. "z u1"
    is base64 of zlib-compressed bytes (`new DecompressionStream("deflate")`), in which each frame
    but the first is the difference to the one before, modulo 256: add them up in Uint8Array.

Frames
    A run has F <= 101 frames, at the training steps `steps`; the first is before any step. The
    frame shown for `state.step` is the last one at or before it. Both runs have the same frames,
    but one that stopped early has fewer: then its last one stays.

Elements (a step may show or cover them)
    "picture"    regions, points sized by their own loss, axes      data-testid plane
    "curves"     training and held-out loss against the step        curves
    "floor"      the Bayes floor: its line and number               floor
    "blind"      ln K: its line and number                          blind
    "loss"       the largest number: training loss at the step      loss, held-loss
    "accuracy"   share of right predictions                         accuracy, held-accuracy
    "confusion"  table, actual against predicted                    confusion-I-J
    "recall"     right share of each actual class                   recall-I
    "chain"      logits, p, loss, push of the selected point        logit-J, p-J, point-loss, push-J
    "look"       the distribution at the pointed place              look-J
    "player"     play, pause, step, scrub                           play, back, forward, step-handle
    "slopes"     both losses' gradients against z, and p(1 - p)     slopes
    "landscape"  the slice, its path, cross-entropy and squared     landscape, view, slice, wx, wy
    "edit"       add, drag, delete points                           add, remove, class-J, point-I
    "compare"    the second run: button, its picture and numbers    compare; all testids with "-2"
    "note"       `constants.note`, beside what is said about links  note
    and each control by its field: "plane", "classes", "size", "seed", "steps", "layers", "width",
    "activation", "start", "loss-choice", "weighting", "smoothing", "optimizer", "rate", "batch",
    "decay"; its data-testid is the same, with "-2" for the second run's.
    Sentences (`TrainingNumbers.sentence`, `RunNumbers.stopped`) have data-testid sentence, stopped.
    `data-source`, `data-value` and covering are as on every board; also `data-run` on the root: the
    key of the first run that is painted.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TypedDict

from xentviz.boards import training_settings as limits
from xentviz.boards.board import Board
from xentviz.boards.training_settings import RunSettings
from xentviz.boards.training_state import TrainingState

FIELD = 64  # cells of the picture along each axis
FRAMES = 101  # at most
TOP_LOSS = 16.0  # nats: a point's byte b stands for a loss of TOP_LOSS * (b / 255)^2, or more
NOTE = (
    "The same link gives the same run on this server, bit for bit. "
    "Another machine may round the last digits otherwise. "
    "Where a run jumps a lot, such a difference can grow until the picture is another one."
)
ELEMENTS = (
    "picture", "curves", "floor", "blind", "loss", "accuracy", "confusion", "recall", "chain",
    "look", "player", "slopes", "landscape", "edit", "compare", "note",
    "plane", "classes", "size", "seed", "steps", "layers", "width", "activation", "start",
    "loss-choice", "weighting", "smoothing", "optimizer", "rate", "batch", "decay",
)  # fmt: skip


class PointsNumbers(TypedDict):
    """The training points. First the generated ones that are left, then one's own.

    `packed` has "x", "y" (f4, N), "label" (u1, N), and "id" (u2): the place in `removed` that
    takes out each of the generated ones, fewer than N where there are own points.
    """

    key: str
    count: int
    packed: dict[str, str] | None


class Now(TypedDict):
    """One run at the state's step, in full. Losses in nats; None where there is nothing held out.

    `step` is that of the frame shown. `confusion` (K, K) counts held-out points, or the training
    points where none are held out: rows are actual classes; so do `recall` (None for a class
    without points) and `judged` ("held-out" or "training").
    """

    frame: int
    step: int
    training: float
    held_out: float | None
    accuracy: float
    held_accuracy: float | None
    confusion: Sequence[Sequence[int]]
    recall: Sequence[float | None]
    judged: str


class RunNumbers(TypedDict):
    """One run. `key` names settings and points.

    `packed` has, for F frames, N training points, K classes:
        "steps"       u2 (F,)
        "training"    f4 (F,) the mean loss that is minimised is not always this: always
                      cross-entropy in nats, without weights or smoothing, over all training points
        "held_out"    f4 (F,), "" where nothing is held out
        "objective"   f4 (F,) what is minimised, where it is not `training`, else ""
        "accuracy", "held_accuracy"  f4 (F,), or ""
        "confusion"   u2 (F, K, K)
        "field"       z u1 (F, K - 1, FIELD, FIELD): probability of each class but the last, of 255;
                      the last has the rest. Row 0 is the lowest y, column 0 the lowest x; a cell's
                      value is that at its centre.
        "losses"      z u1 (F, N): each point's own loss, see TOP_LOSS
    `stopped` is "" or one or two sentences: at which step the run diverged, and why.
    `weights` is how many numbers are trained; `waiting` a sentence while the run has not yet been
    trained (other visitors are first): then `packed` and `now` are None; ask again after a second.
    """

    key: str
    packed: dict[str, str] | None
    now: Now | None
    stopped: str
    weights: int
    waiting: str


class Chain(TypedDict):
    """A selected point in each frame of one run, f8: logits, probs, push (F, K); loss (F,).

    The push is y - p, minus the gradient of the point's own cross-entropy in the logits.
    """

    logits: str
    probs: str
    push: str
    loss: str


class PointNumbers(TypedDict):
    """The selected training point, and its chain in each run."""

    index: int
    x: float
    y: float
    label: int
    chains: Sequence[Chain]


class LookNumbers(TypedDict):
    """The pointed place, and for each run the distribution there in every frame, f8 (F, K)."""

    x: float
    y: float
    probs: Sequence[str]


class Landscape(TypedDict):
    """A slice through the weights of the first run, at its last frame.

    `across` and `up` are the `size` places along each direction, in units of the weights; the
    middle is the last frame's weights. `cross_entropy` and `squared` (size, size, f4, row 0 the
    lowest `up`) are mean losses of up to 400 training points, evenly chosen. `path_x` and
    `path_y` (F, f4) are the frames' weights along both directions; `names` says which they are.
    """

    size: int
    across: Sequence[float]
    up: Sequence[float]
    cross_entropy: str
    squared: str
    path_x: str
    path_y: str
    names: Sequence[str]


@dataclass(frozen=True, slots=True)
class TrainingNumbers:
    """What the board shows. `blind` is ln K; `floor` the loss of the true probabilities, if known.

    `runs` has one or two; it is empty where nothing can be trained: `sentence` says why. `sentence`
    may also say what the link leaves out. `floor_accuracy` is the best accuracy there is.
    """

    sentence: str
    points: PointsNumbers
    runs: Sequence[RunNumbers]
    blind: float
    floor: float | None
    floor_accuracy: float | None
    point: PointNumbers | None
    look: LookNumbers | None
    landscape: Landscape | None


PLANE_NAMES = {
    "blobs": "separate blobs",
    "overlap": "overlapping blobs",
    "moons": "moons",
    "spirals": "spirals",
    "rings": "rings",
    "imbalance": "95 to 5",
    "wrong labels": "15 % wrong labels",
    "own": "your own points",
}
NAMES = {
    "plane": PLANE_NAMES,
    "activation": {"tanh": "tanh", "relu": "ReLU"},
    "optimizer": {"sgd": "plain steps (SGD)", "momentum": "momentum", "adam": "Adam"},
    "loss": {"cross-entropy": "cross-entropy", "squared": "squared error"},
    "weighting": {"none": "all alike", "balanced": "rare classes count more"},
    "start": {
        "small": "small weights",
        "zero": "all weights 0",
        "loud": "large weights",
        "wrong": "confidently wrong",
    },
    "view": {"plane": "points", "landscape": "loss landscape"},
    "slice": {"random": "gradient and a random direction", "weights": "two weights"},
    "layers": {"0": "none: softmax regression", "1": "one", "2": "two"},
}  # what a choice shows, by field and value


def training_board(
    numbers: Callable[[TrainingState], TrainingNumbers], slopes: Mapping[str, Sequence[float]]
) -> Board[TrainingState]:
    """The board. `slopes` has z, cross_entropy, squared and product: two classes, label 1.

    They are the gradients of both losses in z = z1 - z0, and p(1 - p).
    """
    return Board(
        "training",
        TrainingState,
        numbers,
        {
            "names": NAMES,
            "classes": limits.CLASSES,
            "reach": limits.REACH,
            "most_points": limits.MOST_POINTS,
            "most_linked": limits.MOST_LINKED,
            "most_steps": limits.MOST_STEPS,
            "widest": limits.WIDEST,
            "rate": limits.RATE,
            "decay": limits.DECAY,
            "smoothing": limits.SMOOTHING,
            "last_seed": limits.LAST_SEED,
            "decimals": limits.DECIMALS,
            "field": FIELD,
            "top_loss": TOP_LOSS,
            "note": NOTE,
            "usual": asdict(RunSettings()),
            "slopes": slopes,
        },
        elements=ELEMENTS,
    )
