"""Why a case stands before the township joint meeting, judged from the set of its events.

What a meeting has decided upon is spent: only events that no decision has seen count. So a counter survives merging
whatever order laptops meet in, and a meeting that two laptops recorded counts once. The ladder, which asks for the day,
is not judged here; see `dues`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from xfgrid.case.fold import Case
from xfgrid.case.vocabulary import BY_ACTION

MEETABLE = BY_ACTION["schedule"].move.source
"""States from which a case can be put on an agenda."""

TWICE = 2


class Standing:
    """A case, and those of its events that no decision of a meeting has seen."""

    def __init__(self, case: Case) -> None:
        self.case = case
        self._types = {event.head.type for event in case.events.values()}

    @cached_property
    def fresh(self) -> frozenset[str]:
        """The events by hash."""
        return _fresh(self.case)

    def count(self, type_: str) -> int:
        """How many fresh events of a type keep the rules and were not undone."""
        return len(self.fresh.intersection(self.case.of_type(type_))) if type_ in self._types else 0


def reasons(case: Case) -> tuple[str, ...]:
    """The codes of why a case stands before the meeting, the weightiest first; none where it cannot be scheduled."""
    if case.state not in MEETABLE:
        return ()
    standing = Standing(case)
    return tuple(code for code, holds in _RULES.items() if holds(standing))


def postponed(case: Case) -> int:
    """How many meetings have postponed the case since the last decision."""
    meetings = {key: case.said[key].get("meeting", key) for key in case.of_type("postponed")}
    return len({meetings[key] for key in meetings.keys() & _fresh(case)}) if meetings else 0


def _fresh(case: Case) -> frozenset[str]:
    return frozenset(case.events.keys() - case.past(*case.of_type("decided")))


def _owner_recused(standing: Standing) -> bool:
    """The office that owned the case was barred from it, or one that is barred owns it."""
    case = standing.case
    named = (key for key in case.of_type("recused") if "owner" in case.events[key].head.bases)
    return case.owner in case.barred or any(key in standing.fresh for key in named)


_RULES: dict[str, Callable[[Standing], bool]] = {
    "returned_twice": lambda s: s.count("returned") >= TWICE,
    "reopened": lambda s: s.count("reopened") > 0,
    "postponed": lambda s: s.count("postponed") > 0,
    "scheduled": lambda s: s.case.state == "on_agenda" and s.count("postponed") == 0,
    "competence": lambda s: s.count("returned") == 1 and s.case.state == "returned",
    "owner_disputed": lambda s: "owner" in s.case.fields and s.case.fields["owner"].disputed,
    "owner_recused": _owner_recused,
    "agreement_broken": lambda s: s.count("agreement_broken") > 0,
    "sent_up": lambda s: s.case.state == "sent_up",
}
