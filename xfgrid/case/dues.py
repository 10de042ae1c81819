"""When an answer is owed: the promises of a case, and the one date lists show."""

from __future__ import annotations

from dataclasses import dataclass

from xfgrid.case.clocks import Packages, Promise, next_due, promises
from xfgrid.case.fold import Case
from xfgrid.case.milestones import milestones
from xfgrid.case.vocabulary import ENDED, WORK

FACTS = ("class", "route", "kind")
"""The fields that rules of the clocks look at."""

OWES_ANSWER = WORK | {"sent_up", "on_agenda", "assigned", "mediating", "mediation_ended", "referred"}
"""States in which the date decided for the answer still counts."""


@dataclass(frozen=True, slots=True)
class Dues:
    """`due`: the ISO day on which the next thing is owed, '' once nothing is. `promises`: every promise, open or not."""

    due: str
    promises: tuple[Promise, ...]


def dues(case: Case, packages: Packages) -> Dues:
    """What is owed on a case and when: the earliest of the date decided and the promises not met.

    A live case always has a date: also where its ending is disputed, and where this home has no clocks for it.
    """
    heard = milestones(case)
    facts = {name: case.get(name) for name in FACTS}
    found = promises(heard, facts, packages)
    if not case.live or not case.state:
        return Dues("", found)
    upcoming = next_due(found)
    if upcoming is None:
        found = promises([m for m in heard if m.name not in ENDED], facts, packages)
        upcoming = next_due(found)
    dates = [upcoming.due.isoformat()] if upcoming else []
    if case.state in OWES_ANSWER and case.text("due"):
        dates.append(case.text("due"))
    return Dues(min(dates, default=max(m.day for m in heard).isoformat()), found)
