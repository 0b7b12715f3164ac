"""One line an event, whatever a visitor sends, and no more lines than anybody can read."""

import io
import logging
import subprocess
import sys
from collections.abc import Iterator

import pytest

from xentviz.server.logs import MOST_CHARACTERS, MOST_LINES, Rate, Records, one_line, shortened


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def log() -> Iterator[tuple[logging.Logger, io.StringIO, Clock]]:
    """A logger whose records are made as the server's are, what it wrote, and its clock."""
    clock, out, before = Clock(), io.StringIO(), logging.getLogRecordFactory()
    records = Records(Rate(0.5, 10, clock), Rate(10, 50, clock))
    logging.setLogRecordFactory(records)
    logger = logging.Logger("hostile")
    handler = logging.StreamHandler(out)
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger.addHandler(handler)
    yield logger, out, clock
    logging.setLogRecordFactory(before)


Log = tuple[logging.Logger, io.StringIO, Clock]
FORGED = "x\n2026-01-01 INFO all is well\x1b[2J\x1b]0;title\x07\r\u202e\u2028end"


def test_a_value_cannot_forge_a_line(log: Log) -> None:
    logger, out, _ = log
    logger.warning("The fragment %s does not exist", FORGED)
    said = out.getvalue()
    assert said.count("\n") == 1
    assert said.isprintable() or said[:-1].isprintable()
    assert r"x\n2026" in said
    assert r"\x1b[2J" in said


def test_a_long_value_is_cut_in_its_middle(log: Log) -> None:
    logger, out, _ = log
    logger.warning("start %s end", "y" * 100_000)
    said = out.getvalue()
    assert len(said) < MOST_CHARACTERS + 100
    assert said.startswith("WARNING start y")
    assert said.endswith("y end\n")


def fail(depth: int, words: str) -> None:
    if depth:
        fail(depth - 1, words)
    raise ValueError(words)


def caught(words: str = FORGED, depth: int = 60) -> ValueError:
    try:
        fail(depth, words)
    except ValueError as error:
        return error
    raise AssertionError


def test_a_traceback_is_short_and_none_of_its_lines_can_pass_for_an_event(log: Log) -> None:
    logger, out, _ = log
    logger.error("A page failed", exc_info=caught("z" * 50_000 + FORGED))
    first, *rest = out.getvalue().splitlines()
    assert first == "ERROR A page failed"
    assert 3 < len(rest) <= MOST_LINES + 1
    assert all(line.startswith("| ") for line in rest)
    assert sum(map(len, rest)) < 5 * MOST_CHARACTERS
    assert "ValueError: zzz" in rest[-1]


def test_an_error_is_written_once_however_often_it_is_logged(log: Log) -> None:
    logger, out, _ = log
    error = caught()
    for words in ("A page failed", "Uncaught app execution"):
        logger.error(words, exc_info=error)
    assert "A page failed" in out.getvalue()
    assert "Uncaught" not in out.getvalue()


def test_the_same_event_again_and_again_is_counted_not_written(log: Log) -> None:
    logger, out, clock = log

    def event() -> None:
        logger.warning("Refused")

    for _ in range(1000):
        event()
    assert len(out.getvalue().splitlines()) == 10
    clock.now = 2.0
    event()
    assert out.getvalue().splitlines()[-1] == "WARNING Refused (and 990 more like it)"


def test_all_events_together_have_a_rate_too(log: Log) -> None:
    _, out, _ = log
    for i in range(300):  # each from a line of code of its own
        exec(compile(f"log[0].warning('event {i}')", f"file{i}.py", "exec"))
    assert len(out.getvalue().splitlines()) == 50


def test_a_rate_remembers_a_bounded_number_of_kinds() -> None:
    rate = Rate(1, 1, Clock())
    for kind in range(10_000):
        assert rate.admit(kind) == 0
    assert len(rate._kinds) <= 500


def test_a_message_whose_arguments_do_not_fit_is_written_all_the_same(log: Log) -> None:
    logger, out, _ = log
    logger.warning("%d files", "many")
    assert "many" in out.getvalue()


def test_plain_words_stay_as_they_are() -> None:
    for words in ("Zürich: 3 − 2 = 1", "日本語", "a%sb"):
        assert one_line(words) == words


def test_the_last_lines_name_the_place() -> None:
    assert "in fail" in shortened(caught())
    assert "in caught" not in shortened(caught()), "only the last calls"


def test_what_it_came_after_is_named() -> None:
    error = caught("second")
    error.__cause__ = caught("first")
    assert shortened(error).splitlines()[-2:] == [
        "| ValueError: second",
        "| after ValueError: first",
    ]


def test_once_installed_every_logger_writes_so() -> None:
    code = (
        "import logging, xentviz.server.logs as logs; logs.install();"
        "logging.basicConfig(format='%(message)s');"
        "logging.getLogger('anything').warning('a\\nb')"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert said.stderr == "a\\nb\n"
