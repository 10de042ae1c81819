"""Words of a cell → codes: types of dispute (`schemas/forms/kinds.toml`), results, ways (`schemas/ledger/values.toml`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Any

from xfgrid.data import read_toml
from xfgrid.ledger.cells import plain
from xfgrid.packages import kinds

OTHER = "other"
_BRACKETS = re.compile(r"\([^)]*\)")
_CLOSING = re.compile(r"(?<=.)(?:矛盾|纠纷|争议|类|问题|案件)+$")


@cache
def _kinds() -> dict[str, str]:
    """Every name of a type of dispute with its code, the longest names first."""
    names = {name: found.code for found in kinds().types for name in (*found.label, *found.also)}
    return dict(sorted(((plain(name), code) for name, code in names.items()), key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=1024)
def without_closing(text: str) -> str:
    """The words of a kind without 纠纷, 争议, 类 at their end."""
    return _CLOSING.sub("", plain(text))


@lru_cache(maxsize=1024)
def kind(text: str) -> str | None:
    """The code of a type of dispute: by its whole name, else by the longest name the words contain; else None."""
    bare = _BRACKETS.sub("", without_closing(text))
    known = _kinds()
    if bare in known:
        return known[bare]
    return next((code for name, code in known.items() if len(name) > 1 and name in bare), None)


@lru_cache(maxsize=4096)
def code(field: str, text: str) -> str | None:
    """The code of a cell in a column with few values (`result`, `success`, `form`, …), None where nothing matches."""
    bare = plain(text)
    lines = read_toml("ledger/values.toml")[field]
    return next((line["code"] for line in lines if _says(line, bare)), None)


def _says(line: dict[str, Any], bare: str) -> bool:
    return bare in line.get("whole", ()) or any(part in bare for part in line["contains"])
