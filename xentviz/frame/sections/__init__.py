"""What stands beside the steps of a chapter without a board: a function each."""

from collections.abc import Callable

from xentviz.frame.sections.measurement import measure

# Each draws its section; the names it is given are hidden until the reader has answered.
SECTIONS: dict[str, Callable[[frozenset[str]], None]] = {"measurement": measure}
