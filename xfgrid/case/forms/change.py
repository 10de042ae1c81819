"""A form replaced while someone fills it in never costs the draft."""

from __future__ import annotations

from collections.abc import Mapping

from xfgrid.case.forms.definition import Field, Form
from xfgrid.case.forms.problem import Problem
from xfgrid.case.forms.values import iso_date, read

Values = dict[str, object]


def carry_over(values: Mapping[str, object], old: Form, new: Form) -> tuple[Values, Values]:
    """The values by the codes of the new form, and by the codes of the old one what has no place there.

    Every value is in exactly one of the two, untouched: nothing is cut to a shorter length (`check` says so), an
    option no longer offered and words of a field that is gone are left over for the writer to place. What was sealed
    moves only to a sealed field, and nothing else moves there.
    """
    kept: Values = {}
    left: Values = {}
    for code in sorted(values, key=lambda code: not _stays(code, new)):
        field = _successor(code, new)
        if field and field.code not in kept and _fits(values[code], _find(code, old), field):
            kept[field.code] = values[code]
        else:
            left[code] = values[code]
    return kept, left


def _find(code: str, form: Form) -> Field | None:
    return next((field for field in form.fields if field.code == code), None)


def _stays(code: str, form: Form) -> bool:
    return _find(code, form) is not None


def _successor(code: str, form: Form) -> Field | None:
    return _find(code, form) or next((field for field in form.fields if code in field.was), None)


def _fits(value: object, old: Field | None, new: Field) -> bool:
    """Whether nothing is lost or shown to more people when the value stands in the new field."""
    was_sealed = old is not None and old.section == "sealed"
    if was_sealed is not (new.section == "sealed"):
        return False
    if new.type in ("choice", "choices"):
        return not isinstance(read(new, value), Problem)
    if old is None or old.type == new.type:
        return True
    if new.type == "date":
        return iso_date(value) is not None
    return new.type == "text" or (new.type == "line" and "\n" not in str(value))
