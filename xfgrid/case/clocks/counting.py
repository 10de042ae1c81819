"""From a rule and a starting day to a due day: Civil Code art. 201 (the first day is not counted), 202 and 203."""

from __future__ import annotations

import calendar as gregorian
from datetime import date

import msgspec

from xfgrid.case.calendar import Calendar
from xfgrid.case.clocks.rules import Clocks, Rule

Pause = tuple[date, date]
"""The days after the first up to the second are not counted."""


class Moves(msgspec.Struct, frozen=True, gc=False):
    """What sets or moves a due day besides the rule: the day agreed, extensions (day granted, days), pauses."""

    agreed: date | None = None
    extended: tuple[tuple[date, int], ...] = ()
    paused: tuple[Pause, ...] = ()


UNMOVED = Moves()


class Promise(msgspec.Struct, frozen=True, gc=False):
    """A day by which an office owes something, or a right of the resident lapses or opens.

    `rule` is the rule as it stood (`rule.id`, `rule.version`), `calendar` the version of the calendar counted with,
    `by` the milestone that started it. `last` is the last day of the term, `due` the same after rolling; `rest` says
    why it rolled: "weekend", the code of a holiday, or "". `provisional`: the table of a needed year was not out.
    `met` or `ended` is set once: met by what was owed, or ended because the case went another way.
    """

    rule: Rule
    calendar: str
    by: str
    started: date
    last: date
    due: date
    rest: str
    provisional: bool
    moves: Moves = UNMOVED
    item: str = ""
    met: date | None = None
    ended: date | None = None

    @property
    def kind(self) -> str:
        """ "legal" or "internal"."""
        return self.rule.kind

    @property
    def open(self) -> bool:
        """Neither met nor ended."""
        return self.met is None and self.ended is None

    @property
    def owed(self) -> bool:
        """Open, and an office owes it."""
        return self.met is None and self.ended is None and self.rule.effect == "owed"


def begun(clocks: Clocks, by: str, day: date, agreed: date | None = None) -> tuple[Promise, ...]:
    """What milestone `by` starts on a day, one promise a rule, nothing having moved it.

    Remembered per day, except where a day was agreed: those are too many and too seldom the same.
    """
    if agreed is not None:
        return tuple(begin(clocks, rule, by, day, agreed) for rule in clocks.started_by(by))
    found = clocks.begun.get((by, day))
    if found is None:
        found = clocks.begun[by, day] = tuple(begin(clocks, rule, by, day) for rule in clocks.started_by(by))
    return found


def begin(clocks: Clocks, rule: Rule, by: str, day: date, agreed: date | None = None) -> Promise:
    """The promise of one rule, nothing having moved it."""
    moves = Moves(agreed) if rule.unit == "agreed" and agreed else UNMOVED
    return count(clocks, rule, by, day, moves)


def count(clocks: Clocks, rule: Rule, by: str, started: date, moves: Moves) -> Promise:
    """The promise with all that moved it; counted with the newer calendar where the package's own is too short."""
    promise = _count(clocks.calendar, rule, by, started, moves)
    if promise.provisional and clocks.newer is not clocks.calendar:
        return _count(clocks.newer, rule, by, started, moves)
    return promise


def _count(calendar: Calendar, rule: Rule, by: str, started: date, moves: Moves) -> Promise:
    last = _last_day(calendar, rule, started, moves)
    off = rolls(rule, moves) and not calendar.is_working(last)
    due = calendar.next_working(last) if off else last
    rest = (calendar.holiday(last) or "weekend") if off else ""
    exact = _exact(calendar, rule, moves, started, last, due)
    return Promise(rule, calendar.version, by, started, last, due, rest, not exact, moves)


def _exact(calendar: Calendar, rule: Rule, moves: Moves, started: date, last: date, due: date) -> bool:
    """Whether every day the count had to ask the calendar about lies in a published year."""
    if rule.unit == "working_days":
        return calendar.exact(add_days(started, 1), due)
    return not rolls(rule, moves) or calendar.exact(last, due)


def rolls(rule: Rule, moves: Moves) -> bool:
    """Whether a last day that is off moves on. Art. 203 is about the last day of a term that is counted: a day that
    people named, and nothing moved since, is that day."""
    named = moves.agreed is not None and not (moves.extended or moves.paused)
    return rule.roll == "next_working_day" and not named


def _last_day(calendar: Calendar, rule: Rule, started: date, moves: Moves) -> date:
    more = sum(days for _, days in moves.extended)
    if rule.unit == "working_days":
        day = calendar.add_working(started, rule.amount)
        lost = sum(calendar.working_between(after, until) for after, until in moves.paused)
        return add_days(calendar.add_working(day, lost), more)
    if rule.unit == "months":
        first = add_months(started, rule.amount)
    else:
        first = max(moves.agreed or add_days(started, rule.amount), started)
    return add_days(first, more + pause_days(moves.paused))


def pause_days(paused: tuple[Pause, ...]) -> int:
    """Natural days not counted."""
    return sum((until - after).days for after, until in paused)


def add_days(day: date, days: int) -> date:
    """`day` + natural days of either sign, staying among the days there are: a mistyped year breaks no case."""
    return date.fromordinal(min(max(day.toordinal() + days, 1), date.max.toordinal()))


def add_months(day: date, months: int) -> date:
    """The corresponding day; if that month has none, its last day (Civil Code art. 202)."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > date.max.year:
        return date.max
    return date(year, month + 1, min(day.day, gregorian.monthrange(year, month + 1)[1]))
