"""A link is a stranger's word: it opens a page's boards as it says, or not at all."""

from itertools import product
from urllib.parse import urlencode

import pytest

from tests.boards.hostile_links import HOSTILE
from tests.boards.on_pages import PLACES, Place, params, place
from xentviz.lessons.pages import PAGES

CASES = [(one, query) for one in PLACES for query in HOSTILE[one.board.state.__name__]]
KEYS = [(one, key.name) for one in PLACES for key in one.board.state.LINK]
# What no key of any board takes, and what some may: a sentence or a state, never an error.
ODD = ("", " ", ",", "nan", "inf", "-1", "1e999", "0x1", "1_0", "٣", "é", "<b>", "\0", "1" * 5_000)


def _id(value: object) -> str:
    return value.name if isinstance(value, Place) else str(value)[:40]


def test_every_board_has_its_hostile_links() -> None:
    assert {one.board.state.__name__ for one in PLACES} == set(HOSTILE)
    for name, queries in HOSTILE.items():
        assert len(set(queries)) == len(queries) >= 2, name


@pytest.mark.parametrize(("at", "query"), CASES, ids=_id)
def test_a_hostile_link_gives_the_start_and_one_sentence(at: Place, query: str) -> None:
    """Nothing half taken: the board says why in a short sentence, and stands at its start."""
    talk = at.conversation()
    sentence = talk.open_link(params(query))
    assert sentence is not None
    assert sentence.startswith("This link is damaged: ")
    assert sentence.endswith(". We opened the default view instead.")
    assert len(sentence) < 300
    assert talk.state == talk.start


@pytest.mark.parametrize(("at", "query"), CASES, ids=_id)
def test_a_hostile_link_is_no_business_of_other_boards(at: Place, query: str) -> None:
    """Where none of its keys is theirs, they open at their start and say nothing."""
    for other in PLACES:
        if not {key.name for key in other.board.state.LINK} & set(params(query)):
            talk = other.conversation()
            assert talk.open_link(params(query)) is None, other.name
            assert talk.state == talk.start, other.name


@pytest.mark.parametrize(("at", "key"), KEYS, ids=_id)
def test_any_text_under_any_key_gives_a_state_or_a_sentence(at: Place, key: str) -> None:
    for odd in ODD:
        for values in ([odd], [odd, odd], [odd] * 100):
            talk = at.conversation()
            said = talk.open_link({key: values})
            if said is None:
                assert type(talk.state) is type(talk.start)
            else:
                assert len(said) < 300, (odd, said)
                assert talk.state == talk.start, odd


def test_a_link_that_can_be_read_says_nothing_and_outdates_what_is_under_way() -> None:
    talk = place("/softmax scores").conversation()
    assert talk.open_link(params("z=3,-1&t=1&s=0.2")) is None
    assert (talk.state.logits, talk.state.target) == ((3.0, -1.0), 1)
    assert talk.state.label_smoothing == 0.2
    assert talk.generation == 1


def test_a_refused_link_outdates_what_is_under_way_too() -> None:
    talk = place("/softmax scores").conversation()
    talk.open_link(params("z=3,-1"))
    assert talk.open_link(params("z=1"))
    assert talk.state == talk.start
    assert talk.generation == 2


def test_a_link_with_strangers_keys_is_taken_for_its_own() -> None:
    """Whatever a mail programme hangs onto a link is none of our business."""
    talk = place("/softmax scores").conversation()
    assert talk.open_link(params("utm_source=mail&z=1,2")) is None
    assert talk.state.logits == (1.0, 2.0)


def test_a_link_sets_every_board_of_surprise() -> None:
    query = "p=0.25&x=log&u=bits&o=squared&b=0.5,0.5,0.5,0.5,0.5,0.125&z=-2&f=probs&d=0.2"
    talks = [one.conversation() for one in PLACES if one.path == "surprise"]
    assert [talk.open_link(params(query)) for talk in talks] == [None] * 4
    one, six, three, bell = (talk.state for talk in talks)
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
    talk = place("/language own").conversation()
    assert talk.open_link(params(urlencode({"q": text}))) is None
    assert (talk.state.text, talk.state.typed) == ("own", text)
    assert talk.message()["numbers"]["reading"]["text"] == text


@pytest.mark.parametrize("at", PLACES, ids=_id)
def test_wherever_a_reader_starts_a_link_loses_nothing(at: Place) -> None:
    """What one step or suggestion sets is not lost in a link that starts from any other."""
    chapter = PAGES[at.path].chapter(at.chapter)
    states = [at.start, *(step.state for step in chapter.steps() if step.state is not None)]
    states += [one.state for step in chapter.steps() for one in step.suggestions]
    for start, state in product(states, states):
        pairs = state.to_link(start)
        assert type(start).from_link(params(urlencode(pairs)), start) == state
        assert bool(pairs) == (state != start)
