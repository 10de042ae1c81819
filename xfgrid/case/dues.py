"""When an answer is owed: the promises of a case, and the one date lists show."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import msgspec

from xfgrid.case.clocks import Milestone, Packages, Promise, agenda_day, next_due, promises
from xfgrid.case.fold import Case
from xfgrid.case.milestones import milestones
from xfgrid.case.vocabulary import ENDED, WORK

FACTS = ("class", "route", "kind")
"""The fields that rules of the clocks look at."""

OWES_ANSWER = WORK | {"sent_up", "on_agenda", "assigned", "mediating", "mediation_ended", "referred"}
"""States in which the date decided for the answer still counts."""


class Dues(msgspec.Struct, frozen=True, gc=False):
    """What is owed on a case.

    `due`: the ISO day on which the next thing is owed, '' once nothing is; `kind` "legal" or "internal"; `rule` the
    clock it comes from, '' for a date that only a field names; `provisional` marks an estimated day (暂估).
    `agenda`: the ISO day from which the case stands before the joint meeting, '' if no ladder leads there.
    `promises`: every promise, open or not.
    """

    due: str = ""
    kind: str = ""
    rule: str = ""
    provisional: bool = False
    agenda: str = ""
    promises: tuple[Promise, ...] = ()


def dues(case: Case, packages: Packages) -> Dues:
    """What is owed on a case and when: the earliest of the date decided and the promises not met.

    A live case always has a date: also where its ending is disputed, and where this home has no clocks for it.
    """
    heard = milestones(case)
    facts = {name: case.get(name) for name in FACTS}
    found = promises(heard, facts, packages)
    if not case.live or not case.state:
        return Dues(promises=found)
    upcoming = next_due(found)
    if upcoming is None:
        found = promises([m for m in heard if m.name not in ENDED], facts, packages)
        upcoming = next_due(found)
    agenda = _agenda(case, found, heard, packages)
    decided = _decided(case, found)
    if upcoming is None or (decided and decided < upcoming.due.isoformat()):
        due = decided or max(m.day for m in heard).isoformat()
        return Dues(due, "internal", agenda=agenda, promises=found)
    return Dues(upcoming.due.isoformat(), upcoming.kind, upcoming.rule.id, upcoming.provisional, agenda, found)


def _decided(case: Case, found: Sequence[Promise]) -> str:
    """The day decided for the answer, '' where none counts or a promise counts it already, also one that was met: a
    case that is opened again does not owe it anew."""
    due = case.text("due")
    counted = any(promise.ended is None and _iso(promise.moves.agreed) == due for promise in found)
    return due if case.state in OWES_ANSWER and not counted else ""


def _iso(day: dt.date | None) -> str:
    return day.isoformat() if day else ""


def _agenda(case: Case, found: Sequence[Promise], heard: Sequence[Milestone], packages: Packages) -> str:
    """By the ladders of the package that the case was last acted on under; once a meeting has decided, by what began
    with its decision or later, for it has dealt with what was late before."""
    clocks = packages(max(heard, key=lambda m: (m.day, m.depth, m.ref)).package)
    if clocks is None:
        return ""
    decisions = case.of_type("decided")
    since = max([m.day for m in heard if m.ref in decisions], default=dt.date.min)
    counted = [agenda_day(promise, clocks) for promise in found if promise.owed and promise.started >= since]
    return _iso(min(filter(None, counted), default=None))
