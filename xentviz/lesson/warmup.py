"""What would keep a page's first visitor waiting, made before anybody comes."""

import threading

from xentviz.lesson.topics import sequences, teachers, temperature


def warm_up() -> threading.Thread:
    """Train the classifier and count the n-grams, beside the server's start."""
    thread = threading.Thread(target=_make, name="warm-up", daemon=True)
    thread.start()
    return thread


def _make() -> None:
    for order in teachers.ORDERS.values():
        teachers.counted("grammar", order)
    sequences.denominators()
    for bins in temperature.BINS:
        temperature.scrubber(bins)
        temperature.rows(bins)
    temperature.tries()
