"""Which cases may be the same matter as one being typed: by place, kind and wording. A hint, never a hurdle.

Only what a search covers is compared, so no case is found by a person (charter rule 1).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import msgspec
from sqlalchemy import Connection, select, text
from sqlalchemy.sql import column, table

from xfgrid.journal import lists, views
from xfgrid.journal.lists import Line, Where
from xfgrid.journal.search import pairs, phrase

_text = table("case_text", column("rowid"), column("rank"))

COMPARED = 60
"""Cases compared: those that share the rarest pairs of characters."""
PAIRS = 40
"""Pairs of characters looked for at most."""
SHOWN = 3
CLOSE = 0.5
"""Two wordings are alike from this share of the shorter one's pairs that stand in both."""


class Likely(msgspec.Struct, frozen=True):
    """A case that may be the same matter; `why`: what speaks for it, of place, kind and asked."""

    line: Line
    why: list[str]


def likely(connection: Connection, values: Mapping[str, object]) -> list[Likely]:
    """At most SHOWN cases that agree with these values of an intake in two of place, kind and wording, the most alike
    first and living ones before ended ones; none where there is no search table."""
    typed = {name: str(values.get(name) or "").strip() for name in ("place", "kind", "asked")}
    found = [Likely(line, _why(line, typed)) for line in _near(connection, f"{typed['place']}\n{typed['asked']}")]
    alike = [one for one in found if len(one.why) > 1]
    return sorted(alike, key=lambda one: (-len(one.why), not one.line.due))[:SHOWN]


def _near(connection: Connection, words: str) -> Sequence[Line]:
    """The cases that share the most telling pairs of characters with some words."""
    wanted = list(dict.fromkeys(phrase(pair) for pair in pairs(words) if "\n" not in pair))[:PAIRS]
    if not wanted:
        return []
    matching = text("case_text MATCH :words").bindparams(words=" OR ".join(wanted))
    places = select(_text.c.rowid).where(matching).order_by(_text.c.rank).limit(COMPARED)
    near = json.dumps(list(connection.scalars(places)))
    where = Where("NOT meeting AND listed IN (SELECT value FROM json_each(:near))", {"near": near})
    return lists.lines(views.run(connection), where)


def _why(line: Line, typed: Mapping[str, str]) -> list[str]:
    agree = {
        "place": _alike(line.place, typed["place"]),
        "kind": bool(typed["kind"]) and line.kind == typed["kind"],
        "asked": _alike(line.title, typed["asked"]),
    }
    return [name for name, holds in agree.items() if holds]


def _alike(one: str, other: str) -> bool:
    first, second = set(pairs(one)), set(pairs(other))
    least = min(len(first), len(second))
    return least > 0 and len(first & second) / least >= CLOSE
