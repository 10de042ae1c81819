"""Dates as clerks write them, read into civil days; a missing year is filled in and marked, never guessed silently."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from xfgrid.ledger.cells import plain

EARLIEST, LATEST = dt.date(1950, 1, 1), dt.date(2099, 12, 31)
"""Days outside are taken for slips of the pen."""

_EXCEL_ZERO = dt.date(1899, 12, 30)
_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_TENS = re.compile(r"([1-9]?)十([1-9]?)")

_BEFORE_TIME = re.compile(r"(?<=\d)\s+(?=\d{1,2}[:：时点])")
_REST = r"(?:日|号)?(?:\(?(?:星期|周).\)?)?(?:T?\d{1,2}[:时点].*|[上下]午.*|[左右前后]+|(?:-|—|–|~|至|到|起).*)?"
_FULL = re.compile(rf"(\d{{4}}|\d{{2}})(?:年|-|/|\.|、|,)(\d{{1,2}})(?:月|-|/|\.|、|,)(\d{{1,2}}){_REST}")
_COMPACT = re.compile(rf"(\d{{4}})(\d{{2}})(\d{{2}}){_REST}")
_NO_YEAR = re.compile(rf"(\d{{1,2}})(?:月|-|/)(\d{{1,2}}){_REST}")
_NO_DAY = re.compile(r"(?:\d{4}|\d{2})(?:年|-|/|\.)\d{1,2}月?|\d{1,2}月")
_SERIAL = re.compile(r"\d{5}(?:\.0+)?")
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d{2})(?!\d)")


@dataclass(frozen=True, slots=True)
class Day:
    """A date as read. `year` is None where the text has none; `sure` is False for a year of two digits."""

    month: int
    day: int
    year: int | None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a text is no date: the code of the reason (`date_not_understood`, `date_impossible`, `date_without_day`)."""

    code: str


@lru_cache(maxsize=8192)
def read_day(text: str) -> Day | Unreadable:
    """The day a cell names, in any of the spellings in use; of a range its first day, of a moment its day."""
    bare = _arabic(plain(_BEFORE_TIME.sub("T", text)))
    if found := _FULL.fullmatch(bare) or _COMPACT.fullmatch(bare):
        return _day(found[1], found[2], found[3])
    if _SERIAL.fullmatch(bare):
        day = _EXCEL_ZERO + dt.timedelta(days=int(bare[:5]))
        return _day(str(day.year), str(day.month), str(day.day))
    if found := _NO_YEAR.fullmatch(bare):
        return _day("", found[1], found[2])
    return Unreadable("date_without_day" if _NO_DAY.fullmatch(bare) else "date_not_understood")


def _arabic(text: str) -> str:
    digits = text.translate(_CHINESE)
    return _TENS.sub(lambda found: f"{found[1] or '1'}{found[2] or '0'}", digits) if "十" in digits else digits


def _day(year: str, month: str, day: str) -> Day | Unreadable:
    full = int(year) + (2000 if len(year) == 2 else 0) if year else None
    try:
        date = dt.date(2000 if full is None else full, int(month), int(day))
    except ValueError:
        return Unreadable("date_impossible")
    if full is not None and not EARLIEST <= date <= LATEST:
        return Unreadable("date_impossible")
    return Day(date.month, date.day, full, sure=len(year) != 2)


def year_of(texts: Iterable[str]) -> int | None:
    """The one year that titles and sheet names speak of, None if they name none or several."""
    years = {int(found) for text in texts for found in _YEAR.findall(plain(text))}
    return years.pop() if len(years) == 1 else None


def full_date(day: Day, year: int | None, near: dt.date | None) -> dt.date | None:
    """The date of a day: with its own year, else the sheet's, else the year that puts it nearest to a neighbour.

    None where neither is known, or where 29 February falls in a year that has none.
    """
    if day.year is not None:
        return dt.date(day.year, day.month, day.day)
    if year is not None:
        return _valid(year, day)
    if near is None:
        return None
    around = [date for offset in (-1, 0, 1) if (date := _valid(near.year + offset, day))]
    return min(around, key=lambda date: abs((date - near).days), default=None)


def _valid(year: int, day: Day) -> dt.date | None:
    try:
        return dt.date(year, day.month, day.day)
    except ValueError:
        return None
