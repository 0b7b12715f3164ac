"""A link is a stranger's word: it opens a page's boards as it says, or not at all."""

from urllib.parse import urlencode

import pytest

from tests.boards.hostile_links import HOSTILE
from tests.boards.on_pages import PAGES, conversations, params

CASES = [(file, query) for file, queries in HOSTILE.items() for query in queries]
KEYS = [
    (file, name, key.name)
    for file, boards in PAGES.items()
    for name, (board, _) in boards.items()
    for key in board.state.LINK
]
# What no key of any board takes, and what some may: a sentence or a state, never an error.
ODD = ("", " ", ",", "nan", "inf", "-1", "1e999", "0x1", "1_0", "٣", "é", "<b>", "\0", "1" * 5_000)


@pytest.mark.parametrize("file", PAGES)
def test_every_page_with_a_board_has_its_hostile_links(file: str) -> None:
    assert len(HOSTILE[file]) >= 6


@pytest.mark.parametrize(("file", "query"), CASES, ids=lambda text: text[:40])
def test_a_hostile_link_gives_the_start_and_one_sentence(file: str, query: str) -> None:
    """Nothing half taken: one board says why in a short sentence, and all stand at their start."""
    boards = conversations(file)
    said = [text for talk in boards.values() if (text := talk.open_link(params(query)))]
    (sentence,) = said
    assert sentence.startswith("This link is damaged: ")
    assert sentence.endswith(". We opened the default view instead.")
    assert len(sentence) < 300
    for name, talk in boards.items():
        assert talk.state == talk.start, name


@pytest.mark.parametrize(("file", "name", "key"), KEYS)
def test_any_text_under_any_key_gives_a_state_or_a_sentence(file: str, name: str, key: str) -> None:
    for odd in ODD:
        for values in ([odd], [odd, odd], [odd] * 100):
            talk = conversations(file)[name]
            said = talk.open_link({key: values})
            if said is None:
                assert type(talk.state) is type(talk.start)
            else:
                assert len(said) < 300, (odd, said)
                assert talk.state == talk.start, odd


def test_a_link_that_can_be_read_says_nothing_and_outdates_what_is_under_way() -> None:
    talk = conversations("softmax.py")["softmax"]
    assert talk.open_link(params("z=3,-1&t=1&s=0.2")) is None
    assert (talk.state.logits, talk.state.target) == ((3.0, -1.0), 1)
    assert talk.state.label_smoothing == 0.2
    assert talk.generation == 1


def test_a_refused_link_outdates_what_is_under_way_too() -> None:
    talk = conversations("softmax.py")["softmax"]
    talk.open_link(params("z=3,-1"))
    assert talk.open_link(params("z=1"))
    assert talk.state == talk.start
    assert talk.generation == 2


def test_a_link_with_strangers_keys_is_taken_for_its_own() -> None:
    """Whatever a mail programme hangs onto a link is none of our business."""
    talk = conversations("softmax.py")["softmax"]
    assert talk.open_link(params("utm_source=mail&z=1,2")) is None
    assert talk.state.logits == (1.0, 2.0)


def test_a_link_sets_every_board_of_its_page() -> None:
    boards = conversations("surprise.py")
    query = "p=0.25&x=log&u=bits&o=squared&b=0.5,0.5,0.5,0.5,0.5,0.125&z=-2&f=probs&d=0.2"
    assert [talk.open_link(params(query)) for talk in boards.values()] == [None] * 4
    one, six, three, bell = (talk.state for talk in boards.values())
    assert (one.p, one.axis, one.unit, one.others) == (0.25, "log", "bits", ("squared",))
    assert six.probs == (0.5,) * 5 + (0.125,)
    assert (three.score, three.feed) == (-2.0, "probs")
    assert bell.sigma == 0.2


@pytest.mark.parametrize(
    "text",
    ["the horse sleeps.", "<script>alert(1)</script>", "a\0b", "😀", "שלום the horse", "zebra"],
)
def test_a_link_carries_a_typed_text(text: str) -> None:
    """To the letter, and the board shows the numbers of that text."""
    talk = conversations("language.py")["strip"]
    assert talk.open_link(params(urlencode({"q": text}))) is None
    assert (talk.state.text, talk.state.typed) == ("own", text)
    assert talk.message()["numbers"]["reading"]["text"] == text
