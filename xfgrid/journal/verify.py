"""Holding the journal to its own word: the form, hash, signature and place in the chain of every event it keeps.

Whoever changes a byte of a stored event changes its hash, and the signature of a device no longer fits; whoever takes
an event out of the middle of a chain leaves one whose `prev` names what is not there. What is derived of a case is
held to the events as well. Nothing is mended here: a fault names its event, so that a person can compare with the
county or a backup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec
from sqlalchemy import Connection, select, tuple_

from xfgrid.case.event import Event, check
from xfgrid.errors import IntegrityError
from xfgrid.journal import listing, stored
from xfgrid.journal.digest import case_digest
from xfgrid.journal.keys import verify as fits
from xfgrid.journal.store import Store
from xfgrid.journal.tables import QUARANTINED, CaseRow, EventRow, SumRow, table_of

_event = table_of(EventRow)
_case = table_of(CaseRow)
_sum = table_of(SumRow)
PAGE = 500
"""Events read in one transaction."""


class Fault(msgspec.Struct, frozen=True):
    """What does not fit: `event` is the stored hash in hex ('' for a row of a list), `reason` one of REASONS."""

    reason: str
    case: str
    writer: str = ""
    seq: int = 0
    event: str = ""


REASONS = ("bad_header", "bad_section", "bad_hash", "bad_columns", "unknown_writer", "bad_signature", "broken_chain",
           "stale_view")  # fmt: skip


def faults(store: Store, keys: Mapping[str, bytes], progress: Callable[[int], None] | None = None) -> Iterator[Fault]:
    """Every fault of a journal, chain by chain. `keys` are the public keys of devices by their fingerprint; `progress`
    hears after each page how many events were held to their word."""
    walk = _Walk(keys)
    done = 0
    while True:
        with store.read() as connection:
            rows = _page(connection, walk.place)
        if not rows:
            break
        for row in rows:
            yield from walk.faults(row)
        done += len(rows)
        if progress:
            progress(done)
    with store.read() as connection:
        yield from _stale(connection)


def _page(connection: Connection, after: tuple[str, int, int]) -> list[Any]:
    order = (_event.c.writer, _event.c.seq, _event.c.pos)
    query = select(_event).where(tuple_(*order) > after).order_by(*order).limit(PAGE)
    return list(connection.execute(query))


class _Walk:
    """Where the walk along the chains is: the last event's place, and the hashes at its number and the one before."""

    def __init__(self, keys: Mapping[str, bytes]) -> None:
        self.keys = keys
        self.place = ("", 0, 0)
        self.here: set[str] = set()
        self.before: set[str] = set()

    def faults(self, row: Any) -> Iterator[Fault]:
        """What does not fit in one row. Two events with one number are a fork, which is no fault."""
        self._step(row)
        try:
            event = stored.event_of(row)
            reasons = list(self._reasons(row, event))
        except IntegrityError as error:
            reasons = [error.code]
        for reason in reasons:
            yield Fault(reason, row.case, row.writer, row.seq, bytes(row.hash).hex())
        self.here.add(bytes(row.hash).hex())

    def _step(self, row: Any) -> None:
        writer, seq, _ = self.place
        if (row.writer, row.seq) != (writer, seq):
            self.before = self.here if (row.writer, row.seq - 1) == (writer, seq) else set()
            self.here = set()
        self.place = (row.writer, row.seq, row.pos)

    def _reasons(self, row: Any, event: Event) -> Iterator[str]:
        check(event)
        head = event.head
        if event.hash != bytes(row.hash):
            yield "bad_hash"
        if (row.case, row.writer, row.seq, row.type) != (head.case, head.writer, head.seq, head.type):
            yield "bad_columns"
        key = self.keys.get(head.writer.partition(".")[0])
        if key is None:
            yield "unknown_writer"
        elif not fits(key, event.hash, event.sig):
            yield "bad_signature"
        if self.before and head.prev not in self.before:
            yield "broken_chain"


def _stale(connection: Connection) -> Iterator[Fault]:
    """Cases of which something else is derived than what the events say that are here."""
    query = select(_event.c.case, _event.c.hash).where(_event.c.status != QUARANTINED).order_by(_event.c.case)
    hashes: dict[str, list[bytes]] = {}
    for case, name in connection.execute(query):
        hashes.setdefault(case, []).append(bytes(name))
    sums = {case: bytes(digest) for case, digest in connection.execute(select(_sum.c.case, _sum.c.digest))}
    listed = set(connection.scalars(select(_case.c.case))) if listing.kept(connection) else sums.keys()
    for case in sorted(hashes.keys() | sums.keys() | listed):
        if case not in listed or sums.get(case) != case_digest(hashes.get(case, ())):
            yield Fault("stale_view", case)
