"""The mirror in the browser and the core in Python give the same numbers, on extremes too."""

from collections.abc import Callable

from tests.browser.board import Board
from tools.mirror import mirror_cases, worst_errors

TOLERANCE = 1e-12


def test_the_mirror_never_disagrees_with_the_core(open_board: Callable[..., Board]) -> None:
    worst = worst_errors(open_board().page)
    assert len(mirror_cases()) >= 1_000
    assert set(worst) == {"loss", "probs", "grad", "log"}
    assert max(worst.values()) <= TOLERANCE, worst
