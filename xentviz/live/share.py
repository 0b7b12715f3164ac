"""Copy link and its QR code: the address as it stands, for a room full of laptops."""

import io
from urllib.parse import urlsplit

import segno
import streamlit as st

from xentviz.live.wire import component, ignore

# What a QR code of the lowest error correction still holds, with room for a long host name.
LONGEST = 2_000


def share_button(*, key: str) -> None:
    """A button that copies the address and one that shows it as a QR code."""
    held = st.session_state.get(key)
    asked = held.get("qr") if isinstance(held, dict) else None
    data = {} if asked is None else picture(asked)
    component("share")(key=key, data=data, on_qr_change=ignore)


def copy_button(label: str, pairs: dict[str, str], *, key: str) -> None:
    """A button that copies the address with `pairs` in it; the address itself stays as it is."""
    component("share")(key=key, data={"label": label, "pairs": pairs}, on_qr_change=ignore)


def picture(address: object) -> dict[str, str]:
    """The address as an SVG path, or one sentence where it cannot be drawn."""
    if not isinstance(address, str) or urlsplit(address).scheme not in ("http", "https"):
        return {"sentence": "This page has no web address to draw."}
    if len(address.encode("utf-8", "replace")) > LONGEST:
        return {"sentence": "This link is too long for a QR code; Copy link still works."}
    code = segno.make_qr(address, error="l")
    out = io.StringIO()
    for y, row in enumerate(code.matrix):
        for x, dark in enumerate(row):
            if dark:
                out.write(f"M{x} {y}h1v1h-1z")
    return {"address": address, "path": out.getvalue(), "size": str(len(code.matrix))}
