"""What the county checks of an event before anybody sees it.

Events are judged one by one in the order sent. A good one goes to the journal and the feeds; one that is genuine but
may not count is quarantined with its bytes; one that cannot be believed leaves only its place in the chain, and that
only if the device that signed the request is its writer. Nothing after it is lost for its sake.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, union_all, update

from sync.county import feeds
from sync.county.county import County
from sync.county.tables import DeviceRow, QuarantineRow
from sync.wire.messages import Head, Held
from sync.wire.payload import Raw
from xfgrid.case.acts import Actor
from xfgrid.case.amends import PRIVATE
from xfgrid.case.event import SECTION_BYTES, Event, Section
from xfgrid.case.privacy import holds_number
from xfgrid.journal import journal, package
from xfgrid.journal.tables import QUARANTINED, EventRow
from xfgrid.journal.threads import on_two

_event = EventRow.__table__  # type: ignore[attr-defined]
_device = DeviceRow.__table__  # type: ignore[attr-defined]
_quarantine = QuarantineRow.__table__  # type: ignore[attr-defined]
_HIGHEST = [
    select(t.c.seq, t.c.hash).where(t.c.writer == bindparam("of")).order_by(t.c.seq.desc()).limit(1)
    for t in (_event, _quarantine)
]
Verify = Callable[[bytes, bytes, bytes], bool]

MISSING = "missing"
"""Reason of a place whose event was lost with a restored database and a disk; it is taken when it turns up."""

UNBELIEVED = frozenset({"bad_signature", "unknown_writer", "too_large"})
"""Reasons for which the event's bytes are not kept."""


@dataclass(slots=True)
class Intake:
    """One push of one device (`sender`, a row of `device`) inside its transaction."""

    county: County
    connection: Connection
    sender: Any
    missing: bool = False
    good: list[Event] = field(default_factory=list)
    held: list[Held] = field(default_factory=list)
    forked: set[str] = field(default_factory=set)
    gone: list[str] = field(default_factory=list)
    left: list[Event] = field(default_factory=list)

    def take(self, events: Sequence[Event]) -> None:
        """Judges the events and commits the good ones. A gap in a chain leaves the rest of it untouched (`left`)."""
        known, scope = places(self.connection, events), Scope.of(self.connection, events)
        scope.verify([e for e in events if known.reasons.get(e.hash, MISSING) == MISSING], self.county.verify)
        for event in events:
            reason = known.reasons.get(event.hash)
            if reason is not None and reason != MISSING:
                self._again(event, reason)
            elif known.follows(event) or (self.missing and self._bridge(event, known, scope)):
                self._judge(event, known, scope)
            else:
                self.left.append(event)
        feeds.accept(self.connection, package.newest(self.connection).tree(), self.good)
        self._note_forks()
        self._note_gone(events, known)

    def passed(self, heads: Sequence[Head]) -> list[bytes]:
        """What was left untouched although a head of its writer is above: from the heads alone it would seem taken."""
        above = {f"{self.sender.device}.{head.epoch}": head.seq for head in heads}
        return [event.hash for event in self.left if event.head.seq <= above.get(event.head.writer, 0)]

    def _again(self, event: Event, reason: str) -> None:
        reason = reason or refused_text(event)
        if reason:
            self.held.append(Held(event.hash, reason))

    def _bridge(self, event: Event, known: Places, scope: Scope) -> bool:
        """Keeps the place of a predecessor nobody can supply any more, so that the chain goes on."""
        if event.head.prev is None or scope.reason(event) in UNBELIEVED:
            return False
        writer, seq, name = event.head.writer, event.head.seq - 1, bytes.fromhex(event.head.prev)
        values = {"case": "", "reason": MISSING, "at": self.county.now(), "kept": False}
        if name not in known.reasons:
            self.connection.execute(insert(_quarantine).values(hash=name, writer=writer, seq=seq, **values))
            known.place(writer, seq, name, MISSING)
        return True

    def _judge(self, event: Event, known: Places, scope: Scope) -> None:
        reason = scope.reason(event)
        believed = reason not in UNBELIEVED
        if known.reasons.get(event.hash) == MISSING and believed:
            self.connection.execute(delete(_quarantine).where(_quarantine.c.hash == event.hash))
            known.leave(event)
        if believed and known.taken(event):
            self.forked.add(device_of(event))
        if reason:
            self._hold(event, reason, believed)
        else:
            self.good.append(self._without_refused(event))
            scope.admit(event)
        if believed or self._is_own(event):
            known.add(event, reason)

    def _without_refused(self, event: Event) -> Event:
        """The event as it is kept: without its text and the salt of it, if that holds numbers of persons. The chain
        goes on; its writer is told and strikes them."""
        reason = refused_text(event)
        if not reason or event.text is None:
            return event
        self.held.append(Held(event.hash, reason))
        return msgspec.structs.replace(event, text=Section(event.text.digest, None, None))

    def _hold(self, event: Event, reason: str, believed: bool) -> None:
        self.held.append(Held(event.hash, reason))
        if believed:
            journal.store(self.connection, [event], QUARANTINED)
        elif not self._is_own(event):
            return
        head = event.head
        values = {"writer": head.writer, "seq": head.seq, "case": head.case, "reason": reason, "kept": believed}
        self.connection.execute(insert(_quarantine).values(hash=event.hash, at=self.county.now(), **values))

    def _is_own(self, event: Event) -> bool:
        return device_of(event) == str(self.sender.device)

    def _note_forks(self) -> None:
        for device in self.forked:
            change = update(_device).where(_device.c.device == device, _device.c.forked == "")
            self.connection.execute(change.values(forked=self.county.now()))

    def _note_gone(self, events: Sequence[Event], known: Places) -> None:
        kept = {e.hash for e in events if known.reasons.get(e.hash, MISSING) not in UNBELIEVED | {MISSING}}
        whole = {e.head.case for e in events} - {e.head.case for e in events if e.hash not in kept}
        members = feeds.members_of(self.connection, sorted(whole))
        self.gone = sorted(case for case in whole if self.sender.feed not in members.get(case, set()))
        feeds.turn_away(self.connection, self.sender.feed, self.gone)


