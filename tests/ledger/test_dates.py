"""Days in every spelling a clerk uses, and nothing taken for a day that is none."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xfgrid.ledger.dates import EARLIEST, LATEST, Day, Unreadable, full_date, read_day, year_of

FULL = [
    "2026-3-5", "2026/3/5", "2026年3月5日", "2026.03.05", "20260305", "2026-03-05", "46086", "2026、3、5",
    "２０２６年３月５日", "2026 年 3 月 5 日", "2026-03-05 10:30", "2026-3-5 9:05", "2026年3月5日上午", "2026年3月5号",
    "2026年3月5日（星期四）", "二〇二六年三月五日", "2026.3.5-3.8", "2026年3月5日至8日", "2026-03-05T10:30",
]  # fmt: skip
NONE = [
    ("2026-02-30", "date_impossible"), ("2026-13-01", "date_impossible"), ("1826-03-05", "date_impossible"),
    ("2026年3月", "date_without_day"), ("2026-3", "date_without_day"), ("上周", "date_not_understood"),
    ("13812345678", "date_not_understood"), ("3.5", "date_not_understood"), ("2026", "date_not_understood"),
    ("110101199003077758", "date_not_understood"), ("", "date_not_understood"),
]  # fmt: skip


@pytest.mark.parametrize("text", FULL)
def test_a_day_is_read_in_every_spelling(text: str) -> None:
    assert read_day(text) == Day(3, 5, 2026)


@pytest.mark.parametrize(("text", "code"), NONE)
def test_what_is_no_day_is_told_apart_with_its_reason(text: str, code: str) -> None:
    assert read_day(text) == Unreadable(code)


@given(
    st.dates(EARLIEST, LATEST), st.sampled_from(["{0}-{1}-{2}", "{0}/{1:02}/{2:02}", "{0}年{1}月{2}日", "{0}.{1}.{2}"])
)
def test_every_day_survives_being_written_and_read(day: dt.date, spelling: str) -> None:
    assert read_day(spelling.format(day.year, day.month, day.day)) == Day(day.month, day.day, day.year)


@pytest.mark.parametrize("text", ["3月5日", "3/5", "3-5", "三月五日", "３月５号"])
def test_a_missing_year_is_the_sheets_or_the_one_nearest_to_a_neighbour(text: str) -> None:
    day = read_day(text)
    assert isinstance(day, Day)
    assert day.year is None
    assert full_date(day, 2026, dt.date(2020, 1, 1)) == dt.date(2026, 3, 5)
    assert full_date(day, None, dt.date(2025, 12, 30)) == dt.date(2026, 3, 5)
    assert full_date(day, None, None) is None


def test_a_year_of_two_digits_is_read_but_not_sure() -> None:
    assert read_day("26年3月5日") == Day(3, 5, 2026, sure=False)


def test_the_29th_of_february_without_a_year_finds_a_year_that_has_one() -> None:
    day = read_day("2月29日")
    assert isinstance(day, Day)
    assert full_date(day, 2026, None) is None
    assert full_date(day, None, dt.date(2025, 1, 10)) == dt.date(2024, 2, 29)


def test_titles_give_a_year_only_if_they_agree() -> None:
    assert year_of(["清源镇台账", "填报单位：　　２０２６年第三季度"]) == 2026
    assert year_of(["2025年至2026年台账"]) is None
    assert year_of(["联系电话 05321999202600"]) is None
