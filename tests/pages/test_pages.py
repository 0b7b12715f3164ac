"""Each page through AppTest: it runs, asks before it tells, and takes any link."""

import functools
import json
from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from tests.boards.hostile_links import HOSTILE
from tests.boards.on_pages import PAGES, conversations, params
from tests.lessons.collected import questions
from tests.pages.opening import opened
from xentviz.frame.markdown import escape_markdown
from xentviz.lessons import pages
from xentviz.lessons.catalogue import LESSONS, Entry, neighbours

OLD_FORM = [one for one in LESSONS if one.path not in pages.PAGES]
FILES = [one.file for one in OLD_FORM]
QUESTIONS = questions()


def words(app: AppTest) -> str:
    """Everything the page says in text."""
    kinds = (app.markdown, app.caption, app.warning, app.error, app.success, app.info, app.title)
    return "\n".join(element.value for kind in kinds for element in kind)


@functools.cache
def as_opened(file: str) -> AppTest:
    """The page as it opens, for tests that only read it."""
    return opened(file, timeout=60)


def asked(app: AppTest) -> list[str]:
    """The keys of the questions on a page."""
    return [radio.key for radio in app.radio if radio.key in QUESTIONS]


@pytest.mark.parametrize("lesson", OLD_FORM, ids=lambda lesson: lesson.name)
def test_a_lesson_runs_and_says_its_claim(lesson: Entry) -> None:
    """No exception, the claim as title, a thing to keep."""
    app = as_opened(lesson.file)
    assert not app.exception
    assert not app.warning
    assert [title.value for title in app.title] == [lesson.claim]
    assert "**Keep**" in words(app)


@pytest.mark.parametrize("file", FILES)
def test_a_page_opens_its_boards_at_their_starts(file: str) -> None:
    """What the pure tests of links take for the boards of a page are its boards."""
    app = as_opened(file)
    modules = [json.loads(one.proto.json)["module"] for one in app.get("bidi_component")]
    beside = ("copy_link", "lazy_figure", "reconnection")
    assert [one for one in modules if one not in beside] == [
        board.name for board, _ in PAGES[file].values()
    ]
    for key, (board, start) in PAGES[file].items():
        talk = app.session_state[f"board-{key}"].conversation
        assert talk.board.name == board.name
        assert talk.state == talk.start == start


def test_every_question_is_asked_once_on_one_page() -> None:
    """As the lesson words it, with its options, none of them chosen."""
    found = [key for file in FILES for key in asked(as_opened(file))]
    assert sorted(found) == sorted(QUESTIONS)
    for file in FILES:
        app = as_opened(file)
        assert asked(app), f"{file} asks nothing"
        for key in asked(app):
            radio = app.radio(key=key)
            assert radio.label == QUESTIONS[key].words
            assert tuple(radio.options) == QUESTIONS[key].options
            assert radio.value is None


@pytest.mark.parametrize("file", FILES)
def test_nothing_is_revealed_before_an_answer_was_checked(file: str) -> None:
    """Empty, wrong, right: one sentence, no, yes."""
    app = opened(file)
    key = asked(app)[-1]
    right, why = QUESTIONS[key].reveal()
    wrong = next(option for option in QUESTIONS[key].options if option != right)
    assert not app.success
    assert not app.error
    assert why not in words(app)

    app.button(key=f"{key}-check").click().run()
    assert [info.value[:23] for info in app.info] == ["Choose an answer first;"]
    assert not app.success
    assert why not in words(app)

    app.radio(key=key).set_value(wrong).run()
    assert not app.error, "an answer is revealed before it was checked"
    app.button(key=f"{key}-check").click().run()
    assert [error.value for error in app.error] == [f"Not quite: **{right}**. {why}"]

    app.radio(key=key).set_value(right).run()
    assert [success.value for success in app.success] == [f"Right. {why}"]
    assert not app.error
    assert app.radio(key=key).value == right


def _shown_hostile() -> list[tuple[str, str]]:
    """The first and the last of each page, and one with markup in it."""
    return [(file, query) for file in FILES for query in (HOSTILE[file][0], HOSTILE[file][-1])] + [
        ("softmax.py", "z=<script>alert(1)</script>")
    ]


@pytest.mark.parametrize(("file", "query"), _shown_hostile(), ids=lambda text: text[:40])
def test_a_hostile_link_shows_its_sentence_above_the_start(file: str, query: str) -> None:
    """tests/boards/test_links.py has the others: what is shown is what the board said."""
    boards = conversations(file)
    (sentence,) = [text for talk in boards.values() if (text := talk.open_link(params(query)))]
    app = opened(file, query)
    assert not app.exception
    assert [warning.value for warning in app.warning] == [escape_markdown(sentence)]
    assert [block.value for block in app.code] == [block.value for block in as_opened(file).code], (
        "the code shows another state than the start"
    )


def test_a_link_sets_the_code_on_the_page() -> None:
    """z, t and s arrive in the snippet, which holds the page's numbers."""
    app = opened("softmax.py", "z=3,-1&t=1&s=0.2&utm_source=mail")
    assert not app.warning
    assert "z = np.array([3.0, -1.0])" in app.code[0].value
    assert "t = 1" in app.code[0].value
    assert "0.2 / len(z)" in app.code[0].value


def test_a_notice_button_sets_the_board() -> None:
    """The state behind the button is the one that is shown."""
    app = opened("softmax.py")
    shift = next(one for one in app.button if one.label.startswith("**Shift every score by 3"))
    shift.click().run()
    assert "np.array([5.1, 3.4, 2.0, 3.9])" in app.code[0].value


def test_bad_scores_of_ones_own_keep_what_was_typed() -> None:
    """One sentence beside the field, the text still in it, the table still there."""
    app = opened("softmax.py")
    app.text_input[0].set_value("1, two").run()
    assert "is not a number" in app.warning[0].value
    assert app.text_input[0].value == "1, two"
    assert "800, 0" in words(app)


def test_neighbours_follow_the_one_list() -> None:
    """Previous and next are the catalogue's."""
    for before, after in pairwise(LESSONS):
        assert neighbours(before.path)[1] is after
        assert neighbours(after.path)[0] is before
    assert neighbours(LESSONS[0].path)[0] is None
    assert neighbours(LESSONS[-1].path)[1] is None
