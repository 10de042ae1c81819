"""What an office has to do today, as SQL like `lists`: late, due, returned, not yet taken, disputed, or for the resident."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import NamedTuple

import msgspec

from xfgrid.case.offices import Offices
from xfgrid.journal.lists import COLUMNS, Line, Run, line

SECTIONS = ("disputed", "overdue", "returned", "due_today", "not_taken", "resident")
"""A case stands in the first of these that fits."""
EVERYTHING = "everything"

_SECTION = """CASE
  WHEN conflicts > 0 THEN 0
  WHEN state = 'sent_up' THEN iif(owner <> :own, 4, NULL)
  WHEN owner NOT IN (SELECT value FROM json_each(:mine)) THEN NULL
  WHEN state = 'awaiting_rating' THEN 5
  WHEN due <> '' AND due < :day THEN 1
  WHEN state = 'returned' AND owner = :own THEN 2
  WHEN due = :day THEN 3
  WHEN state IN ('registered', 'reopened', 'assigned') AND owner = :own THEN 4
END"""
_TASKS = f"""(SELECT {_SECTION} AS section, listed FROM case_row WHERE live = 1 AND NOT meeting AND (
  conflicts > 0 OR owner IN (SELECT value FROM json_each(:mine))
  OR state = 'sent_up' AND owner IN (SELECT value FROM json_each(:below)))) WHERE section IS NOT NULL"""
"""The index `case_tasks` answers this; rows are read for one page only."""


class Task(msgspec.Struct, frozen=True):
    """One case and the section it stands in."""

    section: str
    line: Line


class Duty(NamedTuple):
    """Whose day it is: an office, those it answers for besides, those below it, and the day."""

    own: str
    mine: Collection[str]
    below: Collection[str]
    day: date

    def facts(self) -> dict[str, object]:
        """As the statements name them."""
        return {
            "own": self.own,
            "mine": msgspec.json.encode(list(self.mine)).decode(),
            "below": msgspec.json.encode(list(self.below)).decode(),
            "day": self.day.isoformat(),
        }


def duty(offices: Offices, role: str, own: str, enrolled: Collection[str], day: date) -> Duty:
    """What an office answers for: itself, and a township for those below that have no computer enrolled."""
    below = {office.code for office in offices if office.code != own and offices.within(office.code, own)}
    return Duty(own, {own, *(below - set(enrolled))} if role == "township" else {own}, below, day)


def tasks(run: Run, whose: Duty, section: str = EVERYTHING, start: int = 0, limit: int = -1) -> list[Task]:
    """A page of what is to be done, section by section, within each the earliest date first."""
    chosen = "" if section == EVERYTHING else f" AND section = {SECTIONS.index(section)}"
    page = f"SELECT section, listed FROM {_TASKS}{chosen} ORDER BY section, listed LIMIT :limit OFFSET :start"
    query = f"SELECT section, {COLUMNS} FROM ({page}) JOIN case_row USING (listed) ORDER BY section, listed"
    found = run(query, {**whose.facts(), "limit": limit, "start": start})
    return [Task(SECTIONS[number], line(rest)) for number, *rest in found]


def counts(run: Run, whose: Duty) -> dict[str, int]:
    """How many there are in each section, and of everything."""
    found = dict(tuple(row) for row in run(f"SELECT section, count(*) FROM {_TASKS} GROUP BY section", whose.facts()))
    return {EVERYTHING: sum(found.values()), **{name: found.get(n, 0) for n, name in enumerate(SECTIONS)}}
