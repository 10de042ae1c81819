"""Forgetting a contact: its key is destroyed, the fact that it was is kept, and what it sealed is dropped.

The ledger (`erasure`) only grows. It is applied again whenever an older copy of anything turns up: before a restored
county serves, before a rolled-back laptop opens, when a late event about an erased case arrives.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence, Set

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select, text, update

from xfgrid.case.contact import due_on, keys_of, wished
from xfgrid.case.event import Event
from xfgrid.case.fold import fold
from xfgrid.journal import journal, shred, stored
from xfgrid.journal.bounds import Word
from xfgrid.journal.contact import boxes, names
from xfgrid.journal.contact.naming import key_in
from xfgrid.journal.contact.tables import ErasureRow
from xfgrid.journal.contact.terms import terms
from xfgrid.journal.tables import EventRow, SumRow, table_of

_erasure = table_of(ErasureRow)
_event = table_of(EventRow)
_sum = table_of(SumRow)


NEW, TOLD, DONE, OWN = "new", "told", "done", "own"
"""States of an entry; see `ErasureRow`."""
_COUNT = select(func.count()).select_from(_erasure).where(_erasure.c.state != OWN)


class Erasure(msgspec.Struct, frozen=True, array_like=True):
    """A case key that must be nowhere any more; `at` is UTC, `device` '' for what ended by retention."""

    case: Word
    key: Word
    at: Word
    device: Word = ""


def enter(connection: Connection, erasures: Sequence[Erasure], state: str = DONE) -> list[Erasure]:
    """Writes entries of the ledger and deletes the boxes of their keys; returns those that are new."""
    there = known(connection, [e.case for e in erasures])
    fresh = list({(e.case, e.key): e for e in erasures if (e.case, e.key) not in there}.values())
    if fresh:
        connection.execute(insert(_erasure), [{**msgspec.structs.asdict(e), "state": state} for e in fresh])
    boxes.drop(connection, [names.case_key(e.case, e.key) for e in erasures])
    return fresh


def known(connection: Connection, cases: Iterable[str]) -> set[tuple[str, str]]:
    """The erased keys of some cases, as (case, key)."""
    found: set[tuple[str, str]] = set()
    for part in stored.chunks(sorted(set(cases))):
        rows = connection.execute(select(_erasure.c.case, _erasure.c.key).where(_erasure.c.case.in_(part)))
        found.update((row.case, row.key) for row in rows)
    return found


def apply(connection: Connection, gone: set[tuple[str, str]]) -> int:
    """Drops every sealed section under these keys, whatever its status, and folds the cases anew; how many there were."""
    cases = sorted({case for case, _ in gone})
    doomed: dict[bytes, tuple[str, ...]] = {}
    touched: set[str] = set()
    for part in stored.chunks(cases):
        query = select(_event.c.hash, _event.c.case, _event.c.body).where(_event.c.case.in_(part))
        for row in connection.execute(query.where(_event.c.sealed.is_not(None))):
            if (row.case, key_in(row.body)) in gone:
                doomed[bytes(row.hash)] = ("sealed",)
                touched.add(row.case)
    if doomed:
        shred.drop(connection, doomed)
        journal.project(connection, sorted(touched))
    return len(doomed)


def wishes(connection: Connection, cases: Iterable[str]) -> set[tuple[str, str]]:
    """The keys (case, key) that signed wishes among the events of some cases destroy."""
    found = {case: wished(fold(case, held)) for case, held in _by_case(connection, cases).items()}
    return {(case, key) for case, keys in found.items() for key in keys}


def _by_case(connection: Connection, cases: Iterable[str]) -> dict[str, list[Event]]:
    return stored.by_case(stored.events_of(connection, sorted(set(cases))))


def stripped(events: Iterable[Event], gone: Set[tuple[str, str]]) -> list[Event]:
    """Events without the sealed sections whose keys were erased; header, hash and chain stay."""
    return [_without(e) if sealed_under(e) in gone else e for e in events]


def sealed_under(event: Event) -> tuple[str, str] | None:
    """The key (case, key) that an event's sealed section is under, None where there is none of it."""
    if event.sealed is None or event.sealed.content is None:
        return None
    return event.head.case, key_in(event.body.content if event.body else None)


def _without(event: Event) -> Event:
    assert event.sealed is not None
    return msgspec.structs.replace(event, sealed=msgspec.structs.replace(event.sealed, salt=None, content=None))


def expired(connection: Connection, today: dt.date) -> list[tuple[str, str]]:
    """The keys (case, key) of contacts whose time is over."""
    query = select(_sum.c.case).where(text("contact <> ''"), _sum.c.live.is_(False))
    found: list[tuple[str, str]] = []
    for name in connection.scalars(query).all():
        case = journal.load(connection, name)
        due = due_on(case, terms())
        if due is not None and due <= today:
            found += [(name, key) for key in keys_of(case)]
    return found


def count(connection: Connection) -> int:
    """How many entries the ledger shares with the county."""
    return connection.scalar(_COUNT) or 0


def entries(connection: Connection, state: str = "", limit: int = -1) -> list[Erasure]:
    """Entries of the ledger, oldest first, of one state or all."""
    query = select(_erasure).order_by(_erasure.c.at, _erasure.c.case)
    if state:
        query = query.where(_erasure.c.state == state)
    if limit >= 0:
        query = query.limit(limit)
    return [Erasure(row.case, row.key, row.at, row.device) for row in connection.execute(query)]


def restate(connection: Connection, keys: Iterable[tuple[str, str]], state: str) -> None:
    """Puts entries (case, key) into another state."""
    named = [{"of": case, "named": key} for case, key in keys]
    if named:
        here = (_erasure.c.case == bindparam("of"), _erasure.c.key == bindparam("named"))
        connection.execute(update(_erasure).where(*here).values(state=state), named)
