"""Cookies work inside another site's frame where the connection is encrypted."""

import asyncio

import pytest

from tests.server.asgi import get, says
from xentviz.server.cookies import FrameCookies, for_frames

XSRF = "_streamlit_xsrf=2|abc|def|1; Path=/; SameSite=Lax"


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        (XSRF, "_streamlit_xsrf=2|abc|def|1; Path=/; Secure; SameSite=None; Partitioned"),
        ("a=b; secure; SAMESITE=strict", "a=b; secure; SameSite=None; Partitioned"),
        ("a=b; Path=/; Secure; SameSite=None; Partitioned",
         "a=b; Path=/; Secure; Partitioned; SameSite=None"),
        ("a=samesite", "a=samesite; Secure; SameSite=None; Partitioned"),
    ],
)  # fmt: skip
def test_a_cookie_is_sent_from_a_frame_too(given: str, wanted: str) -> None:
    assert for_frames(given) == wanted


def test_over_http_a_cookie_stays_as_it_is_for_browsers_would_drop_it() -> None:
    app = FrameCookies(says("x", {"set-cookie": XSRF}))
    assert asyncio.run(get(app, "/")).cookies == [XSRF]
    assert asyncio.run(get(app, "/", scheme="https")).cookies == [for_frames(XSRF)]
