"""What this office has to do today: what is late, due, returned, not yet taken, disputed, or waits for the resident."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import and_, or_

from xfgrid.journal import roster, views
from xfgrid.journal.desk import Desk
from xfgrid.journal.tables import CaseRow
from xfgrid.journal.views import Line

_case = CaseRow.__table__  # type: ignore[attr-defined]

SECTIONS = ("disputed", "overdue", "returned", "due_today", "not_taken", "resident")
"""A case stands in the first of these that fits."""

UNTAKEN = frozenset({"registered", "reopened", "assigned"})


class Task(msgspec.Struct, frozen=True):
    """One case and the section it stands in."""

    section: str
    line: Line


def today(desk: Desk) -> list[Task]:
    """Everything to be done today, section by section, within each the earliest date first."""
    mine, below, day = answerable(desk), _below(desk), desk.today()
    up = and_(_case.c.state == "sent_up", _case.c.owner.in_(below))
    where = and_(_case.c.live, or_(_case.c.owner.in_(mine), up, _case.c.conflicts > 0))
    with desk.home.store.read() as connection:
        found = views.lines(connection, where)
    tasks = [Task(section, line) for line in found if (section := _section(line, mine, desk.actor.office, day))]
    return sorted(tasks, key=lambda task: SECTIONS.index(task.section))


def answerable(desk: Desk) -> set[str]:
    """The offices this desk answers for: its own, and for a township those below that have no computer enrolled."""
    own = desk.actor.office
    if desk.actor.role != "township":
        return {own}
    with desk.home.store.read() as connection:
        enrolled = {card.office for card in roster.everybody(connection) if not card.revoked}
    return {own, *(_below(desk) - enrolled)}


def _below(desk: Desk) -> set[str]:
    own = desk.actor.office
    return {office.code for office in desk.offices if office.code != own and desk.offices.within(office.code, own)}


def _section(line: Line, mine: set[str], own: str, day: date) -> str:
    """The section of a case, '' if nothing is to be done here today."""
    if line.conflicts:
        return "disputed"
    if line.state == "sent_up":
        return "not_taken" if line.owner != own else ""
    if line.owner not in mine:
        return ""
    if line.state == "awaiting_rating":
        return "resident"
    if line.due and line.due < day.isoformat():
        return "overdue"
    if line.state == "returned" and line.owner == own:
        return "returned"
    if line.due == day.isoformat():
        return "due_today"
    return "not_taken" if line.state in UNTAKEN and line.owner == own else ""
