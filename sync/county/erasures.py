"""The ledger of erasures at the county: entered first, then applied, then told to every device until each has said so.

It stands beside the database and in none of its backups, so a restored county applies it again before it serves.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence, Set
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, select, union, update

from sync.county import aside, keys
from sync.county.county import County
from sync.county.locks import insert_new, lock
from sync.county.tables import CommitRow, DeviceRow, ErasureDueRow, MemberRow
from sync.wire.keys import Given, Lacks
from xfgrid.case.event import Event
from xfgrid.journal import settings, shred
from xfgrid.journal.contact import erasing
from xfgrid.journal.contact.erasing import Erasure
from xfgrid.journal.contact.judging import HOLDS
from xfgrid.journal.contact.terms import terms
from xfgrid.journal.stored import chunks
from xfgrid.journal.tables import EventRow, table_of

_event = table_of(EventRow)
_due = table_of(ErasureDueRow)
_device = table_of(DeviceRow)
_member = table_of(MemberRow)
_commit = table_of(CommitRow)

PAGE = 2000
"""Entries told in one welcome."""

_ACKED = select(func.count()).select_from(_due).where(_due.c.device == bindparam("of"), _due.c.acked != "")
_OUTSTANDING = (
    select(_due.c.case, _due.c.key, _due.c.since)
    .where(_due.c.device == bindparam("of"), _due.c.acked == "")
    .order_by(_due.c.case)
    .limit(PAGE)
)

_EVER = select(_due.c.case, _due.c.key, _due.c.since).where(_due.c.device == bindparam("of")).order_by(_due.c.case)


def meet(county: County, connection: Connection, sender: Any, lacks: Lacks) -> None:
    """Takes a laptop's entries, as far as a signed event stands behind them, and its acknowledgements."""
    _retain_daily(county, connection)
    with county.keys(connection) as vault:
        _enter(county, connection, vault, _credible(connection, sender, lacks.erasures))
        _ack(county, vault, sender.device, [*lacks.acks, *((e.case, e.key) for e in lacks.erasures)])
        if lacks.erased < _acked(vault, sender.device):  # an older image of it, which has forgotten that it forgot
            vault.execute(update(_due).where(_due.c.device == sender.device).values(acked=""))


def meet_stick(county: County, connection: Connection, sender: Any, lacks: Lacks) -> None:
    """`meet` for what a stick says: it may be old, so that it knows of few entries tells nothing."""
    meet(county, connection, sender, msgspec.structs.replace(lacks, erased=sys.maxsize))


def for_stick(county: County, connection: Connection, sender: Any, found: Given) -> Given:
    """What a welcome says of keys with all erasures the device was ever told of, as nobody knows what it has read."""
    with county.keys(connection) as vault:
        told = [Erasure(r.case, r.key, r.since) for r in vault.execute(_EVER, {"of": sender.device})]
    return msgspec.structs.replace(found, erasures=told)


def heed(county: County, connection: Connection, events: Sequence[Event]) -> None:
    """Enters what these events, just taken, ask to forget: the signed event is the wish, whoever brings it."""
    cases = sorted({event.head.case for event in events if event.head.type == "contact_erased"})
    entries = [Erasure(*pair, county.now()) for pair in sorted(erasing.wishes(connection, cases))]
    if entries:
        with county.keys(connection) as vault:
            _enter(county, connection, vault, entries)


def told(county: County, connection: Connection, sender: Any, lacks: Lacks) -> Given:
    """What a laptop has to apply before anything else, and the keys it lacks."""
    with county.keys(connection) as vault:
        outstanding = _outstanding(vault, sender.device)
        found = keys.given(vault, connection, sender, lacks)
        resend = lacks.erased > _acked(vault, sender.device) + len(outstanding)
    return msgspec.structs.replace(found, erasures=outstanding, resend=resend)


def stripped(county: County, connection: Connection, device: str, events: list[Event]) -> list[Event]:
    """Late events without what was sealed under erased keys; the device that brings some of it has to be told."""
    brought = {pair for event in events if (pair := erasing.sealed_under(event)) is not None}
    if not brought:
        return events
    with county.keys(connection) as vault:
        gone = erasing.known(vault, {case for case, _ in brought}) & brought
        _owe(county, vault, device, gone)
    return erasing.stripped(events, gone) if gone else events


def owe(county: County, connection: Connection, device: str, feed: str) -> None:
    """A device that a restored database had forgotten is told what was erased meanwhile of what its feed has or had."""
    with county.keys(connection) as vault:
        ledger = erasing.entries(vault)
        feeds = _feeds_of(connection, [entry.case for entry in ledger])
        _owe(county, vault, device, {(e.case, e.key) for e in ledger if feed in feeds.get(e.case, set())})


def _owe(county: County, vault: Connection, device: str, gone: Set[tuple[str, str]]) -> None:
    """Notes what a device has to be told, which it was not told before."""
    rows = [
        {"device": device, "case": case, "key": key, "since": county.now(), "acked": ""} for case, key in sorted(gone)
    ]
    insert_new(vault, _due, rows)


