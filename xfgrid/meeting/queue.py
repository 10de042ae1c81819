"""The township's queue: cases that stand before the joint meeting by rule, each with the reason in one sentence."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import and_, or_

from xfgrid.journal.desk import Desk
from xfgrid.journal.tables import CaseRow
from xfgrid.journal.views import Line, lines
from xfgrid.terms import Terms

_case = CaseRow.__table__  # type: ignore[attr-defined]


class Entry(msgspec.Struct, frozen=True):
    """One case on the queue. `reason` is a key of the catalogue under `meeting.reason`, `days` the calendar days
    a date has passed (0 where the reason has none); `due` is the ISO day the owner office owes, '' for none."""

    case: str
    number: str
    title: str
    owner: str
    due: str
    reason: str
    days: int

    def sentence(self, terms: Terms) -> str:
        """The reason as people read it."""
        return terms(f"meeting.reason.{self.reason}", days=self.days)


def queue(desk: Desk) -> list[Entry]:
    """Everything that stands on the queue today, the longest overdue first."""
    today = desk.today()
    overdue = and_(_case.c.agenda != "", _case.c.agenda <= today.isoformat())
    with desk.home.store.read() as connection:
        found = lines(connection, and_(_case.c.live, or_(_case.c.state == "sent_up", overdue)))
    return [_entry(line, today) for line in found]


def _entry(line: Line, today: date) -> Entry:
    days = (today - date.fromisoformat(line.due)).days if line.due else 0
    reason = "sent_up" if line.state == "sent_up" else "overdue"
    return Entry(line.case, line.number, line.title, line.owner, line.due, reason, max(days, 0))
