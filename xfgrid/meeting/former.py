"""What earlier meetings decided, as this one hears it first: which cases, and how each stands."""

from __future__ import annotations

from datetime import date

from xfgrid.case.fold import Case
from xfgrid.meeting.outcome import outcome, standing
from xfgrid.meeting.sitting import SITS
from xfgrid.meeting.table import Table, meetings


def to_follow(table: Table) -> list[str]:
    """The cases whose decisions the meeting hears first: of the last meeting, and older ones not done by then."""
    former = [m for m in meetings(table.connection, table.law) if m.state in SITS and m.id != table.meeting]
    if not former:
        return []
    last = former[-1]
    decided = [i.case for i in last.items if outcome(table.case(i.case), last.id).kind in ("decided", "disputed")]
    open_still = [line.case for line in last.followed if line.stood != "done"]
    return list(dict.fromkeys([*open_still, *decided]))


def followed(case: Case, day: date) -> list[str]:
    """A former decision as the opening writes it down: the case, how it stands on a day, its owner, its date."""
    return [case.id, standing(case, day), case.owner, case.text("due")]
