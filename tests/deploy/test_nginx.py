"""deploy/nginx, as it is shipped, in a real nginx before two real replicas of the app."""

import asyncio
import gzip
import http.client
import re
import socket
import ssl
import threading
import time
from asyncio import Barrier
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from websockets.exceptions import InvalidStatus, WebSocketException

from tests.deploy.client import get, new_route, open_socket, opened_session, replica_of, where
from tests.deploy.conftest import Replica
from tools.nginx import Nginx, running_nginx
from tools.visitor import main_board, visiting

BACK = 5.0  # seconds until every reader of a killed replica is back
CLASS = 200  # visitors behind one address
BURST = 400  # of sockets, in nginx.conf
pytestmark = pytest.mark.xdist_group("nginx")  # one worker, so that replicas start once


def test_the_health_of_the_app_is_seen_through_nginx(front: Nginx) -> None:
    answer = get(front, "/_stcore/health")
    assert (answer.status, answer.body) == (200, b"ok")


def test_a_new_browser_is_given_a_route_of_its_own_and_only_once(front: Nginx) -> None:
    first, second = get(front), get(front)
    assert first.route
    assert second.route
    assert first.route != second.route
    assert get(front, route=first.route).route is None
    # What nobody gave out is no route: a browser cannot choose its replica.
    assert get(front, route="mine").route not in (None, "mine")
    cookie = first.headers["Set-Cookie"]
    assert re.search(r"route=[0-9a-f]{32}; Path=/; HttpOnly; SameSite=Lax$", cookie, re.M), cookie


def test_browsers_spread_over_the_replicas_and_each_stays_on_one(
    front: Nginx, replicas: list[Replica]
) -> None:
    routes = [new_route(front) for _ in range(24)]
    found = [
        [where(front, route, f"stay-{i}-{n}") for n in range(3)] for i, route in enumerate(routes)
    ]
    assert all(len(set(each)) == 1 for each in found)
    # Of 24 fair coins, none of either side has one chance in 8 million.
    assert {each[0] for each in found} == {each.port for each in replicas}


def test_browsers_without_cookies_stay_on_one_replica_too(front: Nginx) -> None:
    ports = set()
    for number in range(8):
        get(front, f"/no-cookie-{number}")
        ports.update(replica_of(front, f"/no-cookie-{number}"))
    assert len(ports) == 1


class Quiet(BaseHTTPRequestHandler):
    """A stand-in replica that answers anything with nothing."""

    def do_GET(self) -> None:
        self.send_response(204)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_replica_that_is_added_moves_nobody_between_the_others(nginx: str) -> None:
    routes = [f"{number:032x}" for number in range(30)]
    with ExitStack() as stack:
        servers = [ThreadingHTTPServer(("127.0.0.1", 0), Quiet) for _ in range(3)]
        for server in servers:
            stack.enter_context(server)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stack.callback(server.shutdown)
        ports = [server.server_port for server in servers]
        found = []
        for count in (2, 3):
            with running_nginx(nginx, ports[:count]) as front:
                found.append([where(front, route, f"{i}") for i, route in enumerate(routes)])
    moved = [(before, after) for before, after in zip(*found, strict=True) if before != after]
    assert 0 < len(moved) < 30
    assert {after for _, after in moved} == {ports[2]}


def test_a_websocket_that_is_lost_comes_back_to_its_session(front: Nginx) -> None:
    for route in (new_route(front) for _ in range(2)):
        with open_socket(front, route) as line:
            assert line.subprotocol == "streamlit"
            session = opened_session(line)
        with open_socket(front, route, session=session) as again:
            assert opened_session(again) == session


def test_a_websocket_of_another_site_is_refused(front: Nginx) -> None:
    with pytest.raises(InvalidStatus) as refused:
        open_socket(front, new_route(front), origin="http://elsewhere.example")
    assert refused.value.response.status_code == 403


