"""What the county checks of an event before anybody sees it.

Events are judged one by one in the order sent. A good one goes to the journal and the feeds; one that is genuine but
may not count is quarantined with its bytes; one that cannot be believed leaves only its place in the chain, and that
only if the device that signed the request is its writer. Nothing after it is lost for its sake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, update

from sync.county import feeds
from sync.county.chains import MISSING, Places, places, stands
from sync.county.county import County
from sync.county.locks import insert_new, lock
from sync.county.scope import UNBELIEVED, Scope, device_of
from sync.county.tables import DeviceRow, QuarantineRow
from sync.wire.messages import Head, Held
from xfgrid.case.amends import PRIVATE
from xfgrid.case.event import Event, Section
from xfgrid.case.privacy import holds_number
from xfgrid.journal import journal, package, stored
from xfgrid.journal.tables import QUARANTINED, table_of

_device = table_of(DeviceRow)
_quarantine = table_of(QuarantineRow)
_NOT_KEPT = UNBELIEVED | {MISSING}


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
        lock(self.connection, "case", {event.head.case for event in events})  # who brings the same at once comes after
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
        members = feeds.accept(self.connection, package.newest(self.connection).tree(), self.good)
        self._turned_up()
        self._note_forks()
        self._note_gone(events, known, members)

    def passed(self, heads: Sequence[Head]) -> list[bytes]:
        """What was left untouched although a head of its writer is above: from the heads alone it would seem taken."""
        above = {f"{self.sender.device}.{head.epoch}": head.seq for head in heads}
        return [event.hash for event in self.left if event.head.seq <= above.get(event.head.writer, 0)]

    def _again(self, event: Event, reason: str) -> None:
        reason = reason or refused_text(event)
        if reason:
            self.held.append(Held(event.hash, reason))

    def _bridge(self, event: Event, known: Places, scope: Scope) -> bool:
        """Keeps the place of a predecessor nobody can supply any more, so that the chain goes on. What is here, at another
        place or of another writer, is not missing."""
        if event.head.prev is None or scope.reason(event) in UNBELIEVED:
            return False
        writer, seq, name = event.head.writer, event.head.seq - 1, bytes.fromhex(event.head.prev)
        if name in known.reasons or stands(self.connection, name):
            return False
        self._quarantine(name, writer, seq, "", MISSING, False)
        known.place(writer, seq, name, MISSING)
        return True

    def _turned_up(self) -> None:
        """What was taken is missing nowhere any more, in whosever chain somebody said so."""
        for part in stored.chunks([event.hash for event in self.good]):
            gone = (_quarantine.c.hash.in_(part), _quarantine.c.kept.is_(False))
            self.connection.execute(delete(_quarantine).where(*gone))

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
        self._quarantine(event.hash, event.head.writer, event.head.seq, event.head.case, reason, believed)

    def _quarantine(self, name: bytes, writer: str, seq: int, case: str, reason: str, kept: bool) -> None:
        row = {"hash": name, "writer": writer, "seq": seq, "case": case, "reason": reason, "kept": kept}
        insert_new(self.connection, _quarantine, [{**row, "at": self.county.now()}])

    def _is_own(self, event: Event) -> bool:
        return device_of(event) == str(self.sender.device)

    def _note_forks(self) -> None:
        for device in self.forked:
            change = update(_device).where(_device.c.device == device, _device.c.forked == "")
            self.connection.execute(change.values(forked=self.county.now()))

    def _note_gone(self, events: Sequence[Event], known: Places, members: Mapping[str, set[str]]) -> None:
        """`members` are the feeds that hold the cases of what was taken just now."""
        lacking = {e.head.case for e in events if known.reasons.get(e.hash, MISSING) in _NOT_KEPT}
        whole = {e.head.case for e in events} - lacking
        held = {**feeds.members_of(self.connection, sorted(whole - members.keys())), **members}
        self.gone = sorted(case for case in whole if self.sender.feed not in held.get(case, ()))
        feeds.turn_away(self.connection, self.sender.feed, self.gone)


def refused_text(event: Event) -> str:
    """PRIVATE where the text of an event holds numbers of persons, '' otherwise; the same scan as at entry and import
    (charter rule 4)."""
    content = event.text.content if event.text else None
    return PRIVATE if content and holds_number(msgspec.json.decode(content)) else ""
