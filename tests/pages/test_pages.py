"""Each page through AppTest: it runs, asks before it tells, and takes any link."""

from itertools import pairwise

import pytest
from streamlit.testing.v1 import AppTest

from tests.pages.opening import opened
from xentviz.lessons.catalogue import LESSONS, Entry, neighbours
from xentviz.lessons.pages import PAGES


def words(app: AppTest) -> str:
    """Everything the page says in text."""
    kinds = (app.markdown, app.caption, app.warning, app.error, app.success, app.info, app.title)
    return "\n".join(element.value for kind in kinds for element in kind)


OLD_FORM = [entry for entry in LESSONS if entry.path not in PAGES]


@pytest.mark.parametrize("lesson", OLD_FORM, ids=lambda lesson: lesson.name)
def test_a_lesson_runs_and_says_its_claim(lesson: Entry) -> None:
    """No exception, the claim as title, a thing to keep."""
    app = opened(lesson.file)
    assert not app.exception
    assert [title.value for title in app.title] == [lesson.claim]
    assert "**Keep**" in words(app)


@pytest.mark.parametrize(
    ("file", "wrong", "right"),
    [("softmax.py", "It rises", "It falls")],
)
def test_an_answer_is_asked_for_before_it_is_told(file: str, wrong: str, right: str) -> None:
    """Empty, wrong, right: one sentence, no, yes. Nothing is revealed before."""
    app = opened(file)
    (question,) = app.radio
    check = next(button for button in app.button if button.label == "Check my answer")
    assert not app.success
    assert not app.error

    check.click().run()
    assert [info.value[:23] for info in app.info] == ["Choose an answer first;"]
    assert not app.success

    question = app.radio[0].set_value(wrong)
    app.run()
    assert not app.error, "an answer is revealed before it was checked"
    next(button for button in app.button if button.label == "Check my answer").click().run()
    assert app.error[0].value.startswith(f"Not quite: **{right}**.")

    question = app.radio[0].set_value(right)
    app.run()
    assert app.success[0].value.startswith("Right.")
    assert question.value == right


def test_a_link_sets_the_code_on_the_page() -> None:
    """z, t and s arrive in the snippet, which holds the page's numbers."""
    app = opened("softmax.py", "z=3,-1&t=1&s=0.2")
    assert not app.warning
    assert "z = np.array([3.0, -1.0])" in app.code[0].value
    assert "t = 1" in app.code[0].value
    assert "0.2 / len(z)" in app.code[0].value


@pytest.mark.parametrize(
    "query",
    [
        "z=1",
        "z=nan,1",
        "z=1e999,0",
        "z=" + ",".join(["1"] * 10_000),
        "z=<script>alert(1)</script>",
        "z=1,2&z=3,4",
        "z=1,2,3,4,5&t=9",
        "t=4",
        "t=-1",
        "t=1.5",
        "t=0x1",
        "T=0",
        "T=nan",
        "T=11",
        "s=0.5",
        "s=-1",
        "r=0",
        "n=only",
        "n=a&n=b&n=c&n=" + "x" * 1000,
        "n=%20&n=b&n=c&n=d",
    ],
)
def test_a_hostile_link_gives_the_start_and_one_sentence(query: str) -> None:
    """No traceback, nothing half taken, and the sentence is short."""
    app = opened("softmax.py", query)
    assert not app.exception
    (warning,) = app.warning
    assert warning.value.startswith("This link is damaged:")
    assert warning.value.endswith("We opened the default view instead.")
    assert len(warning.value) < 300
    assert "z = np.array([2.1, 0.4, -1.0, 0.9])" in app.code[0].value


def test_a_link_with_strangers_keys_is_left_alone() -> None:
    """Whatever a mail programme hangs onto a link is none of our business."""
    app = opened("softmax.py", "utm_source=mail&z=1,2")
    assert not app.warning
    assert "np.array([1.0, 2.0])" in app.code[0].value


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
