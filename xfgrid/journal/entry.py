"""What a registration must keep at every desk, whatever form the county uses and whatever typed it in.

Lengths, options and what a county wants filled in are for the form's face to ask. What no form may loosen is held here:
no field that no form asks for, no number of a person in a text, no contact without the notice, no report of wrongdoing
(charter rules 2 to 4).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from xfgrid.case.forms import Problem, check, is_transfer_only, normal
from xfgrid.errors import InputError, RuleError, UnknownError, XfgridError
from xfgrid.packages import form

BESIDES = frozenset({"place_office", "number", "due", "on", "note", "via", "for"})
"""What a registration may carry that no form asks."""

_FREE = frozenset({"missing", "no_option", "too_long", "holds_number"})
"""Left to the form's face, to what the vocabulary needs, and to the scan of texts."""


def checked(values: Mapping[str, object], today: date) -> dict[str, object]:
    """The values as they are saved: days in ISO form, sides as labels (王某), blanks left out.

    Raises UnknownError `unknown_field`; RuleError `transfer_only`, `notice_missing`; InputError `day_in_future`,
    `bad_date`, `two_channels`, `bad_value`.
    """
    intake = form()
    if is_transfer_only(values.get("class")):
        raise RuleError("transfer_only")
    asked = {name: value for name, value in values.items() if name not in BESIDES}
    for problem in check(intake, asked, today):
        if problem.code not in _FREE:
            raise _refusal(problem, values.get(problem.field))
    return {**{name: value for name, value in values.items() if name in BESIDES}, **normal(intake, asked)}


def _refusal(problem: Problem, value: object) -> XfgridError:
    known = " ".join(sorted({field.code for field in form().fields} | BESIDES))
    refusals: dict[str, XfgridError] = {
        "unknown_field": UnknownError("unknown_field", field=problem.field, fields=known),
        "notice_missing": RuleError("notice_missing"),
        "in_future": InputError("day_in_future", field=problem.field, value=value),
        "no_date": InputError("bad_date", value=value),
        "two_channels": InputError("two_channels"),
    }
    return refusals.get(problem.code, InputError("bad_value", field=problem.field, value=value))
