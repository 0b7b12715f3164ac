"""What the lessons share between visitors, to be made before the first one comes."""

from collections.abc import Callable, Iterator
from functools import partial

from xentviz.lessons.calibration import temperature
from xentviz.lessons.language import sequences
from xentviz.server import corpora


def to_prepare() -> Iterator[Callable[[], object]]:
    """The counted language models, the classifier, and what is drawn from them."""
    for order in corpora.ORDERS.values():
        yield partial(corpora.counted, "grammar", order)
    yield sequences.denominators
    for bins in temperature.BINS:
        yield partial(temperature.scrubber, bins)
        yield partial(temperature.rows, bins)
    yield temperature.tries
