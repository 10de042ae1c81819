"""The forms, what no form may ask, the calendar and the clocks, read from `schemas/` into the types of `xfgrid.case`."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from xfgrid.case.calendar import Calendar
from xfgrid.case.canon import canonical
from xfgrid.case.clocks import Clocks
from xfgrid.case.form_lint import Forbidden
from xfgrid.case.forms import Form, Kinds, Sides, unfit
from xfgrid.data import read_folder, read_toml
from xfgrid.errors import RuleError


@cache
def forbidden() -> Forbidden:
    """What no form may ask and no import may keep, as shipped; no county can take a line away."""
    return Forbidden.from_data(read_toml("forms/forbidden.toml"))


def refused_column(header: str) -> str | None:
    """Why a spreadsheet's column is not kept (a reason code), or None when it may be read."""
    return forbidden().refused_column(header)


@cache
def kinds() -> Kinds:
    """The petition classes and dispute types as shipped."""
    return Kinds.from_data(read_toml("forms/kinds.toml"))


@cache
def sides() -> frozenset[str]:
    """What a side may be called as it is, as shipped: no names, but roles and common nouns."""
    return Sides.from_data(read_toml("forms/sides.toml")).plain


@cache
def form(code: str = "intake") -> Form:
    """A form as shipped."""
    return Form.from_data(read_toml(f"forms/{code}.toml"), kinds().lists(), sides())


def county_form(data: Mapping[str, Any]) -> Form:
    """The intake as a county wrote it, parsed; InputError `form_data` when it is malformed. Nothing of a form is taken over
    that asks what no form may ask (charter rules 2 to 4): RuleError `form_refused`; nor of one in which this program
    would not find what it reads: RuleError `form_unfit`.
    """
    made = Form.from_data(data, kinds().lists(), sides())
    for problem in forbidden().lint(made):
        raise RuleError("form_refused", form=made.code, field=problem.field, reason=problem.code)
    for problem in unfit(made, form()):
        raise RuleError("form_unfit", form=made.code, field=problem.field, reason=problem.code)
    return made


@cache
def calendar() -> Calendar:
    """The working-day calendar as shipped; its version is the last published year and a digest of the tables."""
    return _calendar(read_folder("calendar"))


def _calendar(tables: Sequence[Mapping[str, Any]]) -> Calendar:
    digest = hashlib.sha256(canonical(list(tables))).hexdigest()[:8]
    return Calendar.from_data(tables, f"{max((table.get('year', 0) for table in tables), default=0)}.{digest}")


@cache
def clocks() -> Clocks:
    """The rules and ladders of the clocks as shipped, with the calendar as shipped."""
    return Clocks.from_data(read_folder("clocks"), calendar())


def county_clocks(
    rules: Sequence[Mapping[str, Any]], tables: Sequence[Mapping[str, Any]], newer: Sequence[Mapping[str, Any]] = ()
) -> Clocks:
    """The clocks of a county that wrote rules or calendar years of its own, parsed; what it did not write is as shipped.

    Dates that these tables can only estimate are counted with the `newer` ones. InputError `clock_data` or
    `calendar_data` when a file is malformed.
    """
    if not rules and not tables and not newer:
        return clocks()
    own, later = (_calendar(replaced(read_folder("calendar"), years)) for years in (tables, newer))
    return Clocks.from_data(rules or read_folder("clocks"), own, later)


def replaced(tables: Sequence[Mapping[str, Any]], newer: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Tables of a calendar, those of a year that has a newer one left out; the fixed dates count as a year."""
    by_year = {table.get("year", "fixed"): table for table in (*tables, *newer)}
    return list(by_year.values())
