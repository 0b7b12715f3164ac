"""What the boards' states share: fields to and from the browser and the link, by their names."""

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, ClassVar, Protocol, Self

from xentviz.boards import checks, link

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class BoardState(Protocol):
    """What one board shows: checked when it is made, whoever sent it. LINK has its link's keys."""

    LINK: ClassVar[tuple[link.Key, ...]]

    @classmethod
    def from_browser(cls, sent: object) -> Self:
        """Read what a browser sent; ValueError with one sentence where it cannot be."""
        ...

    @classmethod
    def from_link(cls, params: link.Params, start: Self) -> Self:
        """Read the link's own keys, the rest as in `start`; ValueError with one sentence."""
        ...

    def to_link(self, start: Self) -> link.Pairs:
        """The pairs that make a link open in this state; what equals `start` is left out."""
        ...

    def to_browser(self) -> dict[str, Any]:
        """The state by the names that the board's JavaScript uses."""
        ...


def fields_by_name(record: "DataclassInstance") -> dict[str, Any]:
    """A dataclass's fields by name. asdict would copy each of them, 0.3 ms a commit."""
    return {one.name: getattr(record, one.name) for one in fields(record)}


@dataclass(frozen=True, slots=True)
class FieldState:
    """A state whose fields go to the browser as they are. Its `__post_init__` checks them all."""

    LINK: ClassVar[tuple[link.Key, ...]] = ()

    @classmethod
    def from_browser(cls, sent: object) -> Self:
        """Read a commit's state, which anyone may have written."""
        said: Any = checks.fields(sent, "The board's state")
        make: Any = cls
        state: Self = make(**{one.name: said.get(one.name) for one in fields(cls)})
        return state

    def to_browser(self) -> dict[str, Any]:
        """The state as JSON, by the names that the board's JS uses."""
        return fields_by_name(self)

    @classmethod
    def from_link(cls, params: link.Params, start: Self) -> Self:
        """Read the link's own keys, the rest as in `start`."""
        return replace(start, **link.read(cls.LINK, params))

    def to_link(self, start: Self) -> link.Pairs:
        """The pairs of a link that opens in this state; what equals `start` is left out."""
        return link.write(self.LINK, self, fields_by_name(start))

    def accept(self, **good: object) -> None:
        """Keep what the checks gave back, as a frozen dataclass may in its `__post_init__`."""
        for name, value in good.items():
            object.__setattr__(self, name, value)
