"""Layouts: which columns a kind of ledger has, and what becomes of each. They are data (`schemas/ledger/*.toml`).

A sheet is recognised by its columns, in any order and under any of their names. A ledger nobody knows is mapped by
hand: a small TOML file names a field or a reason to drop for each header, and is a layout like any other.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import chain

import msgspec

from xfgrid.data import read_toml, schemas
from xfgrid.ledger.cells import plain

DATES = frozenset({"received", "due", "mediated_on", "settled_on"})
TEXTS = frozenset({"asked", "facts", "place", "organ", "document", "method", "outcome", "transferred", "note"})
CODES = frozenset({"kind", "class", "how", "result", "form", "performed", "success"})
FIELDS = DATES | TEXTS | CODES | {"number", "amount", "people"}

PERSONAL = frozenset({"party", "contact", "staff", "forbidden"})
"""Reasons to drop a column that are counted: what stands there is about a person."""

DROPS = PERSONAL | {"ordinal", "unused"}

_BRACKETS = re.compile(r"\([^)]*\)")
_DECORATION = re.compile(r"[*:·.。、]+")


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What becomes of a column: exactly one of `field` and `drop`."""

    names: tuple[str, ...] = ()
    contains: tuple[str, ...] = ()
    field: str = ""
    drop: str = ""

    def __post_init__(self) -> None:
        if not ((self.field in FIELDS and not self.drop) or (self.drop in DROPS and not self.field)):
            raise ValueError(self.field or self.drop)


class Layout(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of ledger.

    `account` lists the fields of which one must be filled for a row to be a matter. `unnamed` is what a matter is
    called where no column says what is asked, {kind} the words of its kind or else `unnamed_kind`. `solved` tells
    whether 成功 means that the matter is solved (a petition that is 办结 may be anything). `class` is the petition
    class where no column says. `by_hand`: made from a person's mapping of this very ledger.
    """

    id: str
    version: int
    title: dict[str, str]
    source: str
    account: tuple[str, ...]
    columns: tuple[Rule, ...] = msgspec.field(name="column")
    unnamed: str = "{kind}事项"
    unnamed_kind: str = "信访"
    solved: bool = False
    by_hand: bool = False
    class_: str = msgspec.field(name="class", default="request")


class _Common(msgspec.Struct, forbid_unknown_fields=True):
    column: tuple[Rule, ...]


@cache
def shipped() -> tuple[Layout, ...]:
    """The layouts under `schemas/ledger/`, by id."""
    names = sorted(p.name for p in (schemas() / "ledger").glob("*.toml"))
    found = [msgspec.convert(read_toml(f"ledger/{name}"), Layout) for name in names if name not in _OTHER_DATA]
    return tuple(sorted(found, key=lambda layout: layout.id))


_OTHER_DATA = frozenset({"columns.toml", "values.toml"})


@cache
def common() -> tuple[Rule, ...]:
    return msgspec.convert(read_toml("ledger/columns.toml"), _Common).column


def header_keys(header: str) -> tuple[str, str]:
    """A header for comparing, with and without what stands in brackets: no spaces, line breaks, asterisks or colons,
    full-width forms folded, lower case."""
    key = _DECORATION.sub("", plain(header)).lower()
    return key, _BRACKETS.sub("", key)


@cache
def own_names(layout_columns: tuple[Rule, ...]) -> dict[str, Rule]:
    """Every name of some rules, as a key, with its rule; the first rule of a name wins."""
    found: dict[str, Rule] = {}
    for rule in layout_columns:
        for key in chain.from_iterable(map(header_keys, rule.names)):
            found.setdefault(key, rule)
    return found
