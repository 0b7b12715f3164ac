"""Each kernel against 50 digits on both sides of its threshold; memory and threads."""

import math
import multiprocessing
import os
import subprocess
import sys
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from itertools import product
from typing import Any

import numpy as np
import pytest
from mpmath import mp, mpf
from numpy.typing import NDArray

from xentviz.core import _blocks as blocks
from xentviz.core import _threads as threads
from xentviz.core import cross_entropy, cross_entropy_and_grad

mp.dps = 50
Array = NDArray[Any]
MIB = 1 << 20


def exact(row: Array, target: int) -> tuple[mpf, mpf, mpf]:
    """Loss, 1 - p[target], and the sum of exp(x - x[target])."""
    x = [mpf(float(value)) for value in row]
    rest = mp.fsum(mp.exp(v - x[target]) for v in x[:target] + x[target + 1 :])
    return mp.log1p(rest), rest / (1 + rest), 1 + rest


def check(x: Array, t: NDArray[np.int64], rows: list[int]) -> None:
    """Loss alone, loss with gradient, and gradient in place, within (4 + max|x - m|) eps."""
    losses, grad = cross_entropy_and_grad(x, t, reduction="none")
    alone = cross_entropy(x, t, reduction="none")
    place = x.copy()
    in_place, _ = cross_entropy_and_grad(place, t, reduction="none", out=place)
    eps = float(np.finfo(x.dtype).eps)
    for i in rows:
        k = int(t[i])
        bar = (4 + float(np.ptp(x[i]))) * eps
        loss, gap, total = exact(x[i], k)
        for got in (losses, alone, in_place):
            assert abs(mpf(float(np.asarray(got)[i])) - loss) <= bar * loss
        for j in {k, int(x[i].argmax()), int(x[i].argmin()), x.shape[1] - 1}:
            true = -gap if j == k else mp.exp(mpf(float(x[i, j])) - mpf(float(x[i, k]))) / total
            for got in (grad, place):
                assert abs(mpf(float(got[i, j])) - true) <= bar * abs(true)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("spread", [0.5, 20.0, 80.0])
@pytest.mark.parametrize(
    "shape",
    [
        *[(1, 48), (1, 49), (32, 64), (32, 65), (2047, 1), (1024, 2), (40, 1100), (2, 1023)],
        *[(128, 64), (129, 64), (4097, 2)],  # one product with ones, and two
        *[(9, 256), (9, 257), (8, 512), (8, 513)],  # summed at once, and in chunks
    ],
)
def test_both_sides_of_every_threshold(shape: tuple[int, int], spread: float, dtype: type) -> None:
    rng = np.random.default_rng(shape[1])
    x: Array = rng.uniform(-spread / 2, spread / 2, shape).astype(dtype)
    t = rng.integers(0, shape[1], shape[0])
    t[0] = x[0].argmax()
    check(x, t, [0, shape[0] - 1])


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("offset", [-1000.0, -40.0, -8.0, -6.0, 50.0, 58.0, 200.0, 240.0, 5000.0])
def test_shifted_or_not_the_digits_are_the_same(offset: float, dtype: type) -> None:
    rng = np.random.default_rng(1)
    x: Array = (offset + rng.normal(0, 2, (50, 60))).astype(dtype)
    t = rng.integers(0, 60, 50)
    t[0] = x[0].argmax()
    check(x, t, [0, 1, 49])


