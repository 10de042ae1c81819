"""The facts of the blank form: the fields of the form on screen, as lines to write on and boxes to tick."""

from __future__ import annotations

from typing import Any

from xfgrid import packages
from xfgrid.case.forms import NOTICE, Field, is_transfer_only
from xfgrid.case.offices import Offices
from xfgrid.papers.cases import Here, signed

LONG = 200
"""Characters from which a field has several lines on paper."""


def of_nothing(sheet: str, offices: Offices, here: Here) -> dict[str, Any]:
    """The facts of one blank sheet; `sheet` is its number."""
    fields = [_field(field) for field in packages.form().fields if field.code not in NOTICE]
    return {"sheet": sheet, "fields": fields, **signed(offices, here)}


def _field(field: Field) -> dict[str, Any]:
    boxes = "  ".join(
        f"□\u00a0{option.label['zh-CN']}" for option in field.options if not is_transfer_only(option.code)
    )
    return {"label": field.label["zh-CN"], "options": boxes, "long": not boxes and field.max_length > LONG}
