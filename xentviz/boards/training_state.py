"""What the training board is set to: points, one run's settings or two, and where one looks."""

from dataclasses import dataclass, field, replace
from typing import Any, ClassVar, Self

from xentviz.boards import checks, link
from xentviz.boards.state import FieldState, fields_by_name
from xentviz.boards.training_link import FLAT, OTHER, PAIR, RUN
from xentviz.boards.training_settings import (
    CLASSES,
    LAST_SEED,
    MOST_HELD,
    MOST_LINKED,
    MOST_POINTS,
    MOST_STEPS,
    PLANES,
    REACH,
    SLICES,
    VIEWS,
    OwnPoint,
    RunSettings,
    own_points,
)

USUAL = RunSettings()


@dataclass(frozen=True, slots=True)
class TrainingState(FieldState):
    """What is trained on which points, and the step that is looked at. Raises ValueError.

    Points: `size` of the `plane`, drawn with `seed`, without those whose places are in `removed`,
    and after them `own`. A generated point is moved by removing it and adding one's own.
    `other` is a second run on the same points, for the same number of `steps`; None for one run.
    `point` is the place of a training point whose whole chain is asked for, `look` a place of the
    plane whose prediction is asked for; None for neither. `view` "landscape" asks for the slice
    through the weights of the first run: along the gradient and a random direction, or along the
    weights number `first` and `second`. `have` are keys of
    runs and points that the browser still holds: they are not sent again, and count for nothing
    when two states are compared.
    """

    LINK: ClassVar[tuple[link.Key, ...]] = (*FLAT, *RUN, PAIR, *OTHER)

    plane: str = "blobs"
    classes: int = 2
    size: int = 400
    seed: int = 1
    own: tuple[OwnPoint, ...] = ()
    removed: tuple[int, ...] = ()
    steps: int = 200
    step: int = 0
    run: RunSettings = USUAL
    other: RunSettings | None = None
    point: int | None = None
    look: tuple[float, float] | None = None
    view: str = VIEWS[0]
    slice: str = SLICES[0]
    first: int = 0
    second: int = 1
    have: tuple[str, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        classes = checks.whole(self.classes, "The number of classes", *CLASSES)
        own = own_points(self.own, classes)
        size = checks.whole(self.size, "The number of points", 0, MOST_POINTS)
        if size + len(own) > MOST_POINTS:
            raise ValueError(
                f"There are {size + len(own):,} points, expected {MOST_POINTS:,} at most."
            )
        steps = checks.whole(self.steps, "The number of steps", 1, MOST_STEPS)
        self.accept(
            plane=checks.choice(self.plane, "The set of points", PLANES),
            classes=classes,
            size=size,
            seed=checks.whole(self.seed, "The seed", 0, LAST_SEED),
            own=own,
            removed=self._removed(size),
            steps=steps,
            step=checks.whole(self.step, "The step", 0, MOST_STEPS),
            point=None
            if self.point is None
            else checks.whole(self.point, "The point", 0, MOST_POINTS - 1),
            look=None if self.look is None else _look(self.look),
            view=checks.choice(self.view, "The view", VIEWS),
            slice=checks.choice(self.slice, "The slice", SLICES),
            first=checks.whole(self.first, "The first weight", 0, 9_999),
            second=checks.whole(self.second, "The second weight", 0, 9_999),
            have=_held(self.have),
        )

        for run in (self.run, self.other):
            if run is not None:
                run.check_work(size + len(own), classes, steps)

    def _removed(self, size: int) -> tuple[int, ...]:
        given = checks.items(self.removed, "The list of removed points", 0, MOST_POINTS)
        places = {checks.whole(one, "A removed point", 0, MOST_POINTS - 1) for one in given}
        return tuple(sorted(one for one in places if one < size))

    @classmethod
    def from_browser(cls, sent: object) -> Self:
        """Read a commit's state, which anyone may have written."""
        said: Any = checks.fields(sent, "The board's state")
        other = said.get("other")
        return cls(
            **{
                **{one: said.get(one) for one in cls.__slots__},
                "run": RunSettings.from_browser(said.get("run"), "The run"),
                "other": None
                if other is None
                else RunSettings.from_browser(other, "The second run"),
            }
        )

    def to_browser(self) -> dict[str, Any]:
        """The state as JSON; both runs' settings are records in it."""
        other = None if self.other is None else fields_by_name(self.other)
        return {**fields_by_name(self), "run": fields_by_name(self.run), "other": other}

    @classmethod
    def from_link(cls, params: link.Params, start: Self) -> Self:
        """Read the link's own keys, the rest as in `start`."""
        flat = link.read(FLAT, params)
        run = replace(start.run, **link.read(RUN, params))
        pair = link.read((PAIR,), params).get("pair", int(start.other is not None))
        other = None
        if pair:
            other = replace(start.other or run, **link.read(OTHER, params))
        return replace(start, **flat, run=run, other=other)

    def to_link(self, start: Self) -> link.Pairs:
        """The pairs of a link that opens in this state; what equals `start` is left out.

        So are one's own points beyond 60: `leaves_out` says it.
        """
        usual = fields_by_name(start)
        own = ("own", "removed") if self.leaves_out else ()
        flat = tuple(key for key in FLAT if key.field not in own)
        pairs = link.write(flat, self, usual) + link.write(RUN, self.run, fields_by_name(start.run))
        if (self.other is None) != (start.other is None):
            pairs.append((PAIR.name, str(int(self.other is not None))))
        if self.other is not None:
            pairs += link.write(OTHER, self.other, fields_by_name(start.other or self.run))
        return pairs

    @property
    def leaves_out(self) -> bool:
        """Whether there are more own or removed points than the link can hold."""
        return max(len(self.own), len(self.removed)) > MOST_LINKED


def _look(value: object) -> tuple[float, float]:
    x, y = checks.items(value, "The place", 2, 2)
    return (
        checks.number(x, "The place's x", -REACH, REACH),
        checks.number(y, "The place's y", -REACH, REACH),
    )


def _held(value: object) -> tuple[str, ...]:
    given = checks.items(value, "The list of runs held", 0, MOST_HELD)
    return tuple(checks.label(one, "A run's key") for one in given)
