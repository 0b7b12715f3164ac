"""A file is taken where the visitor's page has a place for one and there is room."""

import asyncio

import pytest
from starlette.types import Message, Receive, Scope, Send

from tests.server.asgi import Reply, get, scope_of
from xentviz.server.uploads import MEGABYTE, UploadPlaces, Uploads

HELD: dict[str, int] = {}


async def stores(scope: Scope, receive: Receive, send: Send) -> None:
    """Takes an upload as Streamlit does."""
    size = int(dict(scope["headers"]).get(b"content-length", b"0"))
    session = scope["path"].split("/")[-2]
    HELD[session] = HELD.get(session, 0) + size
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
def places() -> UploadPlaces:
    HELD.clear()
    return UploadPlaces()


def put(app: Uploads, session: str, size: object = MEGABYTE, method: str = "PUT") -> Reply:
    path = f"/_stcore/upload_file/{session}/file"
    return asyncio.run(get(app, path, method=method, content_length=str(size)))


def app(places: UploadPlaces, per_process: int = 100 * MEGABYTE) -> Uploads:
    return Uploads(stores, lambda: HELD, places, per_session=3 * MEGABYTE, per_process=per_process)


def test_a_page_without_a_place_takes_no_file(places: UploadPlaces) -> None:
    places.open("b")
    assert put(app(places), "a").status == 403
    assert HELD == {}
    assert put(app(places), "b").status == 204
    places.close("b")
    assert put(app(places), "b").status == 403


def test_a_session_holds_so_much_and_no_more(places: UploadPlaces) -> None:
    places.open("a")
    places.open("b")
    assert [put(app(places), "a").status for _ in range(4)] == [204, 204, 204, 413]
    assert HELD["a"] == 3 * MEGABYTE
    assert put(app(places), "b").status == 204


def test_all_sessions_together_hold_so_much_and_no_more(places: UploadPlaces) -> None:
    statuses = []
    for session in ("a", "b", "c"):
        places.open(session)
        statuses.append(put(app(places, per_process=2 * MEGABYTE), session).status)
    assert statuses == [204, 204, 503]


@pytest.mark.parametrize("size", ["", "0", "-5", "many", "9" * 30, "１２"])
def test_a_file_must_say_its_size(places: UploadPlaces, size: str) -> None:
    places.open("a")
    path = "/_stcore/upload_file/a/file"
    scope = scope_of(path, method="PUT")
    if size:
        scope["headers"].append((b"content-length", size.encode()))
    statuses: list[int] = []

    async def receive() -> Message:
        raise AssertionError("a refused file is not read")

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            statuses.append(message["status"])

    asyncio.run(app(places)(scope, receive, send))
    assert statuses == [411]


def test_files_on_their_way_count_together(places: UploadPlaces) -> None:
    places.open("a")

    async def four_at_once() -> list[int]:
        release, statuses = asyncio.Event(), list[int]()

        async def slow(scope: Scope, receive: Receive, send: Send) -> None:
            await release.wait()
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})

        busy = Uploads(slow, lambda: {}, places, per_session=3 * MEGABYTE)

        async def one() -> None:
            path = "/_stcore/upload_file/a/file"
            reply = await get(busy, path, method="PUT", content_length=str(MEGABYTE))
            statuses.append(reply.status)

        tasks = [asyncio.create_task(one()) for _ in range(4)]
        while not statuses:
            await asyncio.sleep(0)
        release.set()
        await asyncio.gather(*tasks)
        assert busy._coming == {}
        return statuses

    assert asyncio.run(four_at_once()) == [413, 204, 204, 204]


def test_taking_a_file_away_is_always_allowed(places: UploadPlaces) -> None:
    assert put(app(places), "a", method="DELETE").status == 204


def test_places_of_sessions_long_gone_are_forgotten() -> None:
    places = UploadPlaces(most=2)
    for session in ("a", "b", "a", "c"):
        places.open(session)
    assert [one in places for one in ("a", "b", "c")] == [True, False, True]
