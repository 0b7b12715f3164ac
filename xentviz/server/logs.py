"""The log: one line an event, escaped, cut, and no more of them than anybody can read."""

import logging
import re
import threading
import time
import traceback
from collections import OrderedDict
from collections.abc import Callable

MOST_CHARACTERS = 500  # of one message
MOST_LINES = 24  # of one traceback: its last ones
_MOST_CALLS = 8
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LOGGED = "_xentviz_logged"
_MOST_KINDS = 500
_DROPPED = -1  # a level below every handler's


def one_line(text: str, most: int = MOST_CHARACTERS) -> str:
    r"""`text` on one line: control characters as \x1b, \n, \u202e; its middle cut if too long."""
    length = len(text)
    if length > 2 * most:
        text = text[:most] + text[-most:]
    text = _UNSEEN.sub(lambda found: repr(found[0])[1:-1], text)
    if max(length, len(text)) > most:
        text = f"{text[: most * 3 // 4]} ...[{length} characters]... {text[-most // 4 :]}"
    return text


class Rate:
    """How often each kind of event is let through: `burst` at once, then `rate` a second."""

    def __init__(
        self, rate: float, burst: int, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._rate = rate
        self._burst = burst
        self._clock = clock
        self._lock = threading.Lock()
        self._kinds: OrderedDict[object, tuple[float, float, int]] = OrderedDict()

    def admit(self, kind: object, cost: int = 1) -> int | None:
        """None if this one is too many, else how many of its kind were held back before it."""
        with self._lock:
            now = self._clock()
            tokens, at, held = self._kinds.pop(kind, (float(self._burst), now, 0))
            tokens = min(self._burst, tokens + (now - at) * self._rate)
            admitted = tokens >= cost
            self._kinds[kind] = (tokens - cost * admitted, now, 0 if admitted else held + 1)
            while len(self._kinds) > _MOST_KINDS:
                self._kinds.popitem(last=False)
            return held if admitted else None


class Line(logging.LogRecord):
    """A log record whose message is one line and whose traceback is short, whoever formats it."""

    held_back = 0

    def getMessage(self) -> str:  # noqa: N802 - the name is logging's
        """The message as `one_line`, with the number of its kind that were held back."""
        try:
            said = super().getMessage()
        except (TypeError, ValueError):  # arguments that do not fit
            said = f"{self.msg} {self.args}"
        more = f" (and {self.held_back} more like it)" if self.held_back else ""
        return one_line(said) + more


def shortened(error: BaseException) -> str:
    """Where it happened and what it says, in a few lines that begin with "| ".

    So no line of a hostile value can pass for an event of its own.
    """
    calls = "".join(traceback.format_tb(error.__traceback__, limit=-_MOST_CALLS))
    lines = [*calls.splitlines()[-MOST_LINES:], _name(error)]
    cause = error.__cause__ or error.__context__
    if cause is not None:
        lines.append(f"after {_name(cause)}")
    return "\n".join(f"| {one_line(line)}" for line in lines)


def _name(error: BaseException) -> str:
    return "".join(traceback.format_exception_only(error)).strip()


class Records:
    """Makes the records of all loggers: the rate kept, each error's traceback written once.

    `each` is the rate of one kind of event: the same line of code, the same type of error.
    """

    def __init__(self, each: Rate, all_together: Rate) -> None:
        self._each = each
        self._all = all_together

    def __call__(
        self, name: str, level: int, path: str, line: int, msg: object, args: tuple[object, ...],
        exc_info: object, func: str | None = None, sinfo: str | None = None, **more: object,
    ) -> Line:  # fmt: skip
        """The record, below every handler's level where it is one too many."""
        record = Line(name, level, path, line, msg, args, None, func)
        error = exc_info[1] if isinstance(exc_info, tuple) else None
        if error is not None and getattr(error, _LOGGED, False):
            record.levelno = _DROPPED
            return record
        kind = (path, line, type(error))
        held = self._each.admit(kind)
        if held is None or self._all.admit("all", 5 if error else 1) is None:
            record.levelno = _DROPPED
        elif error is not None:
            record.exc_text = shortened(error)
            record.exc_info = None
            _mark(error)
        record.held_back = held or 0
        return record


def _mark(error: BaseException) -> None:
    try:
        setattr(error, _LOGGED, True)
    except AttributeError:  # one with slots is written each time
        return


def install() -> None:
    """From now on, every logger of the process writes such records, ours with the time."""
    logging.setLogRecordFactory(Records(Rate(0.5, 10), Rate(5, 100)))
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    own = logging.getLogger("xentviz")
    own.handlers = [handler]
    own.propagate = False
