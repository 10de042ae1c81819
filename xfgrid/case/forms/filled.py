"""A form as somebody filled it in: what keeps it from being saved, and the values as they are saved."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xfgrid.case.forms import gates, values
from xfgrid.case.forms.definition import Form
from xfgrid.case.forms.problem import Problem


def check(form: Form, given: Mapping[str, object], today: date | None = None) -> list[Problem]:
    """Everything that keeps these values from being saved, all at once, in the order of the form.

    `today` is the civil day in Asia/Shanghai; with it, dates in the future are found too.
    """
    known = {field.code for field in form.fields}
    unknown = [Problem(code, "unknown_field") for code in given if code not in known]
    wrong = [p for field in form.fields for p in values.problems(field, given.get(field.code), today)]
    return unknown + wrong + gates.problems(form, given)


def normal(form: Form, given: Mapping[str, object]) -> dict[str, object]:
    """The values as they are saved: dates in ISO form, names as labels, blanks left out; wrong ones as given."""
    read = {field.code: values.read(field, given.get(field.code)) for field in form.fields}
    found = {code: given[code] if isinstance(value, Problem) else value for code, value in read.items()}
    return {code: value for code, value in found.items() if value not in (None, "", [])}
