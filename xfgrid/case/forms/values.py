"""Reading one value by the type of its field, and saying what is wrong with it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime

from xfgrid.case.forms.definition import Field
from xfgrid.case.forms.problem import Problem
from xfgrid.case.privacy import Hit, label, scan

CHANNELS = frozenset({"mobile", "phone", "email", "account"})
"""Kinds of numbers that a contact may hold, one of them; every other kind is never kept."""

_DATE = re.compile(r"\s*(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?\s*")
_BETWEEN_SIDES = re.compile(r"[、，,;；/]")


def blank(value: object) -> bool:
    """Whether nothing was filled in."""
    return value is None or (isinstance(value, str) and not value.strip()) or value in ([], (), set())


def iso_date(value: object) -> str | None:
    """A civil day in ISO form from a date or from 2026-3-5, 2026/3/5, 2026.3.5, 2026年3月5日; None if it is none."""
    if isinstance(value, date):
        return (value.date() if isinstance(value, datetime) else value).isoformat()
    found = _DATE.fullmatch(unicodedata.normalize("NFKC", value)) if isinstance(value, str) else None
    try:
        return date(*map(int, found.groups())).isoformat() if found else None
    except ValueError:
        return None


def read(field: Field, value: object) -> object:
    """The value as it is saved, None for a blank one, or the `Problem` that keeps it from being read."""
    return None if blank(value) else _READERS[field.type](field, value)


def problems(field: Field, value: object, today: date | None) -> list[Problem]:
    """Everything wrong with one value."""
    found = read(field, value)
    if isinstance(found, Problem):
        return [found]
    if found is None:
        return [Problem(field.code, "missing")] if field.required else []
    if field.type == "date":
        return [Problem(field.code, "in_future")] if today and str(found) > today.isoformat() else []
    if not isinstance(found, str) or field.type == "choice":
        return []
    return [*_length(field, found), *_numbers(field, str(value))]


def _length(field: Field, words: str) -> Iterable[Problem]:
    if len(words) > field.max_length:
        yield Problem(field.code, "too_long", {"length": len(words), "most": field.max_length})


def refused(field: Field, words: str) -> list[Hit]:
    """The numbers of persons that may not stand in a field: none outside the contact, and there what is no channel."""
    return [hit for hit in scan(words) if field.type != "contact" or hit.kind not in CHANNELS]


def _numbers(field: Field, words: str) -> Iterable[Problem]:
    if hits := refused(field, words):
        yield Problem(field.code, "holds_number", {"kinds": sorted({hit.kind for hit in hits})})
    elif field.type == "contact" and len(scan(words)) > 1:
        yield Problem(field.code, "two_channels")


def _date(field: Field, value: object) -> object:
    return iso_date(value) or Problem(field.code, "no_date", {"value": value})


def _choice(field: Field, value: object) -> object:
    return value if value in field.codes() else Problem(field.code, "no_option", {"value": value})


def _choices(field: Field, value: object) -> object:
    chosen = value.replace("，", ",").split(",") if isinstance(value, str) else value
    if not isinstance(chosen, list | tuple | set | frozenset):
        return Problem(field.code, "no_option", {"value": value})
    given = {str(code).strip() for code in chosen}
    unknown = sorted(given.difference(field.codes()))
    return (
        Problem(field.code, "no_option", {"value": unknown[0]}) if unknown else [c for c in field.codes() if c in given]
    )


def _line(field: Field, value: object) -> object:
    return " ".join(value.split()) if isinstance(value, str) else Problem(field.code, "not_text")


def _text(field: Field, value: object) -> object:
    """Words as they were said: only line ends and blanks around them are put right."""
    if not isinstance(value, str):
        return Problem(field.code, "not_text")
    return "\n".join(line.rstrip() for line in value.strip().splitlines())


def _label(field: Field, value: object) -> object:
    """Persons as 王某, units as 某公司, what is no name as it is; several sides with 、 between."""
    line = _line(field, value)
    if isinstance(line, Problem):
        return line
    return "、".join(filter(None, (label(side, field.plain) for side in _BETWEEN_SIDES.split(str(line)))))


_READERS: dict[str, Callable[[Field, object], object]] = {
    "line": _line,
    "text": _text,
    "date": _date,
    "choice": _choice,
    "choices": _choices,
    "label": _label,
    "contact": _line,
}
