"""Whatever is sent: the server stays up, no browser sees a traceback or another reader's words."""

import asyncio
from collections.abc import Callable

from tests.hostile.fuzz import BATCH, LEAST, Fuzz, unseen
from tools.serve import App

SECONDS = 2.5  # `python -m tests.hostile --seconds 600` is the long run
SLOWEST = 5.0  # seconds; on a busy machine a commit beside eight attackers may take one


def test_hostile_values_do_no_harm(server: App, logged: Callable[[], str]) -> None:
    found = asyncio.run(Fuzz(server.url, seed=7, seconds=SECONDS).run(workers=3))
    assert found.sent["values"] >= BATCH
    assert found.sent["own marks back"] > 0
    assert min(found.sent["requests"], found.sent["links"], found.commits) >= LEAST
    assert found.leaks == []
    assert found.crossed == []
    assert found.failures == []
    assert found.slowest < SLOWEST
    log = logged()
    assert unseen(log) == []
    assert len(log) < 300_000
