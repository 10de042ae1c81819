"""The working-day calendar."""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.case.clocks_kit import CALENDAR, calendar_until
from xfgrid.case.calendar import Calendar
from xfgrid.errors import InputError

PUBLISHED = st.dates(date(2004, 1, 1), date(2026, 12, 31))
ANY_DAY = st.dates(date(1990, 1, 1), date(2060, 12, 31))


def test_every_day_from_2004_to_2026_is_worked_or_off_as_in_chinesecalendar() -> None:
    days = [date(2004, 1, 1) + timedelta(n) for n in range((date(2027, 1, 1) - date(2004, 1, 1)).days)]
    assert [d for d in days if CALENDAR.is_working(d) != chinese_calendar.is_workday(d)] == []
    assert [d for d in days if CALENDAR.is_holiday(d) != (d in chinese_calendar.constants.holidays)] == []
    assert len(days) == 8401


def test_an_ordinary_weekend_is_off_but_no_holiday_and_a_made_up_one_is_worked() -> None:
    ordinary, festival, made_up = date(2026, 3, 7), date(2026, 2, 21), date(2026, 2, 28)
    assert (CALENDAR.is_working(ordinary), CALENDAR.is_holiday(ordinary)) == (False, False)
    assert (CALENDAR.is_working(festival), CALENDAR.holiday(festival)) == (False, "spring_festival")
    assert (CALENDAR.is_working(made_up), CALENDAR.is_holiday(made_up)) == (True, False)


@given(day=PUBLISHED.filter(lambda d: d < date(2026, 10, 1)), n=st.integers(1, 40))
def test_adding_working_days_counts_the_workdays_of_chinesecalendar(day: date, n: int) -> None:
    found = CALENDAR.add_working(day, n)
    between = [day + timedelta(k) for k in range(1, (found - day).days + 1)]
    assert chinese_calendar.is_workday(found)
    assert sum(map(chinese_calendar.is_workday, between)) == n == CALENDAR.working_between(day, found)


@given(day=ANY_DAY, n=st.integers(0, 400), m=st.integers(0, 400))
@example(day=date(2026, 2, 14), n=1, m=1)
def test_adding_n_and_then_m_working_days_is_adding_both(day: date, n: int, m: int) -> None:
    assert CALENDAR.add_working(CALENDAR.add_working(day, n), m) == CALENDAR.add_working(day, n + m)
    assert CALENDAR.add_working(CALENDAR.add_working(day, -n), -m) == CALENDAR.add_working(day, -n - m)


@given(day=ANY_DAY, n=st.integers(1, 60))
def test_going_back_undoes_going_on_from_a_working_day(day: date, n: int) -> None:
    start = CALENDAR.next_working(day)
    assert CALENDAR.add_working(CALENDAR.add_working(start, n), -n) == start


@given(day=ANY_DAY)
def test_a_day_off_moves_to_the_first_worked_day_after_it_and_a_worked_day_stays(day: date) -> None:
    moved = CALENDAR.next_working(day)
    assert CALENDAR.is_working(moved)
    assert not any(CALENDAR.is_working(day + timedelta(k)) for k in range((moved - day).days))


def test_past_the_last_published_year_weekends_and_fixed_holidays_are_off_and_nothing_is_exact() -> None:
    assert CALENDAR.published_until == date(2026, 12, 31)
    off = [date(2027, 1, 1), date(2027, 5, 1), date(2027, 5, 2), date(2027, 10, 1), date(2027, 3, 6), date(2031, 10, 3)]
    assert not any(map(CALENDAR.is_working, off))
    assert CALENDAR.is_working(date(2027, 2, 8))
    assert CALENDAR.exact(date(2026, 12, 1), date(2026, 12, 31))
    assert not CALENDAR.exact(date(2026, 12, 31), date(2027, 1, 1))
    assert not CALENDAR.exact(date(2003, 12, 31), date(2004, 1, 1))


def test_a_newly_published_year_replaces_the_estimate() -> None:
    """10 working days from 9 February 2026 end on 23 February by weekends alone, on 28 February by the notice."""
    start = date(2026, 2, 9)
    assert calendar_until(2025).add_working(start, 10) == date(2026, 2, 23)
    assert CALENDAR.add_working(start, 10) == date(2026, 2, 28)


@pytest.mark.parametrize("n", [-5000, -1, 1, 5000])
@pytest.mark.parametrize("day", [date.min, date.max])
def test_no_date_is_an_exception_not_even_the_first_and_the_last(day: date, n: int) -> None:
    assert date.min <= CALENDAR.add_working(day, n) <= date.max


@pytest.mark.parametrize(
    "table",
    [
        {"year": 2026, "version": 1, "source": ["样例·虚构"], "holiday": [{"name": "x", "off": ["02-30"]}]},
        {"year": 2026, "version": 1, "source": ["样例·虚构"], "holiday": [{"name": "x", "off": ["2026-02-17"]}]},
        {"year": "二〇二六", "version": 1, "source": [], "holiday": []},
        {"year": 2026, "version": 1, "source": [], "holidays": []},
        {"version": 1, "source": [], "fixed": [{"name": "x", "off": ["02-29"]}]},
    ],
)
def test_a_malformed_table_is_refused_as_a_whole(table: dict[str, object]) -> None:
    with pytest.raises(InputError, match="calendar_data"):
        Calendar.from_data([table], "1")


def test_a_year_given_twice_is_refused() -> None:
    table = {"year": 2026, "version": 1, "source": ["样例·虚构"], "holiday": []}
    with pytest.raises(InputError, match="calendar_data"):
        Calendar.from_data([table, table], "1")
