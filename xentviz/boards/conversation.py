"""What a board and Python say to each other: the Python end of assets/wire.js."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from xentviz.boards.board import Board
from xentviz.boards.encoding import decode, encode
from xentviz.boards.link import Params
from xentviz.boards.state import BoardState, fields_by_name

S = TypeVar("S", bound=BoardState)


@dataclass(frozen=True, slots=True)
class Commit:
    """One numbered message of a board; its state may have been written by anybody.

    `restored` says that the state was reached under an earlier session.
    """

    n: int
    session: str
    generation: int
    state: object
    restored: bool = False


def as_commit(sent: object) -> Commit | None:
    """What a browser sent, if it has the shape of a commit, else None."""
    if not isinstance(sent, Mapping):
        return None
    n, generation, session = sent.get("n"), sent.get("generation"), sent.get("session")
    if type(n) is not int or type(generation) is not int or not isinstance(session, str):
        return None
    if not 0 <= n < 2**53:
        return None
    return Commit(n, session, generation, decode(sent.get("state")), sent.get("restored") is True)


@dataclass
class Conversation(Generic[S]):
    """Where one visitor's talk with one board stands.

    `state` is the last good one. `session` names this conversation: a board that hears another name
    than before knows that the server is a new one, keeps its own state and commits it. `generation`
    counts how often Python itself has set the state, `n` is the last commit answered, `restored`
    whether its state was reached under an earlier session, and `sentence` why it was refused.
    `shown` names the board's elements that are seen (None for all), `covered` those that are hidden
    until the reader has answered.
    """

    board: Board[S]
    start: S
    state: S
    session: str = field(default_factory=lambda: secrets.token_hex(8))
    generation: int = 0
    n: int = 0
    restored: bool = False
    sentence: str | None = None
    shown: tuple[str, ...] | None = None
    covered: tuple[str, ...] = ()

    def receive(self, commit: Commit | None) -> None:
        """Take the commit's state if it is new, meant for this conversation, and good."""
        if commit is None or (commit.session, commit.generation) != (self.session, self.generation):
            return
        if commit.n == self.n:
            return
        self.n = commit.n
        self.restored = commit.restored
        self.sentence = None
        try:
            self.state = self.board.fit(self.board.state.from_browser(commit.state))
        except ValueError as error:
            self.sentence = f"{error} The last good state stays."

    def set(self, state: S) -> None:
        """Set the state from outside the board; commits under way are out of date."""
        self.state = self.board.fit(state)
        self.generation += 1
        self.sentence = None

    def open_link(self, params: Params) -> str | None:
        """Take the state from the link's own keys; one that cannot be read gives the start.

        Returns None, or one sentence that says why the link was not taken.
        """
        try:
            self.set(type(self.start).from_link(params, self.start))
        except ValueError as error:
            self.set(self.start)
            return f"This link is damaged: {error} We opened the default view instead."
        return None

    def message(self) -> dict[str, Any]:
        """What the browser is told: the state, the core's numbers, the link that holds them."""
        pairs = self.state.to_link(self.start)
        return {
            "module": self.board.name,
            "session": self.session,
            "generation": self.generation,
            "n": self.n,
            "sentence": self.sentence,
            "state": encode(self.state.to_browser()),
            "start": encode(self.start.to_browser()),
            "numbers": encode(fields_by_name(self.board.numbers(self.state))),
            "constants": encode(self.board.constants),
            "elements": {"show": self.shown, "cover": self.covered},
            "link": {"owned": [key.name for key in self.board.state.LINK], "pairs": pairs},
        }
