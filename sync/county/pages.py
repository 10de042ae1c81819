"""A page of a feed: what a laptop lacks after its cursor, bounded by number and bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection

from sync.county import feeds
from sync.county.county import County
from sync.wire import limits
from sync.wire.columns import pack
from sync.wire.messages import Cursor, Page, Pull
from xfgrid.case.event import Event
from xfgrid.errors import RefusedError
from xfgrid.journal import journal, settings

RAW_PAGE = 2 << 20
"""Bytes of events after which a page ends; one event always fits."""


def page(county: County, connection: Connection, sender: Any, asked: Pull) -> Page:
    """The page after a cursor. Events the device wrote itself are left out unless `own`, or their case came back."""
    after = start(county, connection, sender.feed, asked.cursor)
    rows = feeds.commits(connection, sender.feed, after, max(1, min(asked.limit, limits.PAGE)))
    found = journal.by_hash(connection, [bytes(row.hash) for row in rows if row.hash is not None])
    if not asked.own:
        found = _foreign(connection, sender, found)
    rows, events = _fitting(rows, found, min(asked.room or RAW_PAGE, RAW_PAGE))
    seq = rows[-1].seq if rows else after
    gone = sorted({row.case for row in rows if row.hash is None})
    return Page(after, seq, feeds.count_above(connection, sender.feed, seq), gone, pack(events) if events else None)


def _foreign(connection: Connection, sender: Any, found: dict[bytes, Event]) -> dict[bytes, Event]:
    """Without what the device wrote itself, except on cases that once left its feed: it let go of those."""
    own = {h: e.head.case for h, e in found.items() if e.head.writer.startswith(f"{sender.device}.")}
    back = feeds.left_once(connection, sender.feed, sorted(set(own.values())))
    return {h: e for h, e in found.items() if own.get(h, e.head.case) in back or h not in own}


def start(county: County, connection: Connection, feed: str, cursor: Cursor) -> int:
    """The commit number a cursor stands for here; for an epoch before a restore as far as both have the same past.

    Raises RefusedError `county_behind` where the laptop has read what this database never wrote: it was copied back
    by hand.
    """
    if cursor.feed != feed:
        return 0
    if cursor.epoch != county.epoch(connection):
        return min(cursor.seq, int(settings.get(connection, f"epoch:{cursor.epoch}", {}).get(feed, 0)))
    if cursor.seq > feeds.feed(connection, feed).seq:
        raise RefusedError("county_behind")
    return cursor.seq


def _fitting(rows: Sequence[Any], found: dict[bytes, Event], room: int) -> tuple[Sequence[Any], list[Event]]:
    size, events = 0, list[Event]()
    for at, row in enumerate(rows):
        event = found.get(bytes(row.hash)) if row.hash is not None else None
        if event is not None:
            size += event.size
            if events and size > room:
                return rows[:at], events
            events.append(event)
    return rows, events
