"""Softmax: scores to probabilities, and why the gradient is p − y."""

import streamlit as st

from xentviz.boards import LOGITS
from xentviz.boards.logits import LogitsState
from xentviz.frame import Page, markdown, section, table, warn_on_value_error
from xentviz.lessons.softmax import logits, overflow

page = Page(
    "softmax",
    "Drag a score. The probabilities, the loss and the push on every score answer while you drag.",
)


def slopes(state: LogitsState) -> None:
    section(
        "Why the gradient is just p − y",
        "The loss is ln Σ exp(z) − z of the truth. Its slope in one score is that score's share of "
        "the sum, p, minus 1 if the class is true. Below, each score was nudged both ways and the "
        "loss measured again: the same numbers, for twice as many losses as there are classes. "
        "The softmax that the loss needs anyway gives them all at once, and each stays between "
        "−1 and 1 however wrong the prediction is: cheap and stable.",
        markdown.table(logits.NUDGES_HEADER, logits.nudges(state)),
    )


@st.fragment
def by_the_book() -> None:
    section(
        "Why nobody computes log(softmax(z)) as it is written",
        "exp overflows for a score of 800 (nan), a probability too small to hold becomes 0 (inf), "
        "and next to 1 the last digits are lost (0 for a loss that is not 0). The core shifts by "
        "the largest score and never subtracts two numbers that are nearly equal.",
    )
    typed = st.text_input(
        "Try your own scores, the first is true", "88, 90", key="own", bind="query-params"
    )
    cases = list(overflow.CASES)
    with warn_on_value_error():
        cases.insert(0, overflow.parse_scores(typed or ""))
    table(overflow.HEADER, [overflow.row(scores) for scores in cases])


@st.fragment
def once_too_often() -> None:
    section(
        "The loss applies softmax itself",
        "Feed it probabilities and softmax happens twice. Even a perfect one-hot, 1 on the truth "
        "and 0 elsewhere, then counts as weak scores: the loss cannot reach 0, and more classes "
        "make it worse. With two classes a second sigmoid does the same: p is stuck under 0.731.",
    )
    if st.toggle("Apply softmax once too often", key="twice", bind="query-params"):
        table(logits.TWICE_HEADER, logits.softmax_twice(2, 4, 10, 100, 1000, 50257))


page.board_section(
    page.board("softmax", LOGITS, logits.START),
    question=logits.double_every_score(),
    suggestions=logits.tries(),
    takeaway="The push on each score is what you said minus what was true.",
    code=logits.in_code,
    refresh=slopes,
)
page.section(by_the_book, link_keys=["own"])
page.section(once_too_often, link_keys=["twice"])
page.section(page.next_page)
