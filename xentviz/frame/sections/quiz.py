"""Score yourself: the questions, and what a player's own confidence cost."""

import functools

import streamlit as st

from xentviz.data.quiz import QUIZ
from xentviz.figures.calibration import reliability
from xentviz.frame.board_session import WidgetGroup
from xentviz.frame.copy_link import copy_button
from xentviz.frame.lazy_figure import lazy_figure
from xentviz.frame.markdown import escape_markdown
from xentviz.frame.parts import in_code, suggestions, table
from xentviz.lessons.calibration import quiz

_OWN = "me-own"  # what the player said, once it is to be scored
_SAID = WidgetGroup("me")


def play() -> None:
    """Ask, score once asked to, and offer the link that holds the answers."""
    _read_link()
    words = _ask()
    if _OWN in st.session_state:
        _show(words, st.session_state[_OWN])
        in_code(quiz.in_code(words))


def _read_link() -> None:
    """Take the answers of a copied link, once; a broken one gives a sentence."""
    text = ",".join(st.query_params.get_all(quiz.KEY))
    if not text or st.session_state.get("me-link") == text:
        return
    st.session_state["me-link"] = text
    try:
        words = quiz.from_link(text)
    except ValueError as error:
        st.warning(f"The answers in this link cannot be read: {escape_markdown(str(error))}")
        return
    st.session_state[_OWN] = list(words)
    st.session_state.update(quiz.widgets(words))


def _ask() -> list[int]:
    words = []
    with st.form("me", border=True):
        columns = st.columns(2, gap="large")
        for k, one in enumerate(QUIZ):
            st.session_state.setdefault(f"me-{k}", quiz.UNDECIDED)
            with columns[k >= len(QUIZ) / 2]:
                said = functools.partial(quiz.say, k)
                either = " ↔ ".join(f"**{escape_markdown(option)}**" for option in one.options)
                label = f"{k + 1}. {escape_markdown(one.ask)} {either}"
                words.append(st.select_slider(label, quiz.WORDS, key=f"me-{k}", format_func=said))
        if st.form_submit_button("Score me"):
            st.session_state[_OWN] = words
    return words


def _show(words: list[int], own: list[int]) -> None:
    result = quiz.score(words)
    worst = QUIZ[result.dearest]
    left, right = st.columns(2, gap="large")
    with left:
        table(
            ("", "log loss, nats"),
            [
                ("you", f"{result.loss:.3f}"),
                ("always 50 %", f"{result.coin:.3f}"),
                (f"honest: {_share(result)}", f"{result.honest:.3f}"),
            ],
        )
        st.markdown(
            f"{quiz.verdict(result)}\n\n**The answer that cost most**, "
            f"{result.costs[result.dearest]:.3g} nats: {escape_markdown(worst.ask)} You said "
            f"“{escape_markdown(quiz.say(result.dearest, words[result.dearest]))}”. "
            f"{escape_markdown(worst.why)}\n\n"
            "Honest play keeps your picks and says, each time you decided, how often you were "
            "right. Twelve answers are few: luck moves these numbers."
        )
        if others := quiz.tries(own):
            suggestions(_SAID, *others)
        copy_button("Copy my answers", {quiz.KEY: quiz.to_link(words)}, key="me-copy")
    with right:
        if result.curve is not None:
            alt = "Reliability diagram of your answers: how sure you were, how often you were right"
            lazy_figure(reliability(result.curve), alt=alt, key="me-diagram")
    _all_twelve(words, result)


def _all_twelve(words: list[int], result: quiz.Score) -> None:
    with st.expander("All twelve, with their sources"):
        rows: list[tuple[str, ...]] = [
            (
                one.ask,
                one.options[one.right],
                one.why,
                quiz.say(k, words[k]),
                f"{cost:.3g}",
                one.source,
            )
            for k, (one, cost) in enumerate(zip(QUIZ, result.costs, strict=True))
        ]
        table(("Question", "Right", "Why", "You said", "Cost, nats", "Source"), rows)


def _share(result: quiz.Score) -> str:
    if result.share is None:
        return "50 % too"
    return f"{100 * result.share:.0f} % on the {result.decided} you decided"
