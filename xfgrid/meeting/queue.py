"""The township's queue: cases that stand before the joint meeting by rule, each with the reason in one sentence.

Read from rows alone; no case is folded for it. A liaison's laptop holds the liaison's own cases and so queues no others.
At the county the queue holds what meetings have postponed as often as they may.
"""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import ColumnElement, Connection, and_, or_, select

from xfgrid.case.reasons import MEETABLE
from xfgrid.journal.desk import Desk
from xfgrid.journal.tables import CaseRow, table_of
from xfgrid.meeting.rules import Rules, rules
from xfgrid.terms import Terms

_case = table_of(CaseRow)
_READ = [_case.c[n] for n in ("case", "number", "title", "owner", "due", "kind", "reasons", "postponed", "agenda")]
LADDER = "ladder"


class Entry(msgspec.Struct, frozen=True):
    """One case on the queue.

    `reasons` are codes, the weightiest first, `reason` the first of them, `band` where it stands ("must", "dispute",
    "work"); `must`: presented by the system and only decided. `days` are the calendar days its date has passed,
    `postponed` how often meetings put it off, `due` the ISO day the owner office owes, '' for none.
    """

    case: str
    number: str
    title: str
    owner: str
    due: str
    kind: str
    reasons: tuple[str, ...]
    band: str
    must: bool
    days: int
    postponed: int

    @property
    def reason(self) -> str:
        """The weightiest reason."""
        return self.reasons[0]

    def sentence(self, terms: Terms) -> str:
        """The weightiest reason as people read it."""
        return terms(f"meeting.reason.{self.reason}", days=self.days, times=self.postponed)


def queue(desk: Desk) -> list[Entry]:
    """Everything that stands on the queue today: what must be heard first, in it the longest overdue first."""
    with desk.home.store.read() as connection:
        return standing(connection, desk.today(), county=desk.actor.role == "county")


def standing(connection: Connection, today: date, *, county: bool = False) -> list[Entry]:
    """The queue of a civil day, from the rows of a journal; for the county only what was postponed to the limit."""
    law = rules()
    on_ladder = and_(_case.c.agenda > "", _case.c.agenda <= today.isoformat())
    wanted: ColumnElement[bool] = or_(_case.c.reasons > "", on_ladder)
    if county:
        wanted = _case.c.postponed >= law.postponements
    query = select(*_READ).where(wanted, _case.c.live, _case.c.state.in_(sorted(MEETABLE)))
    found = [_entry(law, row, today) for row in connection.execute(query)]
    return sorted(found, key=lambda e: (not e.must, law.weight(e.reason), e.due or "9999", e.case))


def _entry(law: Rules, row: tuple[str, ...], today: date) -> Entry:
    case, number, title, owner, due, kind, codes, postponed, agenda = row
    codes_now = codes.split() + ([LADDER] if agenda and agenda <= today.isoformat() else [])
    reasons = tuple(sorted(codes_now, key=law.weight))
    days = max((today - date.fromisoformat(due)).days, 0) if due else 0
    must = any(law.must(code) for code in reasons)
    return Entry(case, number, title, owner, due, kind, reasons, law.band(reasons[0]), must, days, int(postponed))
