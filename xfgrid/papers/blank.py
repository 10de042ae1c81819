"""The facts of the blank form: the fields of the form on screen, as lines to write on and boxes to tick."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xfgrid.case.forms import NOTICE, Field, Form, is_transfer_only
from xfgrid.case.offices import Offices
from xfgrid.papers.cases import Here, signed

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk

LONG = 200
"""Characters from which a field has several lines on paper."""
SHEETS = "last_sheet"
"""The setting that counts the sheets of a home."""


def numbered(desk: Desk, here: Here) -> dict[str, Any]:
    """The facts of the next sheet; its number is this device's mark and how many it has made."""
    from xfgrid.journal import settings

    with desk.home.store.write() as connection:
        number = int(settings.get(connection, SHEETS, 0)) + 1
        settings.put(connection, SHEETS, number)
    return of_nothing(f"{desk.writer.name[:4].upper()}-B{number:04d}", desk.intake, desk.offices, here)


def of_nothing(sheet: str, form: Form, offices: Offices, here: Here) -> dict[str, Any]:
    """The facts of one blank sheet of a form; `sheet` is its number."""
    fields = [_field(field) for field in form.fields if field.code not in (*NOTICE, "sheet")]
    return {"sheet": sheet, "fields": fields, **signed(offices, here)}


def _field(field: Field) -> dict[str, Any]:
    boxes = "  ".join(
        f"□\u00a0{option.label['zh-CN']}" for option in field.options if not is_transfer_only(option.code)
    )
    return {"label": field.label["zh-CN"], "options": boxes, "long": not boxes and field.max_length > LONG}
