"""A page of a feed: what a laptop lacks after its cursor, bounded by number and bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, or_, select

from sync.county.county import County
from sync.county.tables import CommitRow, FeedRow, QuarantineRow
from sync.wire import limits
from sync.wire.columns import pack
from sync.wire.messages import Cursor, Feed, Hello, Page, Pull
from sync.wire.payload import Raw
from xfgrid.case.event import DIGEST_BYTES, Event
from xfgrid.errors import RefusedError
from xfgrid.journal import package, roster, settings, stored
from xfgrid.journal.tables import EventRow, table_of

RAW_PAGE = 2 << 20
"""Bytes of events after which a page ends; one event always fits."""
SEEN = 2
"""Hashes of a hello that are looked up."""
_event = table_of(EventRow)
_commit = table_of(CommitRow)
_feed = table_of(FeedRow)
_left, _rest = _commit.alias("once"), _commit.alias("rest")
_quarantine = table_of(QuarantineRow)
_ABOVE = (_commit.c.feed == bindparam("of"), _commit.c.seq > bindparam("after"))
_LEFT = (
    select(_left.c.seq)
    .where(_left.c.feed == _commit.c.feed, _left.c.case == _commit.c.case, _left.c.hash.is_(None))
    .limit(1)  # without it PostgreSQL reads the whole table instead of an index
    .scalar_subquery()
)
_SHOWN = and_(
    _event.c.hash.is_not(None),
    or_(bindparam("own"), _event.c.writer.not_like(bindparam("mine")), _LEFT.is_not(None)),
)
"""What a device wrote itself it is shown only on cases that once left its feed: it let go of those."""
_COMMITS = (
    select(
        _commit.c.feed, _commit.c.seq, _commit.c.case, _commit.c.hash, _SHOWN.label("shown"), stored.SIZE.label("size")
    )
    .outerjoin_from(_commit, _event, _event.c.hash == _commit.c.hash)
    .where(*_ABOVE)
    .order_by(_commit.c.seq)
    .limit(bindparam("most"))
    .subquery("above")
)
_REST = select(func.count()).where(_rest.c.feed == bindparam("of"), _rest.c.seq > bindparam("after")).scalar_subquery()
_STANDS = (
    select(_feed.c.seq.label("top"), _feed.c.digest, _feed.c.events, _feed.c.cases, _REST.label("rest"), _COMMITS)
    .outerjoin_from(_feed, _COMMITS, _COMMITS.c.feed == _feed.c.feed)
    .where(_feed.c.feed == bindparam("of"))
    .order_by(_COMMITS.c.seq)
)
"""The feed and what lies above a number in it, by one statement, so that both are of one moment although others commit
meanwhile: a laptop that reads on to the end then holds what the digest says."""
_EVENTS = (
    select(_event)
    .join_from(_commit, _event, _event.c.hash == _commit.c.hash)
    .where(*_ABOVE, _commit.c.seq <= bindparam("to"), _SHOWN)
    .order_by(_commit.c.seq)
)
_KNOWN = [
    select(t.c.hash).where(t.c.hash.between(bindparam("low"), bindparam("high"))).limit(1)
    for t in (_event, _quarantine)
]


def page(county: County, connection: Connection, sender: Any, asked: Pull) -> tuple[Feed, Page]:
    """A device's feed as it stands, and the page after a cursor. Events the device wrote itself are left out unless `own`, or
    their case came back.

    Raises RefusedError `county_behind` where the laptop has read what this database never wrote: it was copied back by
    hand, or the laptop says so.
    """
    after = _start(county, connection, sender.feed, asked.cursor)
    here = {"of": sender.feed, "after": after, "own": asked.own, "mine": f"{sender.device}.%"}
    stands = connection.execute(_STANDS, {**here, "most": max(1, min(asked.limit, limits.PAGE))}).all()
    feed = _feed_of(sender.feed, stands)
    if asked.cursor.epoch == county.epoch(connection) and after > feed.seq:
        raise RefusedError("county_behind")
    rows = _fitting([row for row in stands if row.seq is not None], min(asked.room or RAW_PAGE, RAW_PAGE))
    seq, rest = (rows[-1].seq, stands[0].rest) if rows else (after, 0)
    events = _events(connection, {**here, "to": seq}, [bytes(row.hash) for row in rows if row.shown])
    gone = sorted({row.case for row in rows if row.hash is None})
    return feed, Page(after, seq, rest - len(rows), gone, pack(events) if events else None)


def _feed_of(name: str, stands: Sequence[Any]) -> Feed:
    """An empty feed if nothing was ever committed to it."""
    if not stands:
        return Feed(name, 0, Raw(32), 0, 0)
    return Feed(name, stands[0].top, Raw(stands[0].digest), stands[0].events, stands[0].cases)


def _events(connection: Connection, here: Mapping[str, object], shown: Sequence[bytes]) -> list[Event]:
    """The events to be shown, in their order; also those whose commits were taken away meanwhile, since their case left."""
    if not shown:
        return []
    found = {event.hash: event for event in map(stored.event_of, connection.execute(_EVENTS, here))}
    found |= stored.by_hash(connection, [name for name in shown if name not in found])
    return [found[name] for name in shown]


def _start(county: County, connection: Connection, feed: str, cursor: Cursor) -> int:
    """The commit number a cursor stands for here; for an epoch before a restore as far as both have the same past."""
    if cursor.feed != feed:
        return 0
    if cursor.epoch != county.epoch(connection):
        return min(cursor.seq, int(settings.get(connection, f"epoch:{cursor.epoch}", {}).get(feed, 0)))
    return cursor.seq


def remembered(county: County, connection: Connection, asked: Hello) -> None:
    """Raises RefusedError `county_behind` where this database does not know what the laptop was told in its epoch: it was
    copied back by hand, and may have grown past the laptop's cursor since."""
    if asked.cursor.epoch != county.epoch(connection):
        return
    told = asked.package <= package.newest(connection).serial and asked.roster <= roster.serial(connection)
    if not told or not all(_knows(connection, beginning) for beginning in asked.seen[:SEEN]):
        raise RefusedError("county_behind")


def _knows(connection: Connection, beginning: bytes) -> bool:
    span = {"low": beginning.ljust(DIGEST_BYTES, b"\0"), "high": beginning.ljust(DIGEST_BYTES, b"\xff")}
    return any(connection.execute(query, span).first() for query in _KNOWN)


def _fitting(rows: Sequence[Any], room: int) -> Sequence[Any]:
    """The first of the commits, until the events to be shown fill the room; one event always fits."""
    size = 0
    for at, row in enumerate(rows):
        if row.shown and size and size + row.size > room:
            return rows[:at]
        size += row.size if row.shown else 0
    return rows
