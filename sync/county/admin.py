"""What an administrator sees and does: devices, revocation, quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import delete, select, update

from sync.county import feeds
from sync.county.county import County
from sync.county.locks import lock
from sync.county.tables import DeviceRow, FeedRow, QuarantineRow
from xfgrid.errors import UnknownError
from xfgrid.journal import journal, package, roster
from xfgrid.journal.tables import HELD

_device = DeviceRow.__table__  # type: ignore[attr-defined]
_feed = FeedRow.__table__  # type: ignore[attr-defined]
_quarantine = QuarantineRow.__table__  # type: ignore[attr-defined]


def devices(county: County) -> list[dict[str, object]]:
    """Every device: who it is, when it was last seen, how many commits it is behind, what it said of itself.

    `{"device", "office", "role", "name", "seen", "behind", "held", "parked", "errors", "revoked", "forked"}`; times UTC,
    '' for never.
    """
    query = select(_device, _feed.c.seq).outerjoin(_feed, _feed.c.feed == _device.c.feed).order_by(_device.c.enrolled)
    names = ("device", "office", "role", "name", "seen", "held", "parked", "errors", "revoked", "forked")
    with county.store.read() as connection:
        rows = connection.execute(query).all()
    return [{n: getattr(row, n) for n in names} | {"behind": max(0, (row.seq or 0) - row.read)} for row in rows]


def revoke(county: County, device: str) -> None:
    """Takes a device out: no pull, no push; what it wrote before and others relay later goes to quarantine.

    Raises UnknownError `unknown_device`. Revoking twice changes nothing.
    """
    with county.store.write() as connection:
        known = roster.card(connection, device)
        if known is None:
            raise UnknownError("unknown_device", device=device)
        if not known.revoked:
            now = county.now()
            connection.execute(update(_device).where(_device.c.device == device).values(revoked=now))
            county.publish_card(connection, msgspec.structs.replace(known, revoked=now))


def quarantine(county: County) -> list[dict[str, object]]:
    """What is held back: `{"event", "writer", "seq", "case", "reason", "at", "kept"}`, oldest first; no content."""
    with county.store.read() as connection:
        rows: Sequence[Any] = connection.execute(select(_quarantine).order_by(_quarantine.c.at)).all()
    names = ("writer", "seq", "case", "reason", "at", "kept")
    return [{"event": bytes(row.hash).hex()} | {n: getattr(row, n) for n in names} for row in rows]


def release(county: County, event: str) -> None:
    """A supervisor lets a held event count after all; it goes to every feed its case reaches.

    Raises UnknownError `unknown_event` for one that is not held or whose bytes are not kept.
    """
    digest = _hash(event)
    with county.store.write() as connection:
        row = connection.execute(select(_quarantine).where(_quarantine.c.hash == digest)).first()
        if row is None or not row.kept:
            raise UnknownError("unknown_event", event=event)
        lock(connection, "case", [row.case])
        connection.execute(delete(_quarantine).where(_quarantine.c.hash == digest))
        journal.restate(connection, [digest], HELD)
        [found] = journal.by_hash(connection, [digest]).values()
        feeds.refold(connection, package.newest(connection).tree(), [row.case], [found])


def _hash(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise UnknownError("unknown_event", event=text) from error
