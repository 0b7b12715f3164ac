"""A replica dies: sessions go on with another, with the state of their link."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from websockets.exceptions import WebSocketException

from benchmarks.load import main_board
from tools.replicas import Replicas, replicas
from tools.visitor import visiting

BACK = 5.0  # seconds until everybody is back


@pytest.fixture
def two() -> Iterator[Replicas]:
    with replicas(2) as running:
        yield running


def test_sessions_of_a_replica_that_dies_go_on_with_another(two: Replicas) -> None:
    async def reader(number: int, killed: asyncio.Event) -> float:
        query = f"/softmax?z={number},1,2"
        async with visiting(two.url, query) as visitor:
            await killed.wait()
            began = time.monotonic()
            board = main_board(visitor)
            try:
                await visitor.commit(board, board.data["state"])
                return 0.0  # its replica lives
            except (WebSocketException, OSError):
                pass
        while True:
            try:
                async with visiting(two.url, query) as again:
                    assert main_board(again).data["state"]["logits"][0] == number
                    return time.monotonic() - began
            except (WebSocketException, OSError):
                await asyncio.sleep(0.25)

    async def scenario() -> list[float]:
        killed = asyncio.Event()
        readers = [asyncio.create_task(reader(number, killed)) for number in range(20)]
        await asyncio.sleep(5)
        two.kill(0)
        killed.set()
        return await asyncio.gather(*readers)

    times = asyncio.run(scenario())
    assert 0 < sum(one > 0 for one in times) < len(times), "one replica of two had died"
    assert max(times) < BACK
