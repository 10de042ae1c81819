"""A page of a feed: what a laptop lacks after its cursor, bounded by number and bytes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, select

from sync.county import feeds
from sync.county.county import County
from sync.county.tables import QuarantineRow
from sync.wire import limits
from sync.wire.columns import pack
from sync.wire.messages import Cursor, Hello, Page, Pull
from xfgrid.case.event import DIGEST_BYTES
from xfgrid.errors import RefusedError
from xfgrid.journal import settings, stored
from xfgrid.journal.stored import Outline
from xfgrid.journal.tables import EventRow, table_of

RAW_PAGE = 2 << 20
"""Bytes of events after which a page ends; one event always fits."""
SEEN = 2
"""Hashes of a hello that are looked up."""
_event = table_of(EventRow)
_quarantine = table_of(QuarantineRow)
_KNOWN = [
    select(t.c.hash).where(t.c.hash.between(bindparam("low"), bindparam("high"))).limit(1)
    for t in (_event, _quarantine)
]


def page(county: County, connection: Connection, sender: Any, asked: Pull) -> Page:
    """The page after a cursor. Events the device wrote itself are left out unless `own`, or their case came back."""
    after = start(county, connection, sender.feed, asked.cursor)
    rows = feeds.commits(connection, sender.feed, after, max(1, min(asked.limit, limits.PAGE)))
    known = stored.outlines(connection, [bytes(row.hash) for row in rows if row.hash is not None])
    if not asked.own:
        known = _foreign(connection, sender, known)
    rows = _fitting(rows, known, min(asked.room or RAW_PAGE, RAW_PAGE))
    wanted = [bytes(row.hash) for row in rows if row.hash is not None and bytes(row.hash) in known]
    found = stored.by_hash(connection, wanted)
    events = [found[name] for name in wanted]
    seq = rows[-1].seq if rows else after
    gone = sorted({row.case for row in rows if row.hash is None})
    return Page(after, seq, feeds.count_above(connection, sender.feed, seq), gone, pack(events) if events else None)


def _foreign(connection: Connection, sender: Any, known: dict[bytes, Outline]) -> dict[bytes, Outline]:
    """Without what the device wrote itself, except on cases that once left its feed: it let go of those."""
    own = {one.case for one in known.values() if one.writer.startswith(f"{sender.device}.")}
    back = feeds.left_once(connection, sender.feed, sorted(own))
    mine = f"{sender.device}."
    return {name: one for name, one in known.items() if one.case in back or not one.writer.startswith(mine)}


def start(county: County, connection: Connection, feed: str, cursor: Cursor) -> int:
    """The commit number a cursor stands for here; for an epoch before a restore as far as both have the same past.

    Raises RefusedError `county_behind` where the laptop has read what this database never wrote: it was copied back
    by hand, or the laptop says so.
    """
    if cursor.feed != feed:
        return 0
    if cursor.epoch != county.epoch(connection):
        return min(cursor.seq, int(settings.get(connection, f"epoch:{cursor.epoch}", {}).get(feed, 0)))
    if cursor.seq > feeds.feed(connection, feed).seq:
        raise RefusedError("county_behind")
    return cursor.seq


def remembered(county: County, connection: Connection, asked: Hello) -> None:
    """Raises RefusedError `county_behind` where this database does not know what the laptop was told in its epoch: it was
    copied back by hand and has grown past the laptop's cursor since."""
    same = asked.cursor.epoch == county.epoch(connection)
    if same and not all(_knows(connection, beginning) for beginning in asked.seen[:SEEN]):
        raise RefusedError("county_behind")


def _knows(connection: Connection, beginning: bytes) -> bool:
    span = {"low": beginning.ljust(DIGEST_BYTES, b"\0"), "high": beginning.ljust(DIGEST_BYTES, b"\xff")}
    return any(connection.execute(query, span).first() for query in _KNOWN)


def _fitting(rows: Sequence[Any], known: dict[bytes, Outline], room: int) -> Sequence[Any]:
    """The first of the commits, until their events fill the room; one event always fits."""
    size = 0
    for at, row in enumerate(rows):
        one = known.get(bytes(row.hash)) if row.hash is not None else None
        if one is not None and size and size + one.size > room:
            return rows[:at]
        size += one.size if one is not None else 0
    return rows