@dataclass(slots=True)
class Scope:
    """Who may write on what: the writers' devices, the feeds that hold the cases, the cases that are registered; and
    the signatures that fit, each with the hash it signs."""

    devices: dict[str, Any]
    members: dict[str, set[str]]
    registered: set[str]
    fitting: set[tuple[bytes, bytes]] = field(default_factory=set)

    @classmethod
    def of(cls, connection: Connection, events: Sequence[Event]) -> Scope:
        """What these events need to be judged."""
        cases = sorted({e.head.case for e in events})
        names = {device_of(e) for e in events}
        rows = connection.execute(select(_device).where(_device.c.device.in_(names)))
        registered: set[str] = set()
        for part in journal.chunks(cases):
            query = select(_event.c.case).where(_event.c.case.in_(part), _event.c.type == "registered")
            registered.update(connection.scalars(query))
        return cls({row.device: row for row in rows}, feeds.members_of(connection, cases), registered)

    def verify(self, events: Sequence[Event], verify: Verify) -> None:
        """Looks at the signatures of events that are going to be judged."""
        keys = {name: bytes(device.key) for name, device in self.devices.items()}

        def fits(event: Event) -> bool:
            return verify(keys[device_of(event)], event.hash, event.sig)

        written = [event for event in events if device_of(event) in keys]
        found = zip(written, on_two(fits, written), strict=True)
        self.fitting = {(event.hash, event.sig) for event, good in found if good}

    def reason(self, event: Event) -> str:
        """Why the event may not count; '' if it may."""
        device = self.devices.get(device_of(event))
        if device is None:
            return "unknown_writer"
        if (event.hash, event.sig) not in self.fitting:
            return "bad_signature"
        if any(p and len(p.content or b"") > SECTION_BYTES for p in (event.body, event.text, event.sealed)):
            return "too_large"
        if device.revoked:
            return "revoked"
        if not _acts_as(event, device):
            return "wrong_actor"
        return "" if self._in_reach(event, device.feed) else "out_of_reach"

    def admit(self, event: Event) -> None:
        """The case is in the writer's reach for the events that follow in this push."""
        self.members.setdefault(event.head.case, set()).add(self.devices[device_of(event)].feed)
        if event.head.type == "registered":
            self.registered.add(event.head.case)

    def _in_reach(self, event: Event, feed: str) -> bool:
        held_by = self.members.get(event.head.case)
        first = event.head.type == "registered" and event.head.case not in self.registered
        return held_by is None or first or feed in held_by


def refused_text(event: Event) -> str:
    """PRIVATE where the text of an event holds numbers of persons, '' otherwise; the same scan as at entry and import
    (charter rule 4)."""
    content = event.text.content if event.text else None
    return PRIVATE if content and holds_number(msgspec.json.decode(content)) else ""


def device_of(event: Event) -> str:
    """The device that wrote the event."""
    return event.head.writer.partition(".")[0]


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


def _acts_as(event: Event, device: Any) -> bool:
    actor = Actor.parse(event.head.actor)
    return bool((actor.role, actor.office) == (device.role, device.office))
