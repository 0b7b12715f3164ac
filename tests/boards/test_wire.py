"""Python's end of the wire: what a browser sends is a stranger's word; what is told has a type."""

import json
import math
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.deno import ROOT
from xentviz.boards import LOGITS, SURPRISE
from xentviz.boards.conversation import Commit, Conversation, as_commit
from xentviz.boards.encoding import decode, encode
from xentviz.boards.logits import LogitsState
from xentviz.boards.surprise import SurpriseState

START = LogitsState.of(2.0, 1.0, 0.1)
OTHER = LogitsState.of(-1.0, 1.0, 0.1)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1), inner, max_size=4)
    ),
)


def _talk() -> Conversation[LogitsState]:
    return Conversation(LOGITS, START, START)


def _sent(talk: Conversation[LogitsState], **fields: object) -> Commit | None:
    """A commit of OTHER as the browser would send it, with some fields changed."""
    state = encode(OTHER.to_browser())
    usual = {"n": talk.n + 1, "session": talk.session, "generation": talk.generation}
    return as_commit(json.loads(json.dumps({**usual, "state": state, **fields})))


@given(values)
def test_every_value_crosses_the_wire(value: object) -> None:
    sent = json.dumps(encode(value), allow_nan=False)
    # Two nans are the same here, and their text is.
    assert repr(decode(json.loads(sent))) == repr(_as_sent(value))


def _as_sent(value: object) -> object:
    """A record that looks like an encoded number is read as that number."""
    if isinstance(value, dict):
        one = value.get("number")
        if len(value) == 1 and isinstance(one, str) and one in ("inf", "-inf", "nan"):
            return float(one)
        return {key: _as_sent(each) for key, each in value.items()}
    return [_as_sent(each) for each in value] if isinstance(value, list) else value


def test_infinities_and_nan_have_one_encoding() -> None:
    assert encode([math.inf, -math.inf, math.nan, 1.0]) == [
        {"number": "inf"},
        {"number": "-inf"},
        {"number": "nan"},
        1.0,
    ]
    assert encode((1, {"p": (math.inf,)})) == [1, {"p": [{"number": "inf"}]}]


@pytest.mark.parametrize(
    "sent",
    [
        None,
        "commit",
        [1, "one", 0],
        {},
        {"n": 1, "session": "one"},
        {"n": "1", "session": "one", "generation": 0},
        {"n": True, "session": "one", "generation": 0},
        {"n": 1.0, "session": "one", "generation": 0},
        {"n": -1, "session": "one", "generation": 0},
        {"n": 2**53, "session": "one", "generation": 0},
        {"n": 1, "session": None, "generation": 0},
        {"n": 1, "session": "one", "generation": "0"},
    ],
)
def test_what_has_not_the_shape_of_a_commit_is_none(sent: object) -> None:
    assert as_commit(sent) is None


def test_a_commit_is_taken_once() -> None:
    talk = _talk()
    talk.receive(_sent(talk))
    assert (talk.state, talk.n, talk.sentence) == (OTHER, 1, None)
    talk.set(START)
    assert talk.state == START
    talk.receive(_sent(talk, n=1))
    assert talk.state == START, "the commit of that number has been answered"


def test_a_commit_to_another_session_or_from_before_python_set_the_state_is_dropped() -> None:
    talk = _talk()
    talk.receive(_sent(talk, session="another"))
    assert talk.state == START
    early = _sent(talk)
    talk.set(START)
    talk.receive(early)
    assert (talk.state, talk.n) == (START, 0)


def test_a_bad_state_is_refused_in_a_sentence_and_the_last_good_one_stays() -> None:
    talk = _talk()
    talk.receive(_sent(talk))
    talk.receive(_sent(talk, state={**OTHER.to_browser(), "target": 99}))
    assert talk.state == OTHER
    assert talk.sentence is not None
    assert talk.sentence.endswith("The last good state stays.")
    told = talk.message()
    assert (told["n"], told["sentence"]) == (2, talk.sentence)
    talk.receive(_sent(talk))
    assert talk.sentence is None


def test_a_commit_says_whether_its_state_is_from_an_earlier_session() -> None:
    talk = _talk()
    talk.receive(_sent(talk, restored=True))
    assert talk.restored
    talk.receive(_sent(talk))
    assert not talk.restored
    talk.receive(_sent(talk, restored="yes"))
    assert not talk.restored, "only true is true"


def test_two_conversations_never_have_the_same_name() -> None:
    assert len({_talk().session for _ in range(100)}) == 100


def test_a_message_says_all_that_its_type_names_and_json_can_hold_it() -> None:
    told: dict[str, Any] = Conversation(SURPRISE, SurpriseState(0.1), SurpriseState(0.2)).message()
    json.dumps(told, allow_nan=False)
    text = (ROOT / "xentviz/boards/assets/types.d.ts").read_text(encoding="utf-8")
    declared = re.search(r"interface Message<S, N, C> \{\n(.*?)^\}", text, re.M | re.S)
    assert declared
    fields = set(re.findall(r"^ {2}(\w+)\??:", declared[1], re.M))
    # The frame adds which board it is, and whether it waits until that is painted.
    assert set(told) | {"key", "tell_painted"} == fields
    assert told["link"]["pairs"] == [("p", "0.2")]


def test_a_commit_of_a_browser_has_the_fields_that_its_type_names() -> None:
    text = (ROOT / "xentviz/boards/assets/types.d.ts").read_text(encoding="utf-8")
    declared = re.search(r"interface Commit \{\n(.*?)^\}", text, re.M | re.S)
    assert declared
    assert set(re.findall(r"^ {2}(\w+):", declared[1], re.M)) == set(Commit.__slots__)
