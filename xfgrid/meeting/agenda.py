"""The agenda as the members are sent it: first the last meeting's decisions, then the items; late ones apart."""

from __future__ import annotations

from dataclasses import dataclass

from xfgrid.meeting.brief import Brief, briefs
from xfgrid.meeting.former import to_follow
from xfgrid.meeting.outcome import standing
from xfgrid.meeting.sitting import BEFORE, Followed, Sitting
from xfgrid.meeting.table import Table


@dataclass(frozen=True, slots=True)
class Agenda:
    """A meeting with its items. `first` is item 1 of every meeting; `routine` is the consent block, read beforehand.

    Before the session `first` is as of today, from then on as of the opening.
    """

    sitting: Sitting
    first: tuple[Followed, ...]
    routine: tuple[Brief, ...]
    items: tuple[Brief, ...]
    late: tuple[Brief, ...]

    @property
    def all(self) -> tuple[Brief, ...]:
        """Every item in the order of the session: the consent block, the items, the late ones."""
        return (*self.routine, *self.items, *self.late)


def agenda(table: Table) -> Agenda:
    """The agenda of a meeting."""
    found = briefs(table)
    return Agenda(
        sitting=table.sitting,
        first=_first(table),
        routine=tuple(b for b in found if b.item.routine and not b.item.late),
        items=tuple(b for b in found if not b.item.routine and not b.item.late),
        late=tuple(b for b in found if b.item.late),
    )


def _first(table: Table) -> tuple[Followed, ...]:
    if table.sitting.state not in BEFORE:
        return table.sitting.followed
    return tuple(_as_of_today(table, case) for case in to_follow(table))


def _as_of_today(table: Table, case: str) -> Followed:
    found = table.case(case)
    return Followed(case, standing(found, table.desk.today()), found.owner, found.text("due"))
