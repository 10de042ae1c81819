"""What the passing of time asks for at a laptop: contacts end with their cases or drafts, keys with their lease."""

from __future__ import annotations

import datetime as dt

import msgspec
from sqlalchemy import Connection

from xfgrid.case.civil import LOCAL
from xfgrid.case.contact.clock import DAY
from xfgrid.journal import drafts, prints, settings, shred
from xfgrid.journal.contact import boxes, erasing, tend
from xfgrid.journal.contact.erasing import Erasure
from xfgrid.journal.contact.terms import clock, terms
from xfgrid.journal.home import Home
from xfgrid.journal.identity import Identity
from xfgrid.journal.writer import stamp


def tend_time(home: Home, wall: int | None = None) -> None:
    """What the passing of time asks for: contacts whose time is over go, in cases and in drafts that nobody touches any
    more, papers made on the screen, and all keys when the lease ends.

    Nothing goes while this machine's clock is doubted. Bytes left from before are overwritten.
    """
    with home.store.write() as connection:
        now = clock(connection, wall)
        if not now.doubted:
            _retain(connection, now.known)
            drafts.strike(connection, now.known - terms().draft_days * DAY)
            if now.lease_over(terms()):
                end_lease(connection)
    shred.settle(home.store)
    prints.sweep(home)


def end_lease(connection: Connection) -> None:
    """Deletes every box that somebody else has as well; the county gives them again when it is reached, unless the device was
    revoked."""
    found = settings.get(connection, "identity")
    if boxes.end_lease(connection, msgspec.convert(found, Identity).device if found else ""):
        shred.wish(connection)
    for forgotten in ("keys", tend.CARED):
        settings.put(connection, forgotten, {})


def _retain(connection: Connection, now: int) -> None:
    today = dt.datetime.fromtimestamp(now / 1000, LOCAL).date()
    over = erasing.expired(connection, today)
    if over:
        erasing.enter(connection, [Erasure(case, key, stamp(now)) for case, key in over], erasing.OWN)
        erasing.apply(connection, set(over))
