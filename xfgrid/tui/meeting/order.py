"""The order of an agenda, changed one key at a time before the notice goes out."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.meeting.sitting import Sitting


def moved(desk: Desk, meeting: str, case: str, by: int) -> None:
    """Takes an item one place up (-1) or down (1), within its block."""
    from xfgrid.meeting import clerk

    sitting = _sitting(desk, meeting)
    item = sitting.item(case)
    block = [one.case for one in sitting.items if item and (one.late, one.routine) == (item.late, item.routine)]
    to = block.index(case) + by
    if 0 <= to < len(block):
        block.remove(case)
        block.insert(to, case)
        clerk.order(desk, meeting, block, _consented(sitting))


def consent(desk: Desk, meeting: str, case: str) -> None:
    """Puts an item into the consent block, or takes it out. RuleError `not_routine` for one that must be heard."""
    from xfgrid.meeting import clerk

    routine = _consented(_sitting(desk, meeting))
    clerk.order(desk, meeting, (), [c for c in routine if c != case] if case in routine else [*routine, case])


def _consented(sitting: Sitting) -> list[str]:
    return [item.case for item in sitting.items if item.routine]


def _sitting(desk: Desk, meeting: str) -> Sitting:
    from xfgrid.meeting.table import looking

    with looking(desk, meeting) as table:
        return table.sitting
