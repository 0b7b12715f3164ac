"""The measurement on the server: the core's own numbers, bounded, and one at a time."""

import threading
from collections.abc import Callable

import numpy as np
import pytest

from xentviz.core import cross_entropy
from xentviz.server import measurement

Core = Callable[..., tuple[object, measurement.Floats]]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Time that passes only where a test says so: [now]."""
    now = [0.0]
    monkeypatch.setattr(measurement, "perf_counter", lambda: now[0])
    return now


def test_it_measures_the_cores_loss_and_a_gradient_that_sums_to_0(clock: list[float]) -> None:
    found = measurement.measure()
    logits = np.random.default_rng(measurement.CLASSES).normal(0, 2, measurement.CLASSES)
    truth = measurement.CLASSES // 2
    assert found.loss == pytest.approx(cross_entropy(logits, truth), rel=1e-13)
    assert abs(found.total) < 1e-12
    assert len(found.entries) >= 4
    for name, p, y, g in found.entries:
        assert g == pytest.approx(p - y, rel=1e-9), name
    assert [y for _, _, y, _ in found.entries] == [1, 0, 0, 0, 0]
    assert len(found.seconds) == measurement.MOST_RUNS
    assert "128,256 entries" in found.words


def test_a_sum_that_is_not_quite_0_says_why() -> None:
    found = measurement.Measurement(1.0, 2e-16, [], [0.001])
    assert "0 up to rounding (2e-16)" in found.words
    assert "**0**" in measurement.Measurement(1.0, 0.0, [], [0.001]).words


def test_a_busy_server_answers_with_one_sentence(
    monkeypatch: pytest.MonkeyPatch, clock: list[float]
) -> None:
    """While one visitor measures, all others are told; after that it is anybody's turn."""
    inside, leave = threading.Event(), threading.Event()
    quick = measurement._measure

    def slow(end: float) -> measurement.Measurement:
        inside.set()
        assert leave.wait(10)
        return quick(end)

    monkeypatch.setattr(measurement, "_measure", slow)
    first = threading.Thread(target=measurement.measure)
    first.start()
    assert inside.wait(10)
    with pytest.raises(ValueError, match="Somebody is measuring on this server right now"):
        measurement.measure()
    leave.set()
    first.join()
    assert measurement.measure().seconds


def _taking(whole: float, clock: list[float], sizes: list[int]) -> Core:
    """A core that needs `whole` seconds for all classes."""

    def core(
        logits: measurement.Floats, truth: int, *, out: measurement.Floats
    ) -> tuple[object, measurement.Floats]:
        sizes.append(len(logits))
        clock[0] += whole * len(logits) / measurement.CLASSES
        out[:] = 0
        return 0.5, out

    return core


@pytest.mark.parametrize(("whole", "runs"), [(0.04, 3), (0.06, 2), (0.0001, measurement.MOST_RUNS)])
def test_the_loop_stops_before_its_time_is_up(
    monkeypatch: pytest.MonkeyPatch, clock: list[float], whole: float, runs: int
) -> None:
    """Only what fits is begun, and never more than enough."""
    monkeypatch.setattr(measurement, "cross_entropy_and_grad", _taking(whole, clock, []))
    found = measurement.measure()
    assert found.seconds == pytest.approx([whole] * runs)
    assert clock[0] <= measurement.MEASURING < measurement.BUDGET


def test_what_cannot_fit_is_not_begun(monkeypatch: pytest.MonkeyPatch, clock: list[float]) -> None:
    """One call of a second is foreseen from a sixteenth of it, and refused in a sentence."""
    sizes: list[int] = []
    monkeypatch.setattr(measurement, "cross_entropy_and_grad", _taking(1.0, clock, sizes))
    with pytest.raises(ValueError, match="too busy"):
        measurement.measure()
    assert max(sizes) == measurement.CLASSES // 16
