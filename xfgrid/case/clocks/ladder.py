"""What happens around a due day that is not met: which step of a ladder it has reached."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from xfgrid.case.calendar import Calendar
from xfgrid.case.clocks.counting import Promise, add_days
from xfgrid.case.clocks.rules import Clocks, Ladder, LadderStep


class Rung(NamedTuple):
    """The highest step reached; `since` the day it was reached, None when postponing brought it there."""

    step: LadderStep
    since: date | None
    provisional: bool = False


def rung(promise: Promise, today: date, calendar: Calendar, ladder: Ladder, postponed: int = 0) -> Rung | None:
    """The highest step that `today` (civil day, Asia/Shanghai) or the number of postponements has reached.

    None when the promise is met or ended, or nothing is reached yet.
    """
    if not promise.open:
        return None
    reached = [r for step in ladder.step if (r := _reached(step, promise.due, today, calendar, postponed))]
    return reached[-1] if reached else None


def _reached(step: LadderStep, due: date, today: date, calendar: Calendar, postponed: int) -> Rung | None:
    if step.postponed is not None and postponed >= step.postponed:
        return Rung(step, None)
    if step.offset is None:
        return None
    since = _day(step, step.offset, due, calendar)
    exact = step.unit != "working_days" or calendar.exact(min(due, since), max(due, since))
    return Rung(step, since, not exact) if since <= today else None


def _day(step: LadderStep, offset: int, due: date, calendar: Calendar) -> date:
    return calendar.add_working(due, offset) if step.unit == "working_days" else add_days(due, offset)


def agenda_day(promise: Promise, clocks: Clocks) -> date | None:
    """The day from which the ladder of a promise puts its case before the joint meeting; None if it never does.

    Remembered per ladder and due day.
    """
    asked = promise.rule.ladder, promise.due
    if asked not in clocks.agendas:
        ladder = clocks.ladders.get(promise.rule.ladder)
        steps = [step for step in ladder.step if step.to == "meeting"] if ladder else []
        days = [_day(s, s.offset, promise.due, clocks.calendar) for s in steps if s.offset is not None]
        clocks.agendas[asked] = min(days, default=None)
    return clocks.agendas[asked]


def near(promise: Promise, today: date) -> bool:
    """Owed, not yet past, and within the warning days of its rule."""
    return promise.owed and 0 <= (promise.due - today).days <= max(promise.rule.warn, default=-1)
