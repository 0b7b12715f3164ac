"""What would keep a page's first visitor waiting, made before anybody comes."""

import threading
from collections.abc import Callable, Iterable


def warm_up(tasks: Iterable[Callable[[], object]]) -> threading.Thread:
    """Run the tasks in the background, beside the server's start."""
    thread = threading.Thread(target=_run, args=(tasks,), name="warm-up", daemon=True)
    thread.start()
    return thread


def _run(tasks: Iterable[Callable[[], object]]) -> None:
    for task in tasks:
        task()
