"""What is made once per server process and shared by all visitors."""

import functools
import threading
from collections.abc import Callable
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


def shared_cache(make: Callable[P, T]) -> Callable[P, T]:
    """As functools.cache, and never made twice by two visitors who come at the same time.

    Whoever asks for something else does not wait meanwhile.
    """
    guard, cached = threading.Lock(), functools.cache(make)
    locks: dict[object, threading.RLock] = {}

    @functools.wraps(make)
    def shared(*args: P.args, **kwargs: P.kwargs) -> T:
        with guard:
            lock = locks.setdefault((args, *kwargs.items()), threading.RLock())
        with lock:
            return cached(*args, **kwargs)  # type: ignore[arg-type]

    return shared
