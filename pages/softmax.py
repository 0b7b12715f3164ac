"""Softmax: scores to probabilities, and why the gradient is p − y."""

from dataclasses import replace

import streamlit as st

from xentviz import lesson
from xentviz.lesson import text
from xentviz.lesson.topics import logits, overflow
from xentviz.live import LogitsState, logits_board

START = LogitsState.of(2.1, 0.4, -1.0, 0.9)

board = lesson.hold("softmax", START)
lesson.claim(
    "softmax",
    "Drag a score. The probabilities, the loss and the push on every score answer while you drag.",
)


def slopes(state: LogitsState) -> None:
    lesson.section(
        "Why the gradient is just p − y",
        "The loss is ln Σ exp(z) − z of the truth. Its slope in one score is that score's share of "
        "the sum, p, minus 1 if the class is true. Below, each score was nudged both ways and the "
        "loss measured again: the same numbers, for twice as many losses as there are classes. "
        "The softmax that the loss needs anyway gives them all at once, and each stays between "
        "−1 and 1 however wrong the prediction is: cheap and stable.",
        text.table(logits.NUDGES_HEADER, logits.nudges(state)),
    )


@st.fragment
def by_the_book() -> None:
    lesson.section(
        "Why nobody computes log(softmax(z)) as it is written",
        "exp overflows for a score of 800 (nan), a probability too small to hold becomes 0 (inf), "
        "and next to 1 the last digits are lost (0 for a loss that is not 0). The core shifts by "
        "the largest score and never subtracts two numbers that are nearly equal.",
    )
    typed = st.text_input(
        "Try your own scores, the first is true", "88, 90", key="own", bind="query-params"
    )
    cases = list(overflow.CASES)
    with lesson.sentence():
        cases.insert(0, overflow.parse_scores(typed or ""))
    lesson.table(overflow.HEADER, [overflow.row(scores) for scores in cases])


@st.fragment
def once_too_often() -> None:
    lesson.section(
        "The loss applies softmax itself",
        "Feed it probabilities and softmax happens twice. Even a perfect one-hot, 1 on the truth "
        "and 0 elsewhere, then counts as weak scores: the loss cannot reach 0, and more classes "
        "make it worse. With two classes a second sigmoid does the same: p is stuck under 0.731.",
    )
    if st.toggle("Apply softmax once too often", key="twice", bind="query-params"):
        lesson.table(logits.TWICE_HEADER, logits.softmax_twice(2, 4, 10, 100, 1000, 50257))


lesson.touch(
    board,
    logits_board,
    ask=logits.double_every_score(START),
    tries=(
        lesson.Try("Shift every score by 3", "Only the scores move.", START.shifted(3)),
        lesson.Try("Temperature 0.1", "Almost argmax.", replace(START, temperature=0.1)),
        lesson.Try("Temperature 10", "Almost uniform.", replace(START, temperature=10.0)),
    ),
    kept="The push on each score is what you said minus what was true.",
    code=logits.in_code,
    then=slopes,
)
lesson.below(by_the_book)
lesson.below(once_too_often)
lesson.below(lambda: lesson.next_lesson("softmax"))
