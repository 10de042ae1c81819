"""The places of chains: which numbers of a writer are taken, by what, and how far each chain goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, bindparam, select, union_all

from sync.county.tables import QuarantineRow
from sync.wire.messages import Head
from sync.wire.payload import Raw
from xfgrid.case.event import Event
from xfgrid.journal.tables import EventRow, table_of

_event = table_of(EventRow)
_quarantine = table_of(QuarantineRow)
_HIGHEST = [
    select(t.c.seq, t.c.hash).where(t.c.writer == bindparam("of")).order_by(t.c.seq.desc()).limit(1)
    for t in (_event, _quarantine)
]
_STANDS = [select(t.c.seq).where(t.c.hash == bindparam("named")) for t in (_event, _quarantine)]

MISSING = "missing"
"""Reason of a place whose event was lost with a restored database and a disk; it is taken when it turns up."""


@dataclass(slots=True)
class Places:
    """The places of some chains that are taken: hash → reason ('' for a good event), and writer, seq → hashes."""

    reasons: dict[bytes, str]
    chains: dict[tuple[str, int], set[bytes]]

    def follows(self, event: Event) -> bool:
        """Whether what the event names as its predecessor is known, at the place before."""
        head = event.head
        if head.prev is None or head.seq <= 1:
            return head.prev is None and head.seq == 1
        return bytes.fromhex(head.prev) in self.chains.get((head.writer, head.seq - 1), set())

    def taken(self, event: Event) -> bool:
        """Whether another event stands at the same place: a fork."""
        return bool(self.chains.get((event.head.writer, event.head.seq)))

    def add(self, event: Event, reason: str) -> None:
        """Takes the event's place."""
        self.place(event.head.writer, event.head.seq, event.hash, reason)

    def place(self, writer: str, seq: int, name: bytes, reason: str) -> None:
        """Takes a place by its hash."""
        self.reasons[name] = reason
        self.chains.setdefault((writer, seq), set()).add(name)

    def leave(self, event: Event) -> None:
        """Frees the place kept for an event that was missing and has come."""
        self.reasons.pop(event.hash)
        self.chains[event.head.writer, event.head.seq].discard(event.hash)


def places(connection: Connection, events: Sequence[Event]) -> Places:
    """The places around some events: their own and those before them."""
    found = Places({}, {})
    spans: dict[str, list[int]] = {}
    for event in events:
        spans.setdefault(event.head.writer, []).append(event.head.seq)
    for writer, seqs in spans.items():
        for row in connection.execute(_around(writer, min(seqs) - 1, max(seqs))):
            reason = row.reason or found.reasons.get(bytes(row.hash), "")
            found.reasons[bytes(row.hash)] = reason
            found.chains.setdefault((writer, row.seq), set()).add(bytes(row.hash))
    return found


def stands(connection: Connection, name: bytes) -> bool:
    """Whether an event of this hash is here, or its place is kept, whoever wrote it."""
    return any(connection.scalar(query, {"named": name}) for query in _STANDS)


def heads(connection: Connection, device: str, epochs: int) -> list[Head]:
    """The highest place of each writer epoch of a device that has any."""
    found = []
    for epoch in range(1, epochs + 1):
        best = max(_highest(connection, query, f"{device}.{epoch}") for query in _HIGHEST)
        if best[0]:
            found.append(Head(epoch, best[0], Raw(best[1])))
    return found


def _highest(connection: Connection, query: Any, writer: str) -> tuple[int, bytes]:
    row = connection.execute(query, {"of": writer}).first()
    return (0, b"") if row is None else (row.seq, bytes(row.hash))


def _around(writer: str, low: int, high: int) -> Any:
    event = select(_event.c.hash, _event.c.seq, _quarantine.c.reason).outerjoin(
        _quarantine, _quarantine.c.hash == _event.c.hash
    )
    place = select(_quarantine.c.hash, _quarantine.c.seq, _quarantine.c.reason).where(_quarantine.c.kept.is_(False))
    return union_all(
        event.where(_event.c.writer == writer, _event.c.seq.between(low, high)),
        place.where(_quarantine.c.writer == writer, _quarantine.c.seq.between(low, high)),
    )
