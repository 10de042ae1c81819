"""One item as the members read it: what is asked, what was done, what each side says, the days left, the ways open."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from xfgrid.case.clocks import Promise
from xfgrid.case.dues import dues
from xfgrid.case.fold import Case
from xfgrid.case.reasons import postponed
from xfgrid.case.timeline import happened_on, timeline
from xfgrid.journal.clocks import packages
from xfgrid.journal.rows import title
from xfgrid.meeting.outcome import SAID, Outcome, outcome
from xfgrid.meeting.rules import Option
from xfgrid.meeting.sitting import Item
from xfgrid.meeting.table import Table

HAPPENINGS = 6
"""The newest entries of the case that a brief shows."""

_SPOKEN = ("decision", "sentence", "note", "reason")


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date owed: the clock's id, `legal` or internal, days left (negative when past), estimated or not."""

    rule: str
    legal: bool
    due: date
    left: int
    provisional: bool


@dataclass(frozen=True, slots=True)
class Happening:
    """An entry of the case: ISO day, type of event, code of the office, its words."""

    on: str
    type: str
    office: str
    words: str


@dataclass(frozen=True, slots=True)
class Brief:
    """An item with its case. `no` counts from 1 in the order of the agenda; `sides` are ("asker" or "other", words).

    `deciders` are the codes of the members present who may decide on it. No contact is in it: contact is never in a
    field that this reads.
    """

    no: int
    item: Item
    number: str
    title: str
    asked: str
    facts: str
    kind: str
    place: str
    owner: str
    happened: tuple[Happening, ...]
    sides: tuple[tuple[str, str], ...]
    deadlines: tuple[Deadline, ...]
    options: tuple[Option, ...]
    postponed: int
    outcome: Outcome
    deciders: tuple[str, ...]


def briefs(table: Table) -> list[Brief]:
    """The briefs of a meeting's items, in their order."""
    return [_brief(table, no, item) for no, item in enumerate(table.sitting.items, 1)]


def _brief(table: Table, no: int, item: Item) -> Brief:
    case = table.case(item.case)
    times = postponed(case)
    return Brief(
        no=no,
        item=item,
        number=case.text("number"),
        title=title(case),
        asked=case.text("asked"),
        facts=case.text("facts"),
        kind=case.text("kind"),
        place=case.text("place"),
        owner=case.owner,
        happened=tuple(_happened(case))[-HAPPENINGS:],
        sides=tuple(_sides(case, item)),
        deadlines=_deadlines(table, case),
        options=table.law.options(case.text("kind")),
        postponed=times,
        outcome=_outcome(table, case),
        deciders=tuple(table.sitting.deciders(item.case, case.barred)),
    )


def _outcome(table: Table, case: Case) -> Outcome:
    """As the case says; where the meeting left it undecided, as it stood when the session closed.

    Until the meeting is announced no case stands on its agenda yet, and every item is open.
    """
    found, left = outcome(case, table.meeting), dict(table.sitting.left)
    if found.kind == "elsewhere" and table.sitting.state == "called":
        return Outcome("open")
    return Outcome(left[case.id]) if case.id in left and found.kind not in SAID else found


def _happened(case: Case) -> Iterator[Happening]:
    for event in timeline(case):
        key = event.hash.hex()
        said = case.said[key]
        words = next((str(said[name]) for name in _SPOKEN if said.get(name)), "")
        yield Happening(happened_on(case, key), event.head.type, case.author(key).office, words)


def _sides(case: Case, item: Item) -> Iterator[tuple[str, str]]:
    yield "asker", case.text("asked")
    if case.text("other_side"):
        yield "other", case.text("other_side")
    yield from ((side, words) for side, words in item.notes if side)


def _deadlines(table: Table, case: Case) -> tuple[Deadline, ...]:
    """What is owed and open, the earliest first; legal and internal are told apart and never mixed on a screen."""
    today = table.desk.today()
    owed = [p for p in dues(case, packages(table.connection)).promises if p.owed]
    return tuple(_deadline(p, today) for p in sorted(owed, key=lambda p: (p.due, p.rule.id)))


def _deadline(promise: Promise, today: date) -> Deadline:
    left = (promise.due - today).days
    return Deadline(promise.rule.id, promise.kind == "legal", promise.due, left, promise.provisional)
