"""The worksheet: a few controls, and what the core computes from them as tables and bars.

One browser half, assets/worksheet.js, serves every worksheet; each has its own state and controls.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, NamedTuple, TypeVar

from xentviz.boards import checks, link
from xentviz.boards.board import Board
from xentviz.boards.state import FieldState

S = TypeVar("S", bound=FieldState)
LONGEST_BATCH, LARGEST_LOSS = 100, 12.0
PADDED = 8  # tokens that can be ignored one by one
SHIFTS = ("none", "one", "two")
UNITS = ("nats", "bits")
WRITERS = ("unigram", "bigram", "trigram", "4-gram", "memory", "neural")
MOST_WRITTEN, LAST_SEED = 40, 9_999
COLDEST, HOTTEST = 0.1, 3.0


class Cell(NamedTuple):
    """A text; a number also in full."""

    text: str
    value: float | None = None


class Row(NamedTuple):
    """A row of a table, and the element of the board that it belongs to. `kind` is its colour."""

    element: str
    cells: Sequence[Cell]
    kind: str = ""


class Grid(NamedTuple):
    """A table. A step shows those of its rows whose elements it shows."""

    name: str
    header: Sequence[str]
    rows: Sequence[Row]


class Bar(NamedTuple):
    """A name, its probability."""

    name: str
    p: float
    text: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a worksheet shows: one main number with its words, a text, bars, tables, a sentence.

    `main` belongs to the element "main", `quote`, `bars` and `sentence` to those of their names.
    """

    main: Cell
    main_words: str
    tables: Sequence[Grid]
    sentence: str = ""
    quote: str = ""
    bars: Sequence[Bar] = ()
    marks: Sequence[str] = ()  # what a control of that kind can mark
    waiting: bool = False  # a model is learning: ask again


def slider(field: str, label: str, least: float, most: float, step: float) -> dict[str, object]:
    """A control for a number; whole numbers where `step` is."""
    return {"kind": "range", "field": field, "label": label,
            "least": least, "most": most, "step": step}  # fmt: skip


def options(field: str, label: str, names: Mapping[str, str]) -> dict[str, object]:
    """A control for one of a few texts."""
    return {"kind": "choice", "field": field, "label": label, "names": names}


def marks(field: str, label: str) -> dict[str, object]:
    """A control that marks any of the sheet's `marks`; the field holds their places."""
    return {"kind": "marks", "field": field, "label": label}


def worksheet(
    state: type[S],
    label: str,
    numbers: Callable[[S], Sheet],
    controls: Sequence[Mapping[str, Any]],
    elements: tuple[str, ...],
) -> Board[S]:
    """A board of that state. Each control is an element of its field's name."""
    fields = tuple(name.field for name in state.LINK)
    return Board(
        "worksheet",
        state,
        numbers,
        {"label": label, "controls": controls},
        elements=(*fields, *elements),
    )


def _places(name: str, field: str) -> link.Key:
    """A key that holds places, separated by commas, or "none"."""
    some = link.wholes(name, field, PADDED)

    def read(values: list[str]) -> tuple[int, ...]:
        return () if values == ["none"] else some.read(values)

    return link.Key(name, field, lambda at: some.write(at) if at else ["none"], read)


@dataclass(frozen=True, slots=True)
class AveragesState(FieldState):
    """Two batches: tokens and mean loss in nats of each. Raises ValueError with one sentence."""

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.whole("n1", "first"),
        link.real("l1", "first_loss"),
        link.whole("n2", "second"),
        link.real("l2", "second_loss"),
    )

    first: int = 4
    first_loss: float = 6.0
    second: int = 40
    second_loss: float = 2.0

    def __post_init__(self) -> None:
        self.accept(
            first=checks.whole(self.first, "The first batch", 1, LONGEST_BATCH),
            first_loss=checks.number(self.first_loss, "The first loss", 0, LARGEST_LOSS),
            second=checks.whole(self.second, "The second batch", 1, LONGEST_BATCH),
            second_loss=checks.number(self.second_loss, "The second loss", 0, LARGEST_LOSS),
        )


@dataclass(frozen=True, slots=True)
class PaddingState(FieldState):
    """Which of the tokens are ignored, by their places. Raises ValueError with one sentence."""

    LINK: ClassVar[tuple[link.Key, ...]] = (_places("ignore", "ignored"),)

    ignored: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        given = checks.items(self.ignored, "What is ignored", 0, PADDED)
        places = {checks.index(one, "An ignored token", PADDED) for one in given}
        self.accept(ignored=tuple(sorted(places)))


@dataclass(frozen=True, slots=True)
class ShiftState(FieldState):
    """How far the targets are shifted: "none", "one" or "two"."""

    LINK: ClassVar[tuple[link.Key, ...]] = (link.text("shift", "shift"),)

    shift: str = "one"

    def __post_init__(self) -> None:
        self.accept(shift=checks.choice(self.shift, "The shift", SHIFTS))


@dataclass(frozen=True, slots=True)
class UnitsState(FieldState):
    """The unit of the mean loss: "nats" or "bits"."""

    LINK: ClassVar[tuple[link.Key, ...]] = (link.text("unit", "unit"),)

    unit: str = UNITS[0]

    def __post_init__(self) -> None:
        self.accept(unit=checks.choice(self.unit, "The unit", UNITS))


@dataclass(frozen=True, slots=True)
class WritingState(FieldState):
    """Who writes, how, and how many tokens. Raises ValueError with one sentence.

    `picks` is "draw" for a token drawn at random, "likeliest" for always the likeliest one.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (
        link.text("writer", "writer"),
        link.text("picks", "picks"),
        link.real("warm", "temperature"),
        link.whole("drawn", "drawn"),
        link.whole("seed", "seed"),
    )

    writer: str = "trigram"
    picks: str = "draw"
    temperature: float = 1.0
    drawn: int = 0
    seed: int = 0

    def __post_init__(self) -> None:
        self.accept(
            writer=checks.choice(self.writer, "The model", WRITERS),
            picks=checks.choice(self.picks, "The way to pick", ("draw", "likeliest")),
            temperature=checks.number(self.temperature, "The temperature", COLDEST, HOTTEST),
            drawn=checks.whole(self.drawn, "The number of tokens", 0, MOST_WRITTEN),
            seed=checks.whole(self.seed, "The seed", 0, LAST_SEED),
        )
