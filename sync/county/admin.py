"""What an administrator sees and does: devices, revocation, quarantine."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, func, select, update

from sync.county import erasures, feeds, jump
from sync.county.county import County
from sync.county.locks import lock
from sync.county.tables import DeviceRow, FeedRow, QuarantineRow
from xfgrid.errors import InputError, UnknownError
from xfgrid.journal import journal, package, roster, stored
from xfgrid.journal.tables import HELD, table_of
from xfgrid.journal.writer import stamp

_device = table_of(DeviceRow)
_feed = table_of(FeedRow)
_quarantine = table_of(QuarantineRow)
_SHOWN = (
    *("device", "office", "role", "name", "seen", "stick", "held", "parked", "errors"),
    *("wedged", "ahead", "revoked", "forked"),
)
_DIGITS, _NAMED = 4, 6
"""Digits that a beginning must have at least; devices named where it leaves open which."""
_NAME = 32
"""Digits of a device's name, with which the names of its writers begin."""
UNSEEN_DAYS = 7
"""Days after which a device that was not heard of asks for the administrator."""


def devices(county: County) -> list[dict[str, object]]:
    """Every device: who it is, when it was last seen, how many commits it is behind, what it said of itself.

    `{"device", "office", "role", "name", "seen", "stick", "behind", "held", "parked", "errors", "wedged", "ahead", "revoked",
    "forked", "trouble"}`; times UTC, '' for never; `trouble` as in `_trouble`.
    """
    query = select(_device, _feed.c.seq).outerjoin(_feed, _feed.c.feed == _device.c.feed).order_by(_device.c.enrolled)
    late = stamp(county.clock() - UNSEEN_DAYS * 86_400_000)
    with county.store.read() as connection:
        rows = connection.execute(query).all()
    shown = [{n: getattr(row, n) for n in _SHOWN} | {"behind": max(0, (row.seq or 0) - row.read)} for row in rows]
    return [row | {"trouble": _trouble(row, late)} for row in shown]


def _trouble(row: dict[str, Any], late: str) -> list[str]:
    """What asks for the administrator: `revoked` alone, or any of `unseen`, `behind`, `failing`, `ahead`, `wedged`,
    `forked`, `held`, `parked`. Between two exchanges every device is behind: that is worth a word of one not seen for long."""
    if row["revoked"]:
        return ["revoked"]
    unseen = max(row["seen"], row["stick"]) < late
    found = {"unseen": unseen, "behind": unseen and row["behind"], "failing": row["errors"]}
    found |= {name: row[name] for name in ("ahead", "wedged", "forked", "held", "parked")}
    return [name for name, there in found.items() if there]


def find(connection: Connection, device: str) -> str:
    """The device of a fingerprint or of its beginning (≥ 4 digits). UnknownError `unknown_device`, `ambiguous_device` where
    several or too few digits leave it open."""
    query = select(_device.c.device, _device.c.name).where(_device.c.device.startswith(device, autoescape=True))
    found: Sequence[Any] = connection.execute(query.order_by(_device.c.device).limit(_NAMED)).all()
    if not found:
        raise UnknownError("unknown_device", device=device)
    if len(found) > 1 or len(device) < _DIGITS:
        named = ", ".join(f"{row.device[: max(8, len(device) + 4)]} {row.name}" for row in found)
        raise UnknownError("ambiguous_device", device=device, devices=named)
    return str(found[0].device)


def revoke(county: County, device: str) -> str:
    """Takes a device out: no pull, no push; what it wrote before and others relay later goes to quarantine.

    `device` as in `find`; returns it whole. Revoking twice changes nothing.
    """
    with county.store.write() as connection:
        name = find(connection, device)
        known = roster.cards(connection, [name])[name]
        if not known.revoked:
            now = county.now()
            connection.execute(update(_device).where(_device.c.device == name).values(revoked=now))
            county.publish_card(connection, msgspec.structs.replace(known, revoked=now))
    return name


def quarantine(county: County, device: str = "", case: str = "") -> list[dict[str, object]]:
    """What is held back, oldest first, without content: `{"event", "device", "office", "name", "writer", "seq", "case", "reason",
    "at", "kept"}`; of one device (as in `find`), or of cases whose ids begin so, where these are given."""
    with county.store.read() as connection:
        return [_shown(row) for row in _listed(connection, device, case)]


def release(county: County, event: str) -> None:
    """A supervisor lets a held event count after all; it goes to every feed its case reaches.

    `event` is its hash or the beginning of it (≥ 4 digits). Raises UnknownError `unknown_event` for one that is not
    held or whose bytes are not kept; RefusedError `county_clock`.
    """
    with county.store.write() as connection:
        digest = _held(connection, event)
        row = connection.execute(select(_quarantine).where(_quarantine.c.hash == digest)).first()
        if row is None or not row.kept:
            raise UnknownError("unknown_event", event=event)
        _let_count(county, connection, [row])


def release_listed(county: County, device: str = "", case: str = "") -> None:
    """`release` for all that `quarantine` lists of a device or a case and whose bytes are kept. InputError `release_what` where
    neither is named."""
    if not device and not case:
        raise InputError("release_what")
    with county.store.write() as connection:
        _let_count(county, connection, [row for row in _listed(connection, device, case) if row.kept])


def _listed(connection: Connection, device: str, case: str) -> Sequence[Any]:
    query = select(_quarantine, _device.c.device, _device.c.office, _device.c.name).outerjoin(
        _device, _device.c.device == func.substr(_quarantine.c.writer, 1, _NAME)
    )
    if device:
        query = query.where(_device.c.device == find(connection, device))
    if case:
        query = query.where(_quarantine.c.case.startswith(case, autoescape=True))
    return connection.execute(query.order_by(_quarantine.c.at, _quarantine.c.writer, _quarantine.c.seq)).all()


def _shown(row: Any) -> dict[str, object]:
    who = {name: getattr(row, name) or "" for name in ("device", "office", "name")}
    return {"event": bytes(row.hash).hex(), **who} | {
        name: getattr(row, name) for name in ("writer", "seq", "case", "reason", "at", "kept")
    }


def _let_count(county: County, connection: Connection, rows: Sequence[Any]) -> None:
    jump.check(county, connection)
    lock(connection, "case", {row.case for row in rows})
    tree = package.newest(connection).tree()
    for row in rows:
        connection.execute(delete(_quarantine).where(_quarantine.c.hash == row.hash))
        journal.restate(connection, [bytes(row.hash)], HELD)
        [event] = stored.by_hash(connection, [bytes(row.hash)]).values()
        feeds.refold(connection, tree, [row.case], [event])
        erasures.heed(county, connection, [event])


def _held(connection: Connection, event: str) -> bytes:
    held = [bytes(name) for name in connection.scalars(select(_quarantine.c.hash))]
    found = [name for name in held if len(event) >= 4 and name.hex().startswith(event.lower())]
    if len(found) != 1:
        raise UnknownError("unknown_event", event=event)
    return found[0]
