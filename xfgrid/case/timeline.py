"""The timeline of a case: its events in the order people read them."""

from __future__ import annotations

from collections.abc import Iterator

from xfgrid.case.civil import wall_clock
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.order import causal


def timeline(case: Case) -> list[Event]:
    """The events by the day on which they happened, none before what it builds on, whatever its day says.

    What two laptops imported from one ledger is shown once: imported entries carry an `item`, the same on every laptop;
    of several events with one item the first stands.
    """
    found: list[Event] = []
    seen: set[object] = set()
    for key in _ordered(case):
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


def _ordered(case: Case) -> Iterator[str]:
    def place(key: str) -> tuple[str, str, int, str]:
        head = case.events[key].head
        return happened_on(case, key), head.at, head.seq, key

    return causal(sorted(case.events, key=place), lambda key: sorted(case.seen_by(key), key=place, reverse=True))
