"""The working-day calendar: which civil days (Asia/Shanghai) are worked, holidays and make-up weekends counted.

    Calendar.from_data(tables, version)   tables as in schemas/calendar/*.toml: one a year, one of fixed dates
    calendar.is_working(day)              worked, a make-up weekend included
    calendar.is_holiday(day)              in a statutory holiday period, not an ordinary weekend
    calendar.holiday(day)                 code of that holiday, or ""
    calendar.add_working(day, n)          n working days on; day itself is not counted
    calendar.next_working(day)            day itself if worked, else the first worked day after it
    calendar.working_between(a, b)        working days d with a < d <= b
    calendar.published_until              last day of the last published year
    calendar.exact(a, b)                  every year from a to b is published

A day the Civil Code calls 法定休假日 (art. 203) is any day really off: a weekend that is not worked as make-up,
a festival, or a weekday given off in exchange. A weekend that is worked rolls nothing. That is how courts read it:
what counts is the day actually off, so `not is_working(day)` is the test.

Years without a published table are counted with weekends off and the holidays of fixed date (1 January and so on),
no festival of the lunar calendar and no make-up weekend. Such days are an estimate: `exact` says so. No date raises.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import Annotated, Any

import msgspec

from xfgrid.errors import InputError

_DAY = timedelta(days=1)
_SATURDAY = 5
_COMMON_YEAR = 2001  # a holiday of fixed date must exist in every year, so 29 February is none

MonthDay = Annotated[str, msgspec.Meta(pattern=r"^\d\d-\d\d$")]


class Holiday(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One festival: days off, and weekend days worked in exchange. Days are "MM-DD" of the table's year."""

    name: str
    off: tuple[MonthDay, ...]
    make_up: tuple[MonthDay, ...] = ()


class YearTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One published year, as announced; `source` names the notices of the State Council."""

    year: int
    version: int
    source: tuple[str, ...]
    holiday: tuple[Holiday, ...]
    note: str = ""


class FixedTable(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Holidays of fixed date, used for years that have no table yet."""

    version: int
    source: tuple[str, ...]
    fixed: tuple[Holiday, ...]


class _Year:
    """One year, spread out: its working days in order, the same as a set, and the code of each holiday."""

    __slots__ = ("off", "working", "working_set")

    def __init__(self, year: int, holidays: Iterable[Holiday]) -> None:
        self.off = {_day(year, text): h.name for h in holidays for text in h.off}
        made_up = {_day(year, text) for h in holidays for text in h.make_up}
        days = (date(year, 1, 1) + _DAY * n for n in range((date(year, 12, 31) - date(year, 1, 1)).days + 1))
        self.working = [d for d in days if d in made_up or (d.weekday() < _SATURDAY and d not in self.off)]
        self.working_set = frozenset(self.working)


def _day(year: int, text: str) -> date:
    return date.fromisoformat(f"{year:04}-{text}")


def _table(raw: Mapping[str, Any]) -> YearTable | FixedTable:
    """One parsed table; spread out once, so that a day such as 02-30 is refused here."""
    try:
        if "fixed" in raw:
            fixed = msgspec.convert(raw, FixedTable)
            _Year(_COMMON_YEAR, fixed.fixed)
            return fixed
        year = msgspec.convert(raw, YearTable)
        _Year(year.year, year.holiday)
        return year
    except (msgspec.ValidationError, ValueError) as error:
        raise InputError("calendar_data", table=raw.get("year", "fixed"), reason=str(error)) from error


class Calendar:
    """Immutable in what it answers; years are spread out when first asked for. A day costs about a microsecond."""

    def __init__(self, years: Mapping[int, YearTable], fixed: FixedTable | None, version: str) -> None:
        self.version = version
        self.published_until = date(max(years), 12, 31) if years else date.min
        self._tables = dict(years)
        self._fixed = fixed.fixed if fixed else ()
        self._years: dict[int, _Year] = {}

    @classmethod
    def from_data(cls, tables: Iterable[Mapping[str, Any]], version: str) -> Calendar:
        """From parsed tables; raises InputError("calendar_data") when one is malformed or a year comes twice."""
        years: dict[int, YearTable] = {}
        fixed = None
        for raw in tables:
            table = _table(raw)
            if isinstance(table, FixedTable):
                fixed = table
            elif table.year in years:
                raise InputError("calendar_data", table=table.year, reason="year given twice")
            else:
                years[table.year] = table
        return cls(years, fixed, version)

    def is_working(self, day: date) -> bool:
        """Worked: a weekday that is no holiday, or a weekend day made up for one."""
        return day in self._year(day.year).working_set

    def is_holiday(self, day: date) -> bool:
        """In the days off of a statutory holiday, exchanged weekdays included; an ordinary weekend is not."""
        return day in self._year(day.year).off

    def holiday(self, day: date) -> str:
        """Code of the holiday (`clocks.holiday.<code>` in the catalogue of words), or ""."""
        return self._year(day.year).off.get(day, "")

    def add_working(self, day: date, n: int) -> date:
        """The n-th working day after `day` (before it if n < 0); n = 0 gives `day`. Stops at the ends of `date`."""
        if n == 0:
            return day
        year = day.year
        working = self._year(year).working
        index = bisect_right(working, day) + n - 1 if n > 0 else bisect_left(working, day) + n
        while index >= len(working) and year < date.max.year:
            index, year = index - len(working), year + 1
            working = self._year(year).working
        while index < 0 and year > date.min.year:
            year -= 1
            working = self._year(year).working
            index += len(working)
        if 0 <= index < len(working):
            return working[index]
        return date.max if n > 0 else date.min

    def next_working(self, day: date) -> date:
        """`day` if worked, else the first working day after it: where a last day that is off moves to."""
        return day if self.is_working(day) else self.add_working(day, 1)

    def working_between(self, after: date, until: date) -> int:
        """How many working days d there are with after < d <= until; 0 when until <= after."""
        if until <= after:
            return 0
        whole = sum(len(self._year(year).working) for year in range(after.year, until.year))
        return (
            whole
            + bisect_right(self._year(until.year).working, until)
            - bisect_right(self._year(after.year).working, after)
        )

    def exact(self, first: date, last: date) -> bool:
        """Whether every year from `first` to `last` has a published table; else a date is provisional (暂估)."""
        return all(year in self._tables for year in range(first.year, last.year + 1))

    def _year(self, year: int) -> _Year:
        found = self._years.get(year)
        if found is None:
            table = self._tables.get(year)
            found = self._years[year] = _Year(year, table.holiday if table else self._fixed)
        return found
