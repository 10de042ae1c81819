"""Words of a cell → codes: kinds of matter, results, forms, ways. The words are data (`schemas/ledger/`)."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from xfgrid.data import read_toml
from xfgrid.ledger.cells import plain

OTHER = "other"
_BRACKETS = re.compile(r"\([^)]*\)")
_CLOSING = re.compile(r"(?<=.)(?:矛盾|纠纷|争议|类|问题|案件)+$")


@cache
def _kinds() -> dict[str, str]:
    """Every name of a kind with its code, the longest names first."""
    names = [(name, kind["code"]) for kind in read_toml("ledger/kinds.toml")["kind"] for name in kind["names"]]
    return dict(sorted(names, key=lambda pair: -len(pair[0])))


@lru_cache(maxsize=1024)
def without_closing(text: str) -> str:
    """The words of a kind without 纠纷, 争议, 类 at their end."""
    return _CLOSING.sub("", plain(text))


@lru_cache(maxsize=1024)
def kind(text: str) -> str | None:
    """The code of a kind of matter, None where no name of one is found."""
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
    return next((line["code"] for line in lines if any(part in bare for part in line["contains"])), None)
