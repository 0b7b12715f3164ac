"""A page of chapters and steps: the panel with the words, the open chapter's board beside it."""

from dataclasses import dataclass, field
from typing import Any

import streamlit as st

from xentviz.boards.board import Board
from xentviz.boards.conversation import Conversation
from xentviz.frame.board_session import BoardSession, board_session
from xentviz.frame.component import (
    mount,
    receive,
    sent_by,
    show_embedded,
    show_module,
    watch_connection,
)
from xentviz.frame.copy_link import share_buttons
from xentviz.frame.page_style import page_style
from xentviz.frame.sections.all_sections import SECTIONS
from xentviz.lessons.catalogue import entry, neighbours
from xentviz.lessons.position import REACHED, Position, check_place, open_step
from xentviz.lessons.steps import Chapter, Goal, Lesson, Table
from xentviz.lessons.view import covered_at, verdict_at, view

COLUMNS = [30, 70]  # the words and the board; style sheets put them below each other when narrow


@dataclass
class LessonSession:
    """One visitor's way through one lesson: the panel's conversation, and a board a chapter."""

    lesson: Lesson
    panel: BoardSession[Position]
    place: str = ""  # the chapter and step that the board was last set for
    pressed: int = 0  # how many suggestions have been carried out
    left: object = None  # when the reader last went on to the next page
    boards: dict[str, BoardSession[Any]] = field(default_factory=dict)

    @property
    def position(self) -> Position:
        """Where the reader is."""
        return self.panel.conversation.state

    @property
    def chapter(self) -> Chapter[Any]:
        """The open chapter."""
        return self.lesson.chapter(self.position.chapter)

    @property
    def board(self) -> BoardSession[Any] | None:
        """The open chapter's board, None where it has a section instead."""
        return self.boards.get(self.position.chapter)

    @property
    def board_state(self) -> object:
        """What the open board shows."""
        return None if self.board is None else self.board.conversation.state

    def listen(self) -> None:
        """Take what the browser has committed, and set the board where the reader has moved on."""
        receive(self.panel)
        if self.board is not None:
            receive(self.board)
        self.move()
        self.carry_out_suggestion()
        self.notice_goal()

    def move(self) -> None:
        """Set the open chapter's board to the open step, once the reader has come there.

        A place that the panel has kept from an earlier session was set then: the board keeps its
        state too.
        """
        place = self.position.key
        if place == self.place:
            return
        self.place = place
        self.pressed = self.position.pressed
        if self.board is None:
            return
        conversation = self.board.conversation
        conversation.start = self.chapter.state_at(self.position.step)
        wanted = open_step(self.lesson, self.position).state
        if wanted is not None and not self.panel.conversation.restored:
            conversation.set(wanted)

    def carry_out_suggestion(self) -> None:
        """Set the board as the suggestion says that was pressed last."""
        count = self.position.pressed
        suggestions = open_step(self.lesson, self.position).suggestions
        is_new = count != self.pressed and not self.panel.conversation.restored
        if is_new and self.board and self.position.suggestion < len(suggestions):
            self.board.conversation.set(suggestions[self.position.suggestion].state)
        self.pressed = count

    def notice_goal(self) -> None:
        """A goal that has been reached stays reached, wherever the board goes then."""
        step, position = open_step(self.lesson, self.position), self.position
        if not isinstance(step.question, Goal) or position.key in position.answers:
            return
        if verdict_at(self.lesson, position, self.board_state) is not None:
            self.panel.conversation.set(position.answered(REACHED))


def lesson_page(lesson: Lesson) -> None:
    """Show the page of a lesson."""
    st.set_page_config(page_title=f"{entry(lesson.path).claim} · xentviz")
    st.html(f"<style>{page_style()}</style>")
    watch_connection()
    embedded = bool(st.context.is_embedded)
    if embedded:
        show_embedded()
    else:
        with st.container(key="share-corner"):
            share_buttons()
    session = _session(lesson)

    @st.fragment(key=f"lesson-{lesson.path}")
    def follow() -> None:
        session.listen()
        _go_on(session)
        words, picture = st.columns(COLUMNS, gap="medium")
        with words:
            _show_panel(session)
        with picture:
            _show_board(session)
        if not embedded:
            _show_details(session)

    follow()
    if (
        after := neighbours(lesson.path)[1]
    ) and not embedded:  # it stays the same, so no commit pays for it
        st.page_link(after.file, label=f"Next page: {after.name}")


def _go_on(session: LessonSession) -> None:
    """Open the next page, once the reader has pressed *Next* at the end of this one."""
    left = sent_by(session.panel.key, "leave")
    after = neighbours(session.lesson.path)[1]
    if left is not None and left != session.left and after is not None:
        session.left = left
        st.switch_page(after.file)


def _session(lesson: Lesson) -> LessonSession:
    """This visitor's session of the lesson, with the newest link read."""
    key = f"lesson-{lesson.path}"
    if key not in st.session_state:
        st.session_state[key] = _new_session(lesson)
    session: LessonSession = st.session_state[key]
    session.panel.read_link()
    session.move()
    if session.board is not None:
        session.board.read_link()
    return session


def _new_session(lesson: Lesson) -> LessonSession:
    start = Position(lesson.chapters[0].key)
    panel: Board[Position] = Board(
        "lesson",
        Position,
        lambda position: view(lesson, position, session.board_state),
        fit=lambda position: check_place(lesson, position),
    )
    session = LessonSession(lesson, board_session(f"panel-{lesson.path}", panel, start))
    for chapter in lesson.chapters:
        if chapter.board is not None:
            conversation = Conversation(chapter.board, chapter.start, chapter.start)
            key = f"board-{lesson.path}-{chapter.key}"
            session.boards[chapter.key] = BoardSession(key, conversation)
    return session


def _show_panel(session: LessonSession) -> None:
    """The words. The panel also takes the other chapters' keys out of the address."""
    everybody = {key for one in session.lesson.chapters for key in _link_keys(one)}
    # Two chapters may have the same board, and so the same keys.
    mount(session.panel, foreign=sorted(everybody - set(_link_keys(session.chapter))))


def _link_keys(chapter: Chapter[Any]) -> tuple[str, ...]:
    own = () if chapter.board is None else tuple(key.name for key in chapter.board.state.LINK)
    return own + chapter.link_keys


def _show_board(session: LessonSession) -> None:
    step = open_step(session.lesson, session.position)
    cover = covered_at(session.lesson, session.position, session.board_state)
    if session.board is None:
        SECTIONS[session.chapter.section](frozenset(cover))
        return
    conversation = session.board.conversation
    conversation.shown, conversation.covered = step.show, cover
    mount(session.board)


def _show_details(session: LessonSession) -> None:
    """Code and tables below, closed until opened."""
    chapter, state = session.chapter, session.board_state
    code = None if chapter.code is None else chapter.code(state)
    deeper = () if chapter.deeper is None else chapter.deeper(state)
    data = {
        "module": "details",
        "code": None if code is None else {"NumPy": code.numpy, "PyTorch": code.torch},
        "tables": [_table(one) for one in deeper],
    }
    if code is not None or deeper:
        show_module(f"details-{session.lesson.path}", data)


def _table(table: Table) -> dict[str, object]:
    return {
        "title": table.title,
        "words": table.words,
        "header": table.header,
        "rows": list(table.rows),
    }