@pytest.mark.parametrize("offset", [0, 1000])  # as it is, and shifted
@pytest.mark.parametrize(("dtype", "depths"), [(np.float64, (300, 800)), (np.float32, (60, 120))])
def test_a_target_far_below_the_others_keeps_its_loss(
    dtype: type, depths: tuple[int, int], offset: int
) -> None:
    x: Array = np.full((100, 30), offset, dtype)
    x[:, 0] -= np.linspace(*depths, 100, dtype=dtype)
    t, place = np.zeros(100, int), x.copy()
    losses = cross_entropy(x, t, reduction="none")
    in_place, _ = cross_entropy_and_grad(place, t, reduction="none", out=place)
    below = offset - x[:, 0].astype(np.float64)
    for got in (losses, in_place):
        np.testing.assert_allclose(
            np.asarray(got), math.log(29) + below, rtol=2 * float(np.finfo(dtype).eps)
        )


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize("shape", [(9000, 30), (3, 300_000), (700, 1000)])
def test_many_blocks_are_the_same_as_each_row_alone(shape: tuple[int, int], dtype: type) -> None:
    rng = np.random.default_rng(2)
    x: Array = rng.normal(0, 3, shape).astype(dtype)
    t = rng.integers(0, shape[1], shape[0])
    losses, grad = cross_entropy_and_grad(x, t, reduction="none")
    alone = cross_entropy(x, t, reduction="none")
    digits = 1e-13 if dtype == np.float64 else 2e-6
    for i in {0, shape[0] // 2, shape[0] - 1}:
        loss_here, grad_here = cross_entropy_and_grad(x[i].astype(np.float64), int(t[i]))
        assert np.asarray(losses)[i] == pytest.approx(loss_here, rel=digits)
        assert np.asarray(alone)[i] == pytest.approx(loss_here, rel=digits)
        np.testing.assert_allclose(grad[i], grad_here, rtol=10 * digits, atol=1e-30)
    np.testing.assert_allclose(cross_entropy(x, t), np.mean(alone, dtype=float), rtol=digits)


def test_a_row_without_an_answer_spoils_no_other_in_its_block() -> None:
    x = np.random.default_rng(3).normal(0, 2, (100, 40))
    x[7, 3], x[8, 5], x[9], x[10, :39] = math.nan, math.inf, -math.inf, -math.inf
    t = np.full(100, 39)
    losses, grad = cross_entropy_and_grad(x, t, reduction="none")
    bad = np.isin(np.arange(100), [7, 8, 9])
    np.testing.assert_array_equal(np.isnan(losses), bad)
    np.testing.assert_array_equal(np.isnan(grad).all(axis=1), bad)
    np.testing.assert_array_equal(np.isnan(grad).any(axis=1), bad)
    assert np.asarray(losses)[10] == 0.0
    t[[7, 8, 9]] = -1
    loss, grad = cross_entropy_and_grad(x, t, ignore_index=-1)
    assert math.isfinite(float(loss))
    assert not grad[[7, 8, 9]].any()


@pytest.mark.parametrize(
    "options",
    [
        {"label_smoothing": 0.1},
        {"class_weights": np.linspace(0.5, 2, 20_000)},
        {"temperature": 2.5},
        {"label_smoothing": 0.3, "class_weights": np.linspace(2, 0, 20_000), "temperature": 0.5},
    ],
)
@pytest.mark.parametrize("soft", [False, True])
def test_tiles_of_a_long_row_are_the_same_as_the_row(options: dict[str, Any], soft: bool) -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(0, 3, (3, 20_000))
    t = rng.integers(0, 20_000, 3)
    sure = (t[:, None] == np.arange(20_000)).astype(np.float64)
    y = sure if soft else t
    losses, grad = cross_entropy_and_grad(x, y, reduction="none", **options)
    w = options.get("class_weights", np.ones(20_000))
    smooth = options.get("label_smoothing", 0.0)
    z = x / options.get("temperature", 1.0)
    log_p = z - np.log(np.exp(z).sum(axis=1, keepdims=True))
    c = w * ((1 - smooth) * sure + smooth / 20_000)
    np.testing.assert_allclose(losses, -(c * log_p).sum(axis=1), rtol=1e-12)
    expected = (c.sum(axis=1, keepdims=True) * np.exp(log_p) - c) * (z[0, 0] / x[0, 0])
    np.testing.assert_allclose(grad, expected, rtol=1e-10, atol=1e-17)


@pytest.mark.parametrize(
    "same",
    [
        lambda x: x.astype(np.int32),
        lambda x: np.asfortranarray(x),
        lambda x: x.astype(">f8"),
        lambda x: x.astype(np.float16),
        lambda x: np.repeat(x, 2, axis=1)[:, ::2],
    ],
)
def test_large_arrays_of_any_layout_and_dtype(same: Any) -> None:  # noqa: ANN401
    rng = np.random.default_rng(5)
    x = rng.integers(-9, 9, (300, 50)).astype(np.float64)
    t = rng.integers(0, 50, 300)
    loss, grad = cross_entropy_and_grad(x, t)
    again, same_grad = cross_entropy_and_grad(same(x), t)
    assert again == pytest.approx(loss, rel=1e-6)
    np.testing.assert_allclose(same_grad, grad, rtol=1e-5)


def test_upstream_reaches_each_row_of_each_block() -> None:
    rng = np.random.default_rng(6)
    x, t = rng.normal(size=(20_000, 8)), rng.integers(0, 8, 20_000)
    factor = rng.normal(size=20_000)
    _, plain = cross_entropy_and_grad(x, t, reduction="sum")
    _, scaled = cross_entropy_and_grad(x, t, reduction="none", upstream=factor)
    np.testing.assert_allclose(scaled, factor[:, None] * plain, rtol=1e-13)


@pytest.mark.parametrize("shape", [(64, 20_000), (300, 3000), (400_000, 3), (1, 1_200_000)])
@pytest.mark.parametrize(
    "options",
    [{}, {"label_smoothing": 0.1}, {"temperature": 2.0}, {"ignore_index": 0}, {"weights": True}],
)
def test_at_most_4_mib_are_allocated_beyond_the_result(
    shape: tuple[int, int], options: dict[str, Any]
) -> None:
    x = np.zeros(shape, np.float32)
    t = np.arange(shape[0]) % shape[1]
    if "weights" in options:
        options = {"class_weights": np.ones(shape[1])}
    for function, returned in ((cross_entropy, 0), (cross_entropy_and_grad, x.nbytes)):
        tracemalloc.start()
        function(x, t, **options)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak - returned <= 4 * MIB


def test_importing_starts_no_thread() -> None:
    code = "import xentviz.core, threading; print(threading.active_count())"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "1"


def large() -> tuple[Array, NDArray[np.int64]]:
    rng = np.random.default_rng(7)
    return rng.normal(size=(2000, 300)), rng.integers(0, 300, 2000)


def test_many_callers_at_once_get_the_same_answer_and_share_few_threads(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(threads, "cores", lambda: 2)
    x, t = large()
    loss = cross_entropy(x, t)
    with ThreadPoolExecutor(40) as callers:
        answers = list(callers.map(lambda _: cross_entropy(x, t), range(200)))
    assert answers == [loss] * 200
    helpers = [thread for thread in threading.enumerate() if thread.name.startswith("xentviz")]
    assert len(helpers) <= max(1, threads.cores() - 1)


def child(queue: Any) -> None:  # noqa: ANN401
    queue.put(cross_entropy(*large()))


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
@pytest.mark.filterwarnings("ignore:.*fork.*")
def test_a_forked_child_has_threads_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(threads, "cores", lambda: 2)
    loss = cross_entropy(*large())
    context = multiprocessing.get_context("fork")
    queue = context.Queue()
    process = context.Process(target=child, args=(queue,))
    process.start()
    assert queue.get(timeout=60) == loss
    process.join(timeout=60)
    assert process.exitcode == 0


def test_without_a_second_thread_the_caller_does_everything(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    class Ending(ThreadPoolExecutor):
        def submit(self, *_: object, **__: object) -> Any:  # noqa: ANN401
            raise RuntimeError("cannot schedule new futures after interpreter shutdown")

    monkeypatch.setattr(threads, "_pool", Ending(1))
    monkeypatch.setattr(threads, "cores", lambda: 2)
    assert threads.run_all([lambda: 1.0, lambda: 2.0], parallel=True) == [1.0, 2.0]


def test_cores_are_counted_where_a_process_cannot_be_bound_to_some(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delattr(os, "sched_getaffinity", raising=False)
    assert threads.cores() == (os.cpu_count() or 1)


@pytest.mark.parametrize(
    ("n_tasks", "parallel", "cores", "helpers"),
    [(2, True, 2, 1), (3, True, 64, 1), (2, False, 2, 0), (1, True, 2, 0), (2, True, 1, 0)],
)
def test_a_second_thread_is_asked_for_only_if_there_is_work_and_a_core_for_it(
    n_tasks: int, parallel: bool, cores: int, helpers: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = []
    monkeypatch.setattr(threads, "cores", lambda: cores)
    monkeypatch.setattr(threads, "_submit", lambda *_: started.append(1))
    tasks = [lambda i=i: float(i) for i in range(n_tasks)]
    assert threads.run_all(tasks, parallel) == [float(i) for i in range(n_tasks)]
    assert len(started) == helpers


def test_an_error_in_a_block_reaches_the_caller() -> None:
    def task() -> float:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        threads.run_all([task] * 4, parallel=True)


@pytest.mark.parametrize(("shape", "parallel"), list(product([(513, 1024), (3, 5)], [True, False])))
def test_one_thread_or_two_give_the_same(
    shape: tuple[int, int], parallel: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    x = np.random.default_rng(8).normal(size=shape)
    t = np.zeros(shape[0], int)
    expected = cross_entropy_and_grad(x, t)
    monkeypatch.setattr(blocks, "PARALLEL_ELEMENTS", 0 if parallel else x.size + 1)
    loss, grad = cross_entropy_and_grad(x, t)
    assert loss == expected[0]
    np.testing.assert_array_equal(grad, expected[1])
