"""Work of up to seconds that visitors ask for: one piece at a time, and what was made is kept."""

import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor, wait
from typing import Generic, TypeVar

T = TypeVar("T")


class WorkQueue(Generic[T]):
    """Makes each thing once, in one thread, and keeps the `kept` that were asked for last.

    Who asks for what is being made already waits for that. At most `most_waiting` pieces stand in
    the queue; who comes then is told to ask again, as everybody is whose patience ends first.
    """

    def __init__(self, name: str, kept: int, most_waiting: int) -> None:
        self.kept, self.most_waiting = kept, most_waiting
        self._made: OrderedDict[str, Future[T]] = OrderedDict()
        self._waiting: OrderedDict[str, Future[T]] = OrderedDict()
        self._lock = threading.Lock()
        self._worker = ThreadPoolExecutor(1, thread_name_prefix=name)

    def ask(self, key: str, make: Callable[[], T], patience: float) -> T | int:
        """What `make` gives, or after `patience` seconds how many pieces come before it."""
        future = self._future(key, make)
        if future is None:
            return self.most_waiting
        if wait([future], patience).done:
            return future.result()
        with self._lock:
            return list(self._waiting).index(key) if key in self._waiting else 0

    def make_now(self, key: str, make: Callable[[], T]) -> T:
        """What `make` gives, however long it takes."""
        future = self._future(key, make)
        return make() if future is None else future.result()

    def _future(self, key: str, make: Callable[[], T]) -> Future[T] | None:
        with self._lock:
            if key in self._made:
                self._made.move_to_end(key)
                return self._made[key]
            if key in self._waiting:
                return self._waiting[key]
            if len(self._waiting) >= self.most_waiting:
                return None
            future = self._waiting[key] = self._worker.submit(make)
        future.add_done_callback(lambda done: self._keep(key, done))
        return future

    def _keep(self, key: str, done: Future[T]) -> None:
        with self._lock:
            self._waiting.pop(key, None)
            if done.exception() is None:
                self._made[key] = done
            while len(self._made) > self.kept:
                self._made.popitem(last=False)