def test_static_files_come_compressed_from_the_cache_without_a_cookie(front: Nginx) -> None:
    found = re.search(r'src="\.?(/static/[^"]+\.js)"', get(front).body.decode())
    assert found
    plain = get(front, found[1])
    packed = get(front, found[1], headers={"Accept-Encoding": "gzip, deflate"})
    again = get(front, found[1], headers={"Accept-Encoding": "deflate, gzip;q=0.9"})
    assert packed.headers["Content-Encoding"] == again.headers["Content-Encoding"] == "gzip"
    assert plain.headers["Content-Encoding"] is None
    assert gzip.decompress(packed.body) == gzip.decompress(again.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert "immutable" in packed.headers["Cache-Control"]
    assert packed.route is None
    assert "Set-Cookie" not in packed.headers
    caches = re.findall(rf'"GET {re.escape(found[1])}" .* cache (\w+)', front.log())
    assert caches[-1] == "HIT"
    assert get(front, headers={"Accept-Encoding": "gzip"}).headers["Cache-Control"] == "no-cache"


def test_a_page_that_is_asked_for_again_is_asked_of_the_app(front: Nginx) -> None:
    for _ in range(2):
        assert get(front, "/distributions").status == 200
    caches = re.findall(r'"GET /distributions" .* cache (\w+)', front.log())
    assert "HIT" not in caches


@pytest.mark.parametrize("path", ["/_stcore/metrics", "/_stcore/agent/openapi.json"])
def test_what_is_not_for_visitors_is_not_found(front: Nginx, path: str) -> None:
    assert get(front, path).status == 404


def test_a_body_larger_than_any_page_sends_is_refused(front: Nginx) -> None:
    line = http.client.HTTPConnection("127.0.0.1", front.port, timeout=10)
    line.request("POST", "/", headers={"Content-Length": str(64 * 1024 + 1)})
    assert line.getresponse().status == 413
    line.close()


def test_the_log_does_not_keep_what_somebody_typed(front: Nginx) -> None:
    get(front, "/language?text=confidential")
    assert replica_of(front, "/language")
    assert "confidential" not in front.log()


def _status(front: Nginx, path: str, routes: list[str]) -> Counter[int]:
    with ThreadPoolExecutor(16) as pool:
        return Counter(pool.map(lambda route: get(front, path, route=route).status, routes))


def test_a_class_behind_one_address_is_let_in_and_a_flood_of_sockets_is_not(
    nginx: str, replicas: list[Replica]
) -> None:
    with running_nginx(nginx, [each.port for each in replicas]) as front:
        routes = [f"{number:032x}" for number in range(CLASS)]
        assert _status(front, "/_stcore/health", routes) == {200: CLASS}
        began = time.monotonic()
        # Openings of a socket without one: only the number counts.
        assert 429 not in _status(front, "/_stcore/stream", routes)
        flood = _status(front, "/_stcore/stream", routes * 3)
        let_in = BURST + 20 * (time.monotonic() - began) + 1
        assert flood[429] >= 4 * CLASS - let_in > 0
        assert get(front, "/_stcore/health").status == 200


def test_a_header_that_never_ends_is_cut_off(nginx: str, replicas: list[Replica]) -> None:
    with running_nginx(nginx, [each.port for each in replicas], header_seconds=1) as front:
        with socket.create_connection(("127.0.0.1", front.port), timeout=30) as line:
            line.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nX-Slow: ")
            with pytest.raises(ConnectionResetError):
                line.recv(1)
        assert re.search(r" 408 \d+ 1\.\d+ s,", front.log())


def test_over_https_cookies_reach_a_frame_on_another_site(
    nginx: str, replicas: list[Replica]
) -> None:
    with running_nginx(nginx, [each.port for each in replicas], tls=True) as front:
        trust = ssl.create_default_context(cafile=str(front.folder / "tls" / "fullchain.pem"))
        answer = get(front, "/_stcore/health", trust=trust)
        assert answer.status == 200
        assert answer.headers["Strict-Transport-Security"]
        cookies = answer.headers.get_all("Set-Cookie", [])
        assert {each.partition("=")[0] for each in cookies} == {"route", "_streamlit_xsrf"}
        for cookie in cookies:
            flags = Counter(flag.strip().lower() for flag in cookie.split(";"))
            once = [flags[each] for each in ("secure", "samesite=none", "partitioned", "path=/")]
            assert once == [1, 1, 1, 1], cookie
        plain = get(front, "/softmax?z=1,2")
        assert (plain.status, plain.headers["Location"]) == (301, "https://127.0.0.1/softmax?z=1,2")
        with open_socket(front, answer.route or "", trust=trust) as line:
            assert opened_session(line)
        trust.set_alpn_protocols(["h2", "http/1.1"])
        raw = socket.create_connection(("127.0.0.1", front.tls_port or 0), timeout=10)
        with trust.wrap_socket(raw, server_hostname="127.0.0.1") as safe:
            assert (safe.version(), safe.selected_alpn_protocol()) == ("TLSv1.3", "h2")


def test_behind_something_that_ends_tls_cookies_are_those_of_https(front: Nginx) -> None:
    answer = get(front, "/_stcore/health", headers={"X-Forwarded-Proto": "https"})
    cookies = answer.headers.get_all("Set-Cookie", [])
    assert len(cookies) == 2
    assert all("Partitioned" in each and "Secure" in each for each in cookies)


async def reader_is_back(url: str, number: int, route: str, opened: Barrier) -> float:
    """A reader whose replica may be killed once all have opened; seconds until they are back."""
    page = f"/softmax?z={number},1,2"
    async with visiting(url, page, cookie=f"route={route}") as visitor:
        await opened.wait()
        await opened.wait()
        began = time.monotonic()
        board = main_board(visitor)
        with suppress(WebSocketException, OSError):
            await visitor.commit(board, board.data["state"])
            return 0.0  # its replica lives
    while True:
        try:
            async with visiting(url, page, cookie=f"route={route}") as again:
                assert main_board(again).data["state"]["logits"][0] == number
                return time.monotonic() - began
        except (WebSocketException, OSError):
            await asyncio.sleep(0.1)


def test_a_killed_replica_is_passed_over_and_its_readers_go_on_with_their_state(
    front: Nginx, replicas: list[Replica]
) -> None:
    routes = [new_route(front) for _ in range(24)]
    before = [where(front, route, f"before-{i}") for i, route in enumerate(routes)]
    lost, kept = replicas[0], replicas[1]
    assert {lost.port, kept.port} == set(before)

    async def scenario() -> list[float]:
        opened, url = Barrier(len(routes) + 1), f"http://127.0.0.1:{front.port}"
        readers = [
            asyncio.create_task(reader_is_back(url, number, route, opened))
            for number, route in enumerate(routes)
        ]
        await opened.wait()
        lost.process.kill()
        lost.process.wait()
        await opened.wait()
        return await asyncio.gather(*readers)

    away = asyncio.run(scenario())
    assert max(away) < BACK
    assert [seconds > 0 for seconds in away] == [port == lost.port for port in before]
    after = [where(front, route, f"after-{i}") for i, route in enumerate(routes)]
    assert set(after) == {kept.port}
    moved = next(route for route, port in zip(routes, before, strict=True) if port == lost.port)
    with open_socket(front, moved, session="of-the-dead-one") as line:
        assert opened_session(line)
    stayed = [i for i, port in enumerate(before) if port == kept.port]
    assert all(replica_of(front, f"/after-{i}") == [kept.port] for i in stayed)


def test_with_no_replica_left_a_browser_is_told_and_tries_again(
    front: Nginx, replicas: list[Replica]
) -> None:
    for replica in replicas:
        replica.process.kill()
        replica.process.wait()
    answer = get(front, "/softmax")
    assert answer.status == 503
    assert answer.headers["Retry-After"] == "5"
    assert b"tries again" in answer.body
