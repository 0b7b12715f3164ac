"""A Streamlit script with every board on one page, the first one twice. For test_all_boards.py."""

from typing import Any, TypeVar

import streamlit as st

from xentviz import boards
from xentviz.boards.board import Board
from xentviz.boards.conversation import Conversation
from xentviz.boards.state import BoardState
from xentviz.boards.worksheet import AveragesState, PaddingState, WritingState
from xentviz.frame.board_session import BoardSession
from xentviz.frame.component import show
from xentviz.frame.page_style import page_style
from xentviz.lessons import distributions, scale, start
from xentviz.lessons.calibration import forecast
from xentviz.lessons.language import sequences, text, writing
from xentviz.lessons.softmax import logits
from xentviz.lessons.surprise import curve, three_names

S = TypeVar("S", bound=BoardState)

ALL: tuple[tuple[str, Board[Any], Any], ...] = (
    ("logits", boards.LOGITS, logits.START),
    ("logits-again", boards.LOGITS, logits.START.shifted(1)),
    ("surprise", boards.SURPRISE, curve.START),
    ("batch", boards.BATCH, curve.BATCH),
    ("pipeline", boards.PIPELINE, three_names.PIPELINE),
    ("density", boards.DENSITY, three_names.DENSITY),
    ("distributions", boards.DISTRIBUTIONS, distributions.START),
    ("proper_score", boards.PROPER_SCORE, forecast.START),
    ("vocabulary", boards.VOCABULARY, scale.START),
    ("scaling_law", boards.SCALING_LAW, scale.LAW),
    ("strip", text.STRIP, text.START),
    ("averages", sequences.AVERAGES, AveragesState()),
    ("padding", sequences.PADDING, PaddingState()),
    ("writing", writing.WRITING, WritingState()),
    ("rain", boards.RAIN, start.START),
)


def _board(key: str, board: Board[S], state: S) -> None:
    new = BoardSession(f"all-{key}", Conversation(board, state, state))
    session: BoardSession[S] = st.session_state.setdefault(f"session-{key}", new)

    @st.fragment(key=session.fragment)
    def follow() -> None:
        show(session)

    follow()


def main() -> None:
    """The boards of ALL, or the one that ?only= names."""
    st.set_page_config(layout="wide")
    st.html(f"<style>{page_style()}</style>")
    only = st.query_params.get("only")
    for key, board, state in ALL:
        if only in (None, key):
            with st.container(key=f"place-{key}"):
                _board(key, board, state)


if __name__ == "__main__":
    main()
