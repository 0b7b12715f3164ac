"""What visitors share is made once, and waiting for one thing holds up no other."""

import threading
from concurrent.futures import ThreadPoolExecutor

from xentviz.server.shared_cache import shared_cache


def test_two_visitors_who_ask_at_the_same_time_get_the_same_one() -> None:
    made: list[int] = []
    together = threading.Barrier(4, timeout=10)

    @shared_cache
    def thing(key: int) -> list[int]:
        made.append(key)
        return [key]

    def ask(_: int) -> list[int]:
        together.wait()
        return thing(1)

    with ThreadPoolExecutor(4) as pool:
        got = list(pool.map(ask, range(4)))
    assert made == [1]
    assert all(one is got[0] for one in got)


def test_nobody_waits_for_what_somebody_else_has_asked_for() -> None:
    begun, free = threading.Event(), threading.Event()

    @shared_cache
    def thing(key: str) -> str:
        if key == "slow":
            begun.set()
            assert free.wait(10)
        return key

    with ThreadPoolExecutor(1) as pool:
        slow = pool.submit(thing, "slow")
        assert begun.wait(10)
        assert thing("quick") == "quick"
        assert not slow.done()
        free.set()
        assert slow.result(10) == "slow"


def test_what_is_being_made_may_ask_for_other_things_of_its_kind() -> None:
    @shared_cache
    def factorial(n: int) -> int:
        return 1 if n == 0 else n * factorial(n - 1)

    assert factorial(5) == 5 * 4 * 3 * 2
