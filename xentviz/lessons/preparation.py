"""What the lessons share between visitors, to be made before the first one comes."""

from collections.abc import Callable, Iterator
from functools import partial

from xentviz.lessons.calibration import temperature
from xentviz.lessons.language import lesson as language
from xentviz.server import corpora


def to_prepare() -> Iterator[Callable[[], object]]:
    """The counted language models and their lesson, the classifier and what is drawn from it."""
    yield partial(corpora.corpus, corpora.ENGLISH)
    for name in corpora.ORDERS:
        yield partial(corpora.counted, corpora.GRAMMAR, name)
    for chapter in language.LESSON.chapters:
        yield chapter.steps
    for bins in temperature.BINS:
        yield partial(temperature.scrubber, bins)
        yield partial(temperature.rows, bins)
    yield temperature.tries
