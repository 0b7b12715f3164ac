"""What a page teaches: chapters with one board each, and their steps. Plain data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from xentviz.boards.board import Board
from xentviz.lessons.elements import Snippets, Suggestion
from xentviz.server.shared_cache import shared_cache

S = TypeVar("S")
Answer = str | float


def nearest(value: float, options: Sequence[float]) -> int:
    """The place of the option that is nearest to the core's value."""
    return min(range(len(options)), key=lambda k: abs(options[k] - value))


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether an answer is right, and why: one to three sentences with the core's numbers."""

    right: bool
    why: str


@dataclass(frozen=True, slots=True)
class Options:
    """A question with a few options. `right` asks the core for the right one's place, 0 first."""

    words: str
    options: tuple[str, ...]
    right: Callable[[], int]
    why: Callable[[], str]

    def judge(self, answer: Answer) -> Verdict:
        """The verdict on one of the options."""
        best = self.options[self.right()]
        if answer == best:
            return Verdict(True, self.why())
        return Verdict(False, f"The answer is “{best}”. {self.why()}")

    def solve(self) -> Answer:
        """The right option."""
        return self.options[self.right()]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A question for a number. An answer within `tolerance` of the core's is right."""

    words: str
    unit: str
    right: Callable[[], float]
    tolerance: float
    why: Callable[[], str]

    def judge(self, answer: Answer) -> Verdict:
        """The verdict on a number."""
        close = isinstance(answer, float) and abs(answer - self.right()) <= self.tolerance
        return Verdict(close, self.why())

    def solve(self) -> Answer:
        """The number itself."""
        return float(self.right())


@dataclass(frozen=True, slots=True)
class Goal(Generic[S]):
    """Something to reach on the board. `reached` asks the core about the board's state."""

    words: str
    reached: Callable[[S], bool]
    why: Callable[[], str]
    solution: S


Question = Options | Estimate | Goal[Any]


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """One idea.

    `words` are one to three short paragraphs. `state` is what the board is set to, None leaves it
    as the reader left it. `show` names the board's elements that are seen, None for all; `cover`
    those that are hidden until the question has been answered. `notice` is what to see afterwards,
    `remember` the sentence to take away, `suggestions` buttons that set the board.
    """

    title: str
    words: tuple[str, ...]
    state: S | None = None
    show: tuple[str, ...] | None = None
    cover: tuple[str, ...] = ()
    question: Question | None = None
    notice: str = ""
    remember: str = ""
    suggestions: tuple[Suggestion[S], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """A table to go deeper with: a title that is a claim, a few words, a header and rows."""

    title: str
    words: str
    header: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Chapter(Generic[S]):
    """One board and its steps; the last step, *Everything*, is added by itself.

    `key` stands in the link. `steps` is called once and may compute. `code` and `deeper` are shown
    below, closed until opened. A chapter without a board has a `section` of frame/sections instead,
    named here, with the link keys of its widgets.
    """

    key: str
    title: str
    steps: Callable[[], tuple[Step[S], ...]]
    board: Board[Any] | None = None
    start: S | None = None
    code: Callable[[S], Snippets] | None = None
    deeper: Callable[[S], tuple[Table, ...]] | None = None
    section: str = ""
    link_keys: tuple[str, ...] = ()

    def all_steps(self) -> tuple[Step[S], ...]:
        """The steps, and the whole board at the end."""
        return _all_steps(self)

    def state_at(self, number: int) -> S | None:
        """What the board is set to when a link opens step `number`, 1 the first.

        *Everything* is the whole board at the chapter's start.
        """
        steps = self.all_steps()[:-1]
        if number > len(steps):
            return self.start
        states = [step.state for step in steps[:number] if step.state is not None]
        return states[-1] if states else self.start


EVERYTHING: Step[Any] = Step(
    "Everything",
    ("The whole board, with all its controls. Change what you like; the link holds it.",),
)


@shared_cache
def _all_steps(chapter: Chapter[S]) -> tuple[Step[S], ...]:
    """The chapter's steps, worked out once a process: some take 30 ms, and each commit asks."""
    return (*chapter.steps(), EVERYTHING)


@dataclass(frozen=True, slots=True, eq=False)
class Lesson:
    """A page: its path and its chapters, of which one is open at a time."""

    path: str
    chapters: tuple[Chapter[Any], ...]

    def chapter(self, key: str) -> Chapter[Any]:
        """The chapter of that key; KeyError where there is none."""
        for one in self.chapters:
            if one.key == key:
                return one
        raise KeyError(key)
