"""What the clocks hear of a case: its milestones, each on the civil day its author confirmed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from xfgrid.case.civil import wall_clock
from xfgrid.case.clocks import Milestone
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.redaction import Values
from xfgrid.case.roles import role_of
from xfgrid.case.vocabulary import BY_TYPE

_TELLINGS = frozenset({"told", "review_decided", "rereview_decided"})
"""What the resident was told at the end, and has time to rate."""

DATED = "assignment"
"""The one clock that a day given by a registration or an extension ends, where a meeting that decides ends them all."""


def milestones(case: Case) -> list[Milestone]:
    """The milestones of a case, from every event that keeps the rules and was not undone.

    An event without a day of its own, as ledgers have, counts from the day the matter was received, and the day it was
    typed where that is not known either.
    """
    gone = case.broken | case.undone
    found: list[Milestone] = []
    for key, depth in case.depths.items():
        event = case.events[key]
        names = BY_TYPE[event.head.type].milestones
        if names and key not in gone:
            found += _of(case, key, event, names, depth)
    return found


def _of(case: Case, key: str, event: Event, names: tuple[str, ...], depth: int) -> Iterator[Milestone]:
    said = case.said[key]
    day, package = _day(case, key, event), event.head.package
    until = _date(said.get("until")) or _date(said.get("due"))
    days, rule = _number(said.get("days")), str(said.get("rule") or "")
    item = key[:8] if event.head.type == "promised" else ""
    if event.head.type == "registered":
        names = _begun(event, said)
    for name in names:
        typed = _typed(event) if name in _TELLINGS else day
        yield Milestone(name, day, key, package, depth, until, days, rule, item, typed if typed > day else None)
    if until and event.head.type in ("registered", "extended") and "due" in said:
        yield Milestone("decided", day, key, package, depth, until, rule=DATED)


def _begun(event: Event, said: Values) -> tuple[str, ...]:
    """What a registration is: the start of the pace here, and receipt by the organ if the township wrote it down.

    A matter from a ledger was promised nothing here; what it owes is the date its ledger names.
    """
    if "item" in said:
        return ("imported",)
    return ("registered", "received") if role_of(event.head.actor) == "township" else ("registered",)


def _day(case: Case, key: str, event: Event) -> dt.date:
    said = case.said[key]
    return _date(said.get("on")) or _date(said.get("received")) or _date(case.get("received")) or _typed(event)


def _typed(event: Event) -> dt.date:
    """The civil day in Shanghai at which an event was typed."""
    try:
        return wall_clock(event.head.at).date()
    except (ValueError, OverflowError):
        return dt.date(1970, 1, 1)


def _date(value: object) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _number(value: object) -> int:
    text = str(value)
    return int(text) if text.isdecimal() else 0
