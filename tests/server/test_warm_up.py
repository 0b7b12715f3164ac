"""What is made before the first visitor comes."""

import threading

from xentviz.server.warm_up import warm_up


def test_the_tasks_run_in_their_order_beside_the_caller() -> None:
    told: list[tuple[int, bool]] = []
    here = threading.current_thread()
    tasks = [lambda k=k: told.append((k, threading.current_thread() is here)) for k in range(3)]
    thread = warm_up(tasks)
    thread.join(10)
    assert told == [(k, False) for k in range(3)]
    assert thread.daemon, "it would keep the server from ending"
