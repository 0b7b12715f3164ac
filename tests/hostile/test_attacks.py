"""Attacks that were tried on the server and succeeded, each as a test that it no longer does."""

import asyncio
import random
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from http.cookiejar import CookieJar

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus
from websockets.typing import Origin

from tests.hostile.conftest import OPEN_FILES
from tests.hostile.flood import flood
from tools.serve import App
from tools.visitor import main_board, nudged, visiting

FLOOD = 3.0  # seconds
LONGEST = 1.5  # seconds a reader may wait beside it; without a pace nobody got in before its end


async def waits(url: str, seconds: float) -> list[float]:
    """How long each commit of a reader takes who behaves."""
    times, chance = list[float](), random.Random(1)
    async with visiting(url, "/softmax") as reader:
        board = main_board(reader)
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            began = time.monotonic()
            assert await reader.commit(board, nudged(board.data["state"], chance))
            times.append(time.monotonic() - began)
            await asyncio.sleep(0.2)
    return times


def test_five_floods_do_not_stall_a_reader(server: App) -> None:
    async def scenario() -> list[float]:
        floods = [asyncio.create_task(flood(server.url, "/softmax", 400, FLOOD)) for _ in range(5)]
        await asyncio.sleep(0.5)
        times = await waits(server.url, FLOOD - 1)
        assert min(await asyncio.gather(*floods)) > 100
        return times

    times = asyncio.run(scenario())
    assert len(times) >= 2
    assert max(times) < LONGEST


def test_a_page_without_a_place_for_files_stores_none(server: App) -> None:
    async def session() -> str:
        async with visiting(server.url, "/softmax") as visitor:
            jar = CookieJar()
            opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
            await asyncio.to_thread(opener.open, f"{server.url}/_stcore/health", None, 10)
            token = next(one.value for one in jar if one.name == "_streamlit_xsrf")
            head = b'--b\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n'
            request = urllib.request.Request(
                f"{server.url}/_stcore/upload_file/{visitor.session}/file",
                data=head + b"x" * 4_900_000 + b"\r\n--b--\r\n",
                method="PUT",
                headers={
                    "X-Xsrftoken": token or "",
                    "Origin": server.url,
                    "Content-Type": "multipart/form-data; boundary=b",
                },
            )
            try:
                await asyncio.to_thread(opener.open, request, None, 10)
            except urllib.error.HTTPError as error:
                return f"{error.code} {error.read().decode()}"
            except urllib.error.URLError as error:  # cut off while it still sends
                return f"403 {error.reason}"
            return "stored"

    assert asyncio.run(session()).startswith("403")


@pytest.mark.parametrize("origin", [None, "http://evil.example", "null"])
def test_a_socket_that_no_page_of_ours_opens_is_refused(server: App, origin: str | None) -> None:
    async def scenario() -> int:
        address = server.url.replace("http", "ws") + "/_stcore/stream"
        try:
            async with connect(address, origin=Origin(origin) if origin else None):
                return 101
        except InvalidStatus as refused:
            return refused.response.status_code

    assert asyncio.run(scenario()) == 403


def test_a_fragment_id_forges_no_line_of_the_log(server: App, logged: Callable[[], str]) -> None:
    async def scenario() -> None:
        async with visiting(server.url, "/softmax") as visitor:
            message = BackMsg()
            message.rerun_script.fragment_id = (
                "\n2026-01-01 INFO all is well\x1b[2J" + "x" * 100_000
            )
            for _ in range(20):
                await visitor.send(message)
            await waits(server.url, 0.5)

    asyncio.run(scenario())
    said = logged()
    assert "The fragment with id" in said
    assert len(said) < 20_000
    assert "\x1b" not in said
    assert not any(line.startswith("2026-01-01 INFO") for line in said.splitlines())


def test_an_error_costs_one_short_traceback(server: App, logged: Callable[[], str]) -> None:
    async def scenario() -> None:
        async with visiting(server.url, "/softmax") as visitor:
            board = main_board(visitor)
            message = BackMsg()
            message.rerun_script.fragment_id = board.fragment
            widget = message.rerun_script.widget_states.widgets.add()
            widget.id, widget.json_value = board.id, "[" * 100_000
            await visitor.send(message)
            await visitor.finished()

    asyncio.run(scenario())
    events = [line for line in logged().splitlines() if not line.startswith("| ")]
    assert len(events) == 1, events
    assert len(logged()) < 5_000


def test_a_missing_asset_is_not_worth_a_line(server: App, logged: Callable[[], str]) -> None:
    path = "/_stcore/bidi-components/xentviz.logits/missing.js"
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(server.url + path, timeout=10)
    assert logged() == ""


def test_nobody_empties_the_caches_of_all(server: App) -> None:
    async def scenario() -> bool:
        async with visiting(server.url, "/softmax") as visitor:
            for kind in ("clear_cache", "load_git_info"):
                await visitor.send(BackMsg(**{kind: True}))  # type: ignore[arg-type]
            # Streamlit empties the session's own state with the caches: the board would start anew.
            board = main_board(visitor)
            before = board.data["generation"]
            return await visitor.commit(board, board.data["state"]) and (
                board.data["generation"] == before
            )

    assert asyncio.run(scenario())


def test_text_ends_the_connection_and_leaves_one_line(
    server: App, logged: Callable[[], str]
) -> None:
    async def scenario() -> int:
        async with visiting(server.url, "/softmax") as visitor:
            await visitor.raw("hello")
            return await visitor.closed()

    assert asyncio.run(scenario()) == 1003
    assert logged().count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such limit")
def test_a_low_limit_of_open_files_is_said_at_start(server: App) -> None:
    said = [line for line in server.log().splitlines() if f"may open {OPEN_FILES} files" in line]
    assert len(said) == 1
