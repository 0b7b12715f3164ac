"""Copy link and its QR code: the address as it stands, for a room full of laptops."""

import io
from urllib.parse import urlsplit

import segno
import streamlit as st

from xentviz.frame.component import keep_value, sent_by, show_module

# What a QR code of the lowest error correction still holds, with room for a long host name.
LONGEST = 2_000


@st.fragment
def share_buttons() -> None:
    """A button that copies the address and one that shows it as a QR code."""
    asked = sent_by("share", "qr")
    data = {"module": "copy_link", **({} if asked is None else qr_code(asked))}
    show_module("share", data, on_qr_change=keep_value)


def copy_button(label: str, pairs: dict[str, str], *, key: str) -> None:
    """A button that copies the address with `pairs` in it; the address itself stays as it is."""
    data = {"module": "copy_link", "label": label, "pairs": pairs}
    show_module(key, data, on_qr_change=keep_value)


def _is_web_address(text: str) -> bool:
    try:
        return urlsplit(text).scheme in ("http", "https")
    except ValueError:  # "http://[" has a bracket that is never closed
        return False


def qr_code(address: object) -> dict[str, str]:
    """The address as an SVG path, or one sentence where it cannot be drawn."""
    if not isinstance(address, str) or not _is_web_address(address):
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
