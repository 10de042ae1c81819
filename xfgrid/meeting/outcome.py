"""What became of a case in a meeting, and of a decision afterwards: read from the case, where it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from xfgrid.case.fold import Case
from xfgrid.case.reasons import MEETABLE

DONE = frozenset(
    ["answered", "awaiting_rating", "closed", "archived", "withdrawn", "transferred", "referred", "agreed", "performed"]
)
"""States in which what a meeting gave to an office has been done or has gone another way."""


SAID = frozenset(["decided", "postponed", "disputed"])
"""Outcomes that the meeting itself wrote."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one meeting did with one case.

    `kind`: "decided"; "postponed", `times` in all since the last decision; "answered" where the owner answered before
    the item was called; "ended" where the case ended otherwise; "elsewhere" where it cannot be heard here; "disputed"
    where two clerks wrote different decisions; "open". `owner` and `due` are the one office and the one date.
    """

    kind: str
    owner: str = ""
    due: str = ""
    decision: str = ""
    sentence: str = ""
    reason: str = ""
    times: int = 0


def outcome(case: Case, meeting: str) -> Outcome:
    """What a meeting did with a case."""
    decided, put_off = _in(case, "decided", meeting), _in(case, "postponed", meeting)
    if decided:
        return _decided(case, decided, also=put_off)
    if put_off:
        said = case.said[put_off[0]]
        return Outcome("postponed", reason=str(said.get("reason") or ""), times=_times(case, put_off[0]))
    if case.state == "on_agenda" and case.text("meeting") == meeting:
        return Outcome("open")
    if case.state in MEETABLE or not case.state:
        return Outcome("elsewhere")
    return Outcome("answered" if case.state in ("answered", "awaiting_rating") else "ended")


def standing(case: Case, day: date) -> str:
    """How a decision stands on a day: "done", "late" or "running"."""
    if case.state in DONE:
        return "done"
    due = case.text("due")
    return "late" if due and due < day.isoformat() else "running"


def _in(case: Case, type_: str, meeting: str) -> list[str]:
    """The events of a type in this meeting that none of the same has seen."""
    keys = [key for key in case.of_type(type_) if case.said[key].get("meeting") == meeting]
    past = case.past(*keys)
    return [key for key in keys if key not in past]


def _times(case: Case, key: str) -> int:
    """How many meetings had postponed the case by then, since the decision before."""
    before = case.past(key) | {key}
    fresh = before - case.past(*before.intersection(case.of_type("decided")))
    return len({case.said[one].get("meeting", one) for one in case.of_type("postponed") if one in fresh})


def _decided(case: Case, keys: list[str], also: list[str]) -> Outcome:
    """The decision; where several were written apart, the one that a person has settled on."""
    facts = {(case.said[key].get("owner"), case.said[key].get("due")) for key in keys}
    apart = len(facts) > 1 or not case.past(*keys).issuperset(also)
    if apart and {"owner", "due", "state"}.intersection(case.conflicts):
        return Outcome("disputed", case.owner, case.text("due"))
    settled = _settled(case, keys)
    owner, due = (settled.get(name) or case.said[keys[0]].get(name) for name in ("owner", "due"))
    said = next((case.said[key] for key in keys if case.said[key].get("owner") == owner), case.said[keys[0]])
    return Outcome("decided", str(owner), str(due), str(said.get("decision") or ""), str(said.get("sentence") or ""))


def _settled(case: Case, keys: list[str]) -> Mapping[str, object]:
    for one in case.of_type("settled"):
        bases = case.events[one].head.bases
        if any(set(keys).intersection(bases.get(name, ())) for name in ("owner", "due")):
            return case.said[one]
    return {}
