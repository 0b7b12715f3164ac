"""One piece of work at a time, made once, kept for a while."""

import threading

import pytest

from xentviz.server.work_queue import WorkQueue

LONG = 30.0  # seconds: longer than any of these tests takes


def test_what_two_ask_for_is_made_once() -> None:
    queue: WorkQueue[int] = WorkQueue("test", 8, 8)
    began, go, made = threading.Event(), threading.Event(), list[int]()

    def make() -> int:
        began.set()
        go.wait(LONG)
        made.append(1)
        return 7

    answers = list[int]()
    visitors = [
        threading.Thread(target=lambda: answers.append(queue.ask("a", make, LONG)))
        for _ in range(2)
    ]
    for one in visitors:
        one.start()
    began.wait(LONG)
    go.set()
    for one in visitors:
        one.join()
    assert answers == [7, 7]
    assert queue.ask("a", make, LONG) == 7
    assert len(made) == 1


def test_whose_patience_ends_is_told_how_many_come_first() -> None:
    queue: WorkQueue[str] = WorkQueue("test", 8, 2)
    go = threading.Event()

    def slow() -> str:
        go.wait(LONG)
        return "slow"

    assert queue.ask("a", slow, 0.0) == 0
    assert queue.ask("b", lambda: "b", 0.0) == 1
    assert queue.ask("c", lambda: "c", 0.0) == 2, "more than that do not stand in the queue"
    go.set()
    assert queue.ask("b", lambda: "never made again", LONG) == "b"
    assert queue.ask("c", lambda: "c", LONG) == "c"


def test_what_was_not_asked_for_lately_is_forgotten() -> None:
    queue: WorkQueue[int] = WorkQueue("test", 2, 8)
    for key in ("a", "b", "a", "c"):
        queue.make_now(key, lambda: 1)
    assert [queue.make_now(key, lambda: 2) for key in ("a", "c", "b")] == [1, 1, 2]


def test_what_fails_is_tried_again() -> None:
    queue: WorkQueue[int] = WorkQueue("test", 2, 8)

    def fail() -> int:
        raise RuntimeError("no memory")

    with pytest.raises(RuntimeError, match="no memory"):
        queue.make_now("a", fail)
    assert queue.make_now("a", lambda: 3) == 3
