"""Who holds a case: the one rule that county, laptops and the USB stick share."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xfgrid.case.acts import Actor
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.offices import Offices
from xfgrid.case.roles import role_of


def feed_of(device: str, office: str, role: str) -> str:
    """The feed a device reads: its own for a liaison, its office's for all others."""
    return f"device:{device}" if role == "liaison" else office


def reach(offices: Offices, case: Case) -> set[str]:
    """The feeds that hold a case: of every office it is placed or owned in or below, were it by one side of a dispute
    only, and of the liaison devices that registered it."""
    feeds = offices.reach(*offices_of(case))
    for event in case.events.values():
        if event.head.type == "registered":
            feeds |= _liaison(event)
    return feeds


def offices_of(case: Case) -> set[str]:
    """The codes of the offices a case is placed or owned in, were it by one side of a dispute only."""
    return {case.owner, *(str(head.value) for name in ("owner", "place_office") for head in _heads(case, name))}


def _heads(case: Case, name: str) -> Sequence[Any]:
    return case.fields[name].heads if name in case.fields else ()


def _liaison(event: Event) -> set[str]:
    if role_of(event.head.actor) != "liaison":
        return set()
    actor = Actor.parse(event.head.actor)
    return {feed_of(event.head.writer.partition(".")[0], actor.office, actor.role)}
