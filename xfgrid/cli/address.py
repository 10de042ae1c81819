"""The county's address as a person types it."""

from __future__ import annotations

from urllib.parse import urlsplit

from xfgrid.errors import InputError


def address(typed: str) -> str:
    """What was typed, if a line can be tried there; InputError `bad_address` for what is no http or https address."""
    url = typed.strip()
    try:
        parts = urlsplit(url)
    except ValueError:
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise InputError("bad_address", address=url)
    return url
