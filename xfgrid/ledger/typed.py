"""Struck words of a row → typed values. What cannot be typed is said, and kept in its own words for the note."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from xfgrid.case.privacy import strike
from xfgrid.ledger import values
from xfgrid.ledger.cells import tidy
from xfgrid.ledger.clean import Words
from xfgrid.ledger.dates import Day, Unreadable, full_date, read_day
from xfgrid.ledger.layout import CODES
from xfgrid.ledger.numbers import cents, people

_NUMBERS: dict[str, Callable[[str], int | None]] = {"amount": cents, "people": people}


@dataclass(frozen=True, slots=True)
class Dated:
    """A date cell as read: the day, or the code of the reason there is none; `supposed` says where its year is from."""

    day: dt.date | None
    reason: str = ""
    supposed: str = ""


@dataclass(slots=True)
class Typed:
    """Days, codes and integers by field (`amount` in fen); `said` are codes by field of what there is to say about a
    cell, `left` the fields whose words go into the note."""

    days: dict[str, dt.date] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)
    numbers: dict[str, int] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)


def dated(cell: str, year: int | None, near: dt.date | None, latest: dt.date | None = None) -> Dated:
    """A date cell; a missing year is the sheet's, else the one that lies nearest to a date close by. A day after the
    `latest` that can be true is none."""
    if not cell:
        return Dated(None, "no_date")
    day = read_day(cell)
    if isinstance(day, Unreadable):
        return Dated(None, day.code)
    date = full_date(day, year, near)
    if date and latest and date > latest:
        return Dated(None, "date_in_future")
    return Dated(date, "" if date else "date_without_year", _supposed(day, year))


def _supposed(day: Day, year: int | None) -> str:
    if day.year is None:
        return "year_from_rows" if year is None else "year_from_sheet"
    return "" if day.sure else "year_of_two_digits"


def typed(words: Words, year: int | None, received: dt.date, today: dt.date) -> Typed:
    """The typed values of a row whose date is known. Only what is due may lie after today."""
    found = Typed()
    for name, cell in words.days.items():
        if name != "received":
            _day(found, name, dated(cell, year, received, None if name == "due" else today))
    for name in words.by_field.keys() & CODES:
        _code(found, name, words.get(name))
    for name, read in _NUMBERS.items():
        if words.get(name):
            _number(found, name, read(words.get(name)))
    return found


def _day(found: Typed, name: str, date: Dated) -> None:
    if date.day:
        found.days[name] = date.day
    else:
        found.left.append(name)
    if date.reason or date.supposed:
        found.said[name] = date.reason or date.supposed


def _code(found: Typed, name: str, words: str) -> None:
    code = values.kind(words) if name == "kind" else values.code(name, words)
    if code:
        found.codes[name] = code
        return
    found.left.append(name)
    if name == "kind":
        found.said[name] = "kind_unknown"


def _number(found: Typed, name: str, number: int | None) -> None:
    if number is None:
        found.left.append(name)
        found.said[name] = f"{name}_not_read"
    else:
        found.numbers[name] = number


def labelled(headers: Mapping[str, str], words: Words, *fields: str) -> str:
    """The words of some fields, each after its header, one a line; date cells are struck here."""
    lines = [(headers[name], words.get(name) or _struck_day(words, name)) for name in fields if name in headers]
    return "\n".join(f"{header}：{text}" for header, text in lines if text)


def _struck_day(words: Words, name: str) -> str:
    return strike(tidy(words.days[name]))[0] if name in words.days else ""
