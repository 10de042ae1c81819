"""The timeline of a case: its events in the order people read them."""

from __future__ import annotations

from xfgrid.case.event import Event
from xfgrid.case.fold import Case


def timeline(case: Case) -> list[Event]:
    """The events, the earliest written first. What two laptops imported from one ledger is shown once.

    Imported entries carry an `item`, the same on every laptop; of several events with one item the first stands.
    """
    found: list[Event] = []
    seen: set[object] = set()
    for event in sorted(case.events.values(), key=lambda one: (one.head.at, one.hash)):
        item = case.said[event.hash.hex()].get("item", event.hash)
        if item not in seen:
            seen.add(item)
            found.append(event)
    return found
