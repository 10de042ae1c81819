"""What an .ods says beside its cells: hidden rows, merged cells, and how far each sheet reaches."""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.etree.ElementTree import Element, iterparse

from xfgrid.ledger.container import Marks, Merge, archive, hold_area

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_HIDDEN = ("collapse", "filter")


@dataclass(slots=True)
class _Reach:
    """One sheet while its rows go by; `rows` counts all of them, `used` those down to the last with content."""

    name: str
    rows: int = 0
    used: int = 0
    columns: int = 0
    hidden: set[int] = field(default_factory=set)
    merges: list[Merge] = field(default_factory=list)


def marks(name: str, data: bytes) -> dict[str, Marks]:
    """The marks of every sheet by its name. FileError if the content is damaged or a sheet reaches too far."""
    sheets: list[_Reach] = []
    with archive(name, data) as parts, parts.open("content.xml") as content:
        for event, element in iterparse(content, events=("start", "end")):
            if event == "start" and element.tag == f"{_TABLE}table":
                sheets.append(_Reach(element.get(f"{_TABLE}name", "")))
            elif event == "end" and element.tag == f"{_TABLE}table-row" and sheets:
                _row(name, sheets[-1], element)
                element.clear()
    return {s.name: Marks(frozenset(s.hidden), tuple(s.merges)) for s in sheets}


def _row(name: str, sheet: _Reach, row: Element) -> None:
    repeated = _count(row, "number-rows-repeated")
    width = _cells(sheet, row)
    if width:
        sheet.used, sheet.columns = sheet.rows + repeated, max(sheet.columns, width)
        hold_area(name, sheet.name, sheet.used, sheet.columns)
        if row.get(f"{_TABLE}visibility") in _HIDDEN:
            sheet.hidden.update(range(sheet.rows + 1, sheet.used + 1))
    sheet.rows += repeated


def _cells(sheet: _Reach, row: Element) -> int:
    """Notes the merged cells that begin in a row; returns the number of columns down to the last with content."""
    at = width = 0
    for cell in row:
        if cell.tag not in _CELLS:
            continue
        down, across = _count(cell, "number-rows-spanned"), _count(cell, "number-columns-spanned")
        if down > 1 or across > 1:
            sheet.merges.append((sheet.rows, at, sheet.rows + down - 1, at + across - 1))
        at += _count(cell, "number-columns-repeated")
        if len(cell):
            width = at
    return width


def _count(element: Element, name: str) -> int:
    value = element.get(_TABLE + name, "1")
    return int(value) if value.isdecimal() else 1
