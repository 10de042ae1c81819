"""The items of a meeting: those that the rules bring, their cases put on its agenda, those that a clerk names."""

from __future__ import annotations

from collections.abc import Sequence

from xfgrid.case.reasons import MEETABLE
from xfgrid.errors import UnknownError
from xfgrid.journal import views
from xfgrid.meeting import queue
from xfgrid.meeting.sitting import BEFORE
from xfgrid.meeting.table import Table

SCHEDULED = "scheduled"
"""The reason of a case that stands on an agenda: not one to present it anew where it stands already."""


def present_due(table: Table) -> None:
    """Presents what the rules bring and nobody may leave out; to a meeting typed in afterwards they bring nothing."""
    if table.sitting.typed_in:
        return
    items = {item.case: item.must for item in table.sitting.items}
    for entry in queue.standing(table.connection, table.desk.today()):
        settled = items.get(entry.case, False) or (entry.case in items and entry.reason == SCHEDULED)
        if entry.must and not settled:
            table.note("present-item", {"matter": entry.case, "cause": entry.reason})


def schedule(table: Table) -> None:
    """Puts the cases of the items on the agenda, once their meeting has been announced. One that cannot be, because
    this office is barred from it or a dispute about its state is open, stays where it is; the minutes say so."""
    if table.sitting.state in BEFORE - {"frozen"}:
        return
    for item in table.sitting.items:
        case = table.case(item.case)
        if case.state in MEETABLE and case.text("meeting") != table.meeting and _hears(table, item.case):
            table.act(item.case, "schedule", {"meeting": table.meeting})


def _hears(table: Table, case: str) -> bool:
    found = table.case(case)
    return not found.barred & {table.desk.actor.office, table.desk.actor.staff} and "state" not in found.conflicts


def named(table: Table, cases: Sequence[str]) -> list[str]:
    """The ids of items that a clerk names; UnknownError `not_an_item` for a case that is none."""
    found = [views.find(table.connection, case) for case in cases]
    for case, given in zip(found, cases, strict=True):
        if table.sitting.item(case) is None:
            raise UnknownError("not_an_item", case=given)
    return found
