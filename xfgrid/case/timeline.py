"""The timeline of a case: its events in the order people read them."""

from __future__ import annotations

from xfgrid.case.civil import wall_clock
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.order import causal


def timeline(case: Case) -> list[Event]:
    """The events by the day on which they happened, of one day each after those it builds on.

    What two laptops imported from one ledger is shown once: imported entries carry an `item`, the same on every laptop;
    of several events with one item the first stands.
    """
    found: list[Event] = []
    seen: set[object] = set()
    for key in sorted(_written(case), key=lambda key: happened_on(case, key)):
        item = case.said[key].get("item", key)
        if item not in seen:
            seen.add(item)
            found.append(case.events[key])
    return found


def happened_on(case: Case, key: str) -> str:
    """The ISO day on which what an event tells of happened: as it says itself, else the day on which it was written."""
    said = case.said[key]
    return str(said.get("on") or said.get("received") or written_on(case.events[key]))


def written_on(event: Event) -> str:
    """The civil day on which an event was written, by its writer's clock."""
    return wall_clock(event.head.at).date().isoformat()


def _written(case: Case) -> list[str]:
    """The events in the order of writing, whatever the clocks of the laptops said."""
    first = sorted(case.events, key=lambda key: (case.events[key].head.at, case.events[key].head.seq, key))
    return list(causal(first, lambda key: sorted(case.seen_by(key))))
