"""What the lessons share between visitors, to be made before the first one comes."""

from collections.abc import Callable, Iterator
from functools import partial

from xentviz.lessons.calibration import temperature
from xentviz.lessons.pages import PAGES
from xentviz.server import corpora


def to_prepare() -> Iterator[Callable[[], object]]:
    """The counted language models, the steps of all lessons, what is drawn of the classifier."""
    for lesson in PAGES.values():
        yield lesson.chapters[0].all_steps  # what a page opens with
    yield partial(corpora.corpus, corpora.ENGLISH)
    for name in corpora.ORDERS:
        yield partial(corpora.counted, corpora.GRAMMAR, name)
    for lesson in PAGES.values():
        for chapter in lesson.chapters:
            yield chapter.all_steps
    for bins in temperature.BINS:
        yield partial(temperature.scrubber, bins)
        yield partial(temperature.rows, bins)
    yield temperature.tries
