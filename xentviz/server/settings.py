"""What an operator sets by environment variables; docs/hosting.md lists them."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

from xentviz.server.sockets import MOST

_SOURCE = re.compile(r"^('self'|'none'|\*|https:|(https?://)?(\*\.)?[A-Za-z0-9.-]+(:\d+|:\*)?)$")


@dataclass(frozen=True, slots=True)
class Settings:
    """Who may frame the pages, which names and origins are ours, and where the pages live.

    Raises ValueError, with one sentence that names the variable, where a value cannot be meant.
    """

    # Anybody may show a page in a frame: there is no account and nothing to lose by a click.
    frame_ancestors: str = "*"
    allowed_hosts: tuple[str, ...] = ()
    allowed_origins: tuple[str, ...] = ()
    metrics_token: str = ""
    address: str = ""
    most_visitors: int = MOST
    warm_up: bool = True

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read XENTVIZ_FRAME_ANCESTORS, _ALLOWED_HOSTS, _ALLOWED_ORIGINS, and so on.

        Lists are separated by spaces or commas.
        """
        ancestors = _words(environment.get("XENTVIZ_FRAME_ANCESTORS", "*")) or ("'none'",)
        for one in ancestors:
            if not _SOURCE.match(one):
                raise ValueError(f"XENTVIZ_FRAME_ANCESTORS: {one!r} is not a site such as "
                                 "https://example.org, 'self', 'none' or *.")  # fmt: skip
        origins = _words(environment.get("XENTVIZ_ALLOWED_ORIGINS", ""))
        for one in origins:
            _check_origin("XENTVIZ_ALLOWED_ORIGINS", one)
        address = environment.get("XENTVIZ_ADDRESS", "").strip()
        if address:
            _check_origin("XENTVIZ_ADDRESS", address.rstrip("/"))
        return cls(
            " ".join(ancestors),
            _words(environment.get("XENTVIZ_ALLOWED_HOSTS", "")),
            origins,
            environment.get("XENTVIZ_METRICS_TOKEN", "").strip(),
            address,
            _whole("XENTVIZ_MOST_VISITORS", environment.get("XENTVIZ_MOST_VISITORS", str(MOST))),
            environment.get("XENTVIZ_WARM_UP", "1").strip() != "0",
        )


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.replace(",", " ").split())


def _whole(name: str, text: str) -> int:
    if not (text.strip().isascii() and text.strip().isdigit() and int(text)):
        raise ValueError(f"{name}: {text!r} is not a whole number from 1.")
    return int(text)


def _check_origin(name: str, origin: str) -> None:
    parts = urlsplit(origin)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path or parts.query:
        raise ValueError(f"{name}: {origin!r} is not an address such as https://example.org.")
