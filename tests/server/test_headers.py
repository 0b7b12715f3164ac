"""Browsers are told what a page may do."""

import asyncio

from tests.server.asgi import Reply, get, says
from xentviz.server.headers import SecurityHeaders


def ask(kind: str, ancestors: str = "*") -> Reply:
    app = SecurityHeaders(says("x", {"content-type": kind}), ancestors)
    return asyncio.run(get(app, "/"))


def test_a_document_runs_only_our_scripts_and_is_framed_by_whom_we_chose() -> None:
    policy = ask("text/html; charset=utf-8", "https://example.org").headers[
        "content-security-policy"
    ]
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["script-src"] == "'self' 'wasm-unsafe-eval'"
    assert rules["connect-src"] == "'self'"
    assert rules["frame-ancestors"] == "https://example.org"


def test_what_could_open_as_a_document_has_the_policy_and_its_parts_do_not() -> None:
    for kind in ("text/html", "image/svg+xml", "text/plain", ""):
        assert "content-security-policy" in ask(kind).headers, kind
    for kind in ("text/javascript; charset=utf-8", "text/css", "font/woff2"):
        assert "content-security-policy" not in ask(kind).headers, kind


def test_every_answer_forbids_guessing_and_use_by_other_sites() -> None:
    for kind in ("text/javascript", "application/json", "text/plain"):
        headers = ask(kind).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
    assert ask("text/html").headers["cross-origin-resource-policy"] == "cross-origin"


def test_no_page_may_use_what_it_does_not_need() -> None:
    denied = ask("text/html").headers["permissions-policy"]
    assert all(f"{name}=()" in denied for name in ("camera", "microphone", "geolocation"))
    assert "clipboard-write" not in denied
