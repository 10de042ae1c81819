"""Which case keys lack a box, without looking at every contact at every exchange: those of cases that something happened to.

All of them are looked at when it was never done, when office keys, cards or packages changed, once a day, and where the
order of arrival no longer tells what is new.
"""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, func, select

from xfgrid.journal import package, settings
from xfgrid.journal.contact import names, tend
from xfgrid.journal.contact.tend import CARED
from xfgrid.journal.tables import EventRow, table_of
from xfgrid.journal.writer import now_ms

_event = table_of(EventRow)
_LAST = select(_event.c.pos, _event.c.hash).where(_event.c.pos == select(func.max(_event.c.pos)).scalar_subquery())
_DAY = 86_400_000
MOST = 500
"""Cases that are remembered as wanting; with more of them all are looked at again."""


class Cared(msgspec.Struct, frozen=True):
    """How far cases were looked after: the last event by place and hash (hex), on what day, with what `news` of offices;
    `cases` still lack a box that somebody else has to make."""

    pos: int = 0
    last: str = ""
    day: int = 0
    news: list[object] = []
    cases: list[str] = []


def now(connection: Connection, news: list[object]) -> Cared:
    """How far cases will have been looked after when what `absent` names is settled."""
    row = connection.execute(_LAST).first()
    return Cared(row.pos if row else 0, row.hash.hex() if row else "", now_ms() // _DAY, news)


def absent(connection: Connection, care: Cared) -> dict[str, list[str]]:
    """`tend.absent` of the cases that may have come to lack something since the last time."""
    before = msgspec.convert(settings.get(connection, CARED, {}), Cared)
    return tend.absent(connection, package.newest(connection).tree(), _touched(connection, before, care))


def settle(connection: Connection, care: Cared, missing: dict[str, list[str]]) -> None:
    """Remembers how far it went, and which of the cases that were `missing` something still do."""
    tree, cases = package.newest(connection).tree(), {names.parts(subject)[1] for subject in missing}
    left = sorted({names.parts(subject)[1] for subject in tend.absent(connection, tree, cases)})
    after = msgspec.structs.replace(care, cases=left) if len(left) <= MOST else Cared()
    if msgspec.to_builtins(after) != settings.get(connection, CARED):
        settings.put(connection, CARED, msgspec.to_builtins(after))


def _touched(connection: Connection, before: Cared, care: Cared) -> set[str] | None:
    """The cases with new events and those that wanted something; None for all."""
    if (before.day, before.news) != (care.day, care.news) or not _still_there(connection, before):
        return None
    fresh = select(_event.c.case).where(_event.c.pos > before.pos)
    return {*connection.scalars(fresh), *before.cases}


def _still_there(connection: Connection, before: Cared) -> bool:
    """Whether the last event is where it was: places above it are given again when it goes."""
    held = connection.scalar(select(_event.c.hash).where(_event.c.pos == before.pos))
    return held is not None and held.hex() == before.last
