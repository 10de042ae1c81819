"""Who may write on what: why an event may not count, by its writer, its signature, its size and the reach of its case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from sync.county import feeds
from sync.county.tables import DeviceRow
from xfgrid.case.acts import Actor
from xfgrid.case.event import SECTION_BYTES, Event
from xfgrid.journal import stored
from xfgrid.journal.tables import EventRow, table_of
from xfgrid.journal.threads import on_two

_event = table_of(EventRow)
_device = table_of(DeviceRow)
Verify = Callable[[bytes, bytes, bytes], bool]

UNBELIEVED = frozenset({"bad_signature", "unknown_writer", "too_large"})
"""Reasons for which the event's bytes are not kept."""


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
        for part in stored.chunks(cases):
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


def device_of(event: Event) -> str:
    """The device that wrote the event."""
    return event.head.writer.partition(".")[0]


def _acts_as(event: Event, device: Any) -> bool:
    actor = Actor.parse(event.head.actor)
    return bool((actor.role, actor.office) == (device.role, device.office))
