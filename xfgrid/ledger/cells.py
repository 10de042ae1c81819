"""Cells as text: what a person reads in the sheet, without the number formats of the program that wrote it."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from functools import lru_cache

_UNSEEN = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def text(value: object) -> str:
    """One cell as text: dates as ISO, whole numbers without a point, true and false as 是 and 否."""
    if isinstance(value, str):
        return value
    return _AS_TEXT.get(type(value), str)(value)


def _number(value: float) -> str:
    return str(int(value)) if value.is_integer() else format(value, ".15g")


def _moment(value: dt.datetime) -> str:
    return value.date().isoformat() if value.time() == dt.time() else value.isoformat(" ", "minutes")


_AS_TEXT: dict[type, Callable[..., str]] = {
    bool: lambda value: "是" if value else "否",
    float: _number,
    dt.date: dt.date.isoformat,
    dt.datetime: _moment,
    dt.time: lambda value: value.isoformat("minutes"),
}


@lru_cache(maxsize=4096)
def plain(value: str) -> str:
    """A text for comparing: full-width forms folded (NFKC), every space, line break and invisible sign removed."""
    return _UNSEEN.sub("", unicodedata.normalize("NFKC", value))


def tidy(value: str) -> str:
    """A text for keeping: as it was written, without spaces at its ends and without control signs."""
    bare = value.strip()
    return bare if bare.isprintable() else _CONTROL.sub("", bare)
