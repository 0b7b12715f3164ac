"""/softmax: the tables to go deeper with."""

import math

import pytest

from xentviz.boards.logits import LogitsState
from xentviz.boards.overflow import exact_loss
from xentviz.lessons.softmax import again, computer, gradient

START = LogitsState.of(2.1, 0.4, -1.0, 0.9)


def _number(text: str) -> float:
    """A number as a table writes it; powers of ten too."""
    plain = text.replace("−", "-").replace("+", "").replace("∞", "inf").removesuffix(" ✗")
    digits = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")
    mantissa, _, power = plain.replace("·10", "e").translate(digits).partition("e")
    return float(f"{mantissa}e{power}" if power else mantissa)


@pytest.mark.parametrize(
    "state", [START, LogitsState(("a", "b", "c"), (1.0, -2.0, 0.5), 1, 0.5, 0.1)]
)
def test_slopes_by_nudging_are_the_gradient(state: LogitsState) -> None:
    """Central differences agree with (p - y) / T to what they can hold."""
    rows = gradient.nudges(state)
    assert [row[0] for row in rows] == list(state.names)
    for _, slope, grad, p, y in rows:
        assert _number(slope) == pytest.approx(_number(grad), abs=2e-5)
        by_hand = (float(p) - float(y)) / state.temperature
        assert _number(grad) == pytest.approx(by_hand, abs=5e-5)


def test_nudging_at_the_ends_of_the_range_is_allowed() -> None:
    """A logit of 1000 is pushed beyond what the board lets anyone type."""
    assert len(gradient.nudges(LogitsState.of(1000, -1000))) == 2


@pytest.mark.parametrize("classes", [2, 4, 1000])
def test_a_second_softmax_puts_a_floor_under_the_loss(classes: int) -> None:
    """ln(e + K - 1) - 1, as the words above the table say."""
    ((many, once, twice, highest),) = again.floors(classes)
    assert many == f"{classes:,}"
    assert float(once) == 0
    assert float(twice) == pytest.approx(math.log(math.e + classes - 1) - 1, rel=1e-3)
    share = 100 * math.e / (math.e + classes - 1)
    assert float(highest.removesuffix(" %")) == pytest.approx(share, rel=1e-2)


def test_each_case_fails_in_float32_and_the_core_never_does() -> None:
    for scores in computer.CASES:
        name, *found, exact = computer.row(scores)
        assert name == f"[{', '.join(f'{z:.10g}' for z in scores)}]"
        truth = float(exact_loss(scores))
        assert _number(exact) == pytest.approx(truth, rel=1e-2)
        for cell in found:
            near = abs(_number(cell) - truth) <= 0.0051 * truth + 0.01 * truth
            assert ("✗" in cell) != near, (scores, cell)
        assert "✗" in found[0], f"{scores} shows nothing in float32"
        assert "✗" not in found[-1], f"the core is wrong at {scores}"
