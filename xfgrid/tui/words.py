"""How codes and dates are said on the screen."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import TYPE_CHECKING

from xfgrid.case.civil import wall_clock
from xfgrid.data import read_toml
from xfgrid.terms import Terms

if TYPE_CHECKING:
    from xfgrid.case.forms.definition import Language

SOON_DAYS = 2


def named(terms: Terms, group: str, code: str) -> str:
    """The word for a code of a group (state, type, role, field, reason); what is no code, or a new one, as it is."""
    return terms.get(f"case.{group}.{code}", code) if code else ""


def kind(code: str, terms: Terms) -> str:
    """The word of a kind of matter, for lists: read from the kinds alone, without the forms."""
    return _kinds(language(terms)).get(code, terms.get(f"case.choice.kind.{code}", code)) if code else ""


@cache
def _kinds(language: Language) -> dict[str, str]:
    return {one["code"]: one["label"][language] for one in read_toml("forms/kinds.toml")["type"]}


def option(field: str, code: str, terms: Terms) -> str:
    """The word of an option of the intake form; the code itself if another version or a ledger brought it."""
    own = terms.own.get(f"form.choice.{field}.{code}")
    return own or _options(field, language(terms)).get(code) or terms.choice(field, code)


def said(field: str, value: object, terms: Terms) -> str:
    """A value of a field of a form in words; several with commas between."""
    values = value if isinstance(value, list | tuple) else [value]
    return terms("screen.list_comma").join(option(field, str(one), terms) for one in values)


@cache
def _options(field: str, language: Language) -> dict[str, str]:
    """The words of the options that a field of the shipped form has."""
    from xfgrid import packages

    asked = next((one for one in packages.form().fields if one.code == field), None)
    return {one.code: one.label[language] for one in asked.options} if asked else {}


def language(terms: Terms) -> Language:
    """The language of forms that goes with a catalogue."""
    return "en" if terms.language == "en" else "zh-CN"


def day(terms: Terms, iso: str, today: date) -> str:
    """A civil day, without the year if it is this one."""
    if not iso:
        return ""
    found = date.fromisoformat(iso)
    return f"{found:%m-%d}" if found.year == today.year else f"{found:%Y-%m-%d}"


def due(terms: Terms, iso: str, today: date) -> tuple[str, str]:
    """A due date with the calendar days left or past, and its tone: late, soon or none."""
    if not iso:
        return "", ""
    left = (date.fromisoformat(iso) - today).days
    key = "late" if left < 0 else "today" if left == 0 else "left"
    tone = "late" if left < 0 else "soon" if left <= SOON_DAYS else ""
    return f"{day(terms, iso, today)} {terms(f'screen.due.{key}', days=abs(left))}", tone


def moment(terms: Terms, stamp: str, today: date) -> str:
    """A UTC time (`2026-03-05T08:01:02.123Z`) as people here read it: the hour if it was today, else the day too."""
    local = wall_clock(stamp)
    if local.date() == today:
        return f"{local:%H:%M}"
    return f"{day(terms, local.date().isoformat(), today)} {local:%H:%M}"