def replay(county: County) -> int:
    """Applies the whole ledger to the database; how many sealed sections had come back with it."""
    with county.store.write() as connection:
        asked = connection.scalars(select(_event.c.case).where(_event.c.type == "contact_erased").distinct()).all()
        wishes = [Erasure(*pair, county.now()) for pair in sorted(erasing.wishes(connection, asked))]
        with county.keys(connection) as vault:
            _enter(county, connection, vault, wishes)
            ledger = {(e.case, e.key) for e in erasing.entries(vault)}
        dropped = erasing.apply(connection, ledger) if ledger else 0
    shred.settle(county.store)
    return dropped


def retain(county: County, connection: Connection) -> int:
    """Erases the contacts whose time is over; how many."""
    over = erasing.expired(connection, county.today())
    if over:
        with county.keys(connection) as vault:
            _enter(county, connection, vault, [Erasure(case, key, county.now()) for case, key in over])
    return len(over)


def settle(county: County) -> bool:
    """Overwrites on both databases what was deleted; False if it has to be tried again."""
    done = [shred.settle(store) for store in dict.fromkeys((county.store, county.vault))]
    return all(done)


def outstanding(county: County) -> list[dict[str, object]]:
    """Devices that have not forgotten yet what they must: `{"device", "office", "name", "seen", "count", "since"}`."""
    query = select(_due.c.device, func.count().label("n"), func.min(_due.c.since).label("since"))
    with county.vault.read() as vault:
        rows = vault.execute(query.where(_due.c.acked == "").group_by(_due.c.device)).all()
    with county.store.read() as connection:
        devices = {row.device: row for row in connection.execute(select(_device))}
    return [
        {"device": row.device, "count": row.n, "since": row.since}
        | {name: getattr(devices[row.device], name) for name in ("office", "name", "seen", "revoked")}
        for row in sorted(rows, key=lambda row: str(row.since))
        if row.device in devices
    ]


def _retain_daily(county: County, connection: Connection) -> None:
    today = county.now()[:10]
    if settings.get(connection, "retained") != today:
        settings.put(connection, "retained", today)
        retain(county, connection)
        _forget_aside(county)


def _forget_aside(county: County) -> None:
    """No key store that another one took the place of is kept longer than a backup may be."""
    if county.vault.engine.dialect.name == "sqlite" and county.vault is not county.store:
        aside.forget(Path(str(county.vault.engine.url.database)), county.today(), terms().backup_days)


def _credible(connection: Connection, sender: Any, erasures: Sequence[Erasure]) -> list[Erasure]:
    """Those of cases that are or were in the device's feed, of roles that may hold a contact, with a signed wish here."""
    if sender.role not in HOLDS:
        return []
    cases = sorted({e.case for e in erasures})
    feeds, known = _feeds_of(connection, cases), erasing.wishes(connection, cases)
    return [e for e in erasures if sender.feed in feeds.get(e.case, set()) and (e.case, e.key) in known]


def _enter(county: County, connection: Connection, vault: Connection, erasures: Sequence[Erasure]) -> None:
    """Ledger first, so that what follows can be repeated; then everybody who has or had the case has to be told.

    What stands in the ledger already is applied all the same: a server may have died between the two databases.
    """
    if not erasures:
        return
    lock(connection, "case", [e.case for e in erasures])
    fresh = erasing.enter(vault, erasures)
    erasing.apply(connection, {(e.case, e.key) for e in erasures})
    feeds = _feeds_of(connection, [e.case for e in fresh])
    devices = connection.execute(select(_device.c.device, _device.c.feed)).all()
    by_feed: dict[str, list[str]] = {}
    for row in devices:
        by_feed.setdefault(row.feed, []).append(row.device)
    rows = [
        {"device": device, "case": e.case, "key": e.key, "since": county.now(), "acked": ""}
        for e in fresh
        for feed in sorted(feeds.get(e.case, set()))
        for device in by_feed.get(feed, [])
    ]
    insert_new(vault, _due, rows)


def _feeds_of(connection: Connection, cases: Sequence[str]) -> dict[str, set[str]]:
    """The feeds that hold or ever held these cases."""
    found: dict[str, set[str]] = {}
    for part in chunks(sorted(set(cases))):
        now = select(_member.c.feed, _member.c.case).where(_member.c.case.in_(part))
        once = select(_commit.c.feed, _commit.c.case).where(_commit.c.case.in_(part), _commit.c.hash.is_(None))
        for row in connection.execute(union(now, once)):
            found.setdefault(row.case, set()).add(row.feed)
    return found


def _ack(county: County, vault: Connection, device: str, acks: Sequence[tuple[str, str]]) -> None:
    named = [{"of": case, "named": key} for case, key in acks]
    if named:
        one = (_due.c.device == device, _due.c.case == bindparam("of"), _due.c.key == bindparam("named"))
        vault.execute(update(_due).where(*one).values(acked=county.now()), named)


def _acked(vault: Connection, device: str) -> int:
    return vault.scalar(_ACKED, {"of": device}) or 0


def _outstanding(vault: Connection, device: str) -> list[Erasure]:
    return [Erasure(r.case, r.key, r.since) for r in vault.execute(_OUTSTANDING, {"of": device})]
