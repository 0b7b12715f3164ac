"""The pages in their order: navigation, neighbours, and what a reader may bring along."""

from itertools import pairwise

from tests.pages.opening import opened
from xentviz.lessons.catalogue import GLOSSARY, LESSONS, neighbours
from xentviz.lessons.glossary import TERMS
from xentviz.lessons.pages import PAGES


def test_neighbours_follow_the_one_list() -> None:
    """Previous and next are the catalogue's."""
    for before, after in pairwise(LESSONS):
        assert neighbours(before.path)[1] is after
        assert neighbours(after.path)[0] is before
    assert neighbours(LESSONS[0].path)[0] is None
    assert neighbours(LESSONS[-1].path)[1] is None


def test_every_page_of_the_path_has_its_lesson() -> None:
    assert [entry.path for entry in LESSONS] == list(PAGES)


def test_the_glossary_lists_every_term_with_its_meaning() -> None:
    app = opened(GLOSSARY.file)
    assert not app.exception
    listed = "\n".join(block.value for block in app.markdown).replace("\\", "")
    for term in TERMS:
        assert f"**{term.name}**: {term.meaning}" in listed


def test_a_link_with_strangers_keys_is_left_alone() -> None:
    """Whatever a mail programme hangs onto a link is none of our business."""
    app = opened("softmax.py", "utm_source=mail&step=2")
    assert not app.warning
