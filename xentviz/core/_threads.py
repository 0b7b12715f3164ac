"""Blocks of work for several threads, which all callers share; none is started without work."""

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor

_lock = threading.Lock()
_pool: ThreadPoolExecutor | None = None


def cores() -> int:
    """How many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def run_all(tasks: Sequence[Callable[[], float]], parallel: bool) -> list[float]:
    """The results of all tasks, in order.

    The caller works too and does not wait for the pool: while that is busy with other callers, the
    caller does everything itself.
    """
    results = [0.0] * len(tasks)
    remaining = iter(range(len(tasks)))
    helper = None
    if parallel and len(tasks) > 1 and cores() > 1:
        helper = _submit(tasks, remaining, results)
    try:
        _work(tasks, remaining, results)
    finally:
        if helper is not None and not helper.cancel():
            helper.result()  # it writes into the caller's arrays: never leave it behind
    return results


def _work(
    tasks: Sequence[Callable[[], float]], remaining: Iterator[int], results: list[float]
) -> None:
    for i in remaining:  # next() of a range iterator is atomic: each index goes to one thread
        results[i] = tasks[i]()


def _submit(
    tasks: Sequence[Callable[[], float]], remaining: Iterator[int], results: list[float]
) -> "Future[None] | None":
    """One more thread for these tasks; the pool all callers share has one less than the cores."""
    global _pool
    with _lock:
        if _pool is None:
            _pool = ThreadPoolExecutor(max(1, cores() - 1), thread_name_prefix="xentviz")
        try:
            return _pool.submit(_work, tasks, remaining, results)
        except RuntimeError:  # no thread to be had: the process is ending, or at its limit
            return None


def _forget() -> None:
    """A forked child has the pool's object but not its threads, and perhaps a locked lock."""
    global _pool, _lock
    _pool, _lock = None, threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
