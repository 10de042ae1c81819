"""A workbook file as sheets of text cells: .xlsx, .xls and .ods, told apart by their content.

What the cell reader does not say is read from the file: hidden rows, leading zeros that only a number format shows
(.xlsx), merged cells (.ods). Hidden rows are data like any other; knowing them serves to say so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from xfgrid.errors import FileError, why
from xfgrid.ledger import grid, ods, xls, xlsx
from xfgrid.ledger.container import Kind, Marks, Merge, kind_of

FILE_LIMIT = 64 * 2**20
"""Bytes of the largest file that is opened; 10,000 rows of 25 columns take about 2 MB."""

_MARKS = {Kind.XLSX: xlsx.marks, Kind.ODS: ods.marks, Kind.XLS: xls.marks}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from its cell A1; `rows[0]` is row 1, all rows are equally long. `hidden_rows` are 1-based."""

    name: str
    rows: Sequence[Sequence[str]]
    hidden: bool = False
    hidden_rows: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] = ()


@dataclass(frozen=True, slots=True)
class Workbook:
    """The sheets of a file in their order."""

    sheets: tuple[Sheet, ...]


def open_workbook(path: Path) -> Workbook:
    """Reads a workbook whole. FileError for what is no workbook, encrypted, broken, empty or far too big."""
    data = _bytes(path)
    kind = kind_of(path.name, data)
    marks = _MARKS[kind](path.name, data)
    grids = (grid.read_apart if kind is Kind.XLS else grid.read)(path.name, data)
    sheets = tuple(_sheet(one, marks.get(one.name, Marks())) for one in grids)
    if not any(cell for sheet in sheets for row in sheet.rows for cell in row):
        raise FileError("workbook_empty", file=path.name)
    return Workbook(sheets)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise FileError("workbook_too_big", file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise FileError("file_unreadable", file=path.name, reason=why(error)) from error


def _sheet(one: grid.Grid, marks: Marks) -> Sheet:
    for (row, column), width in marks.padded.items():
        if row < len(one.rows) and column < len(one.rows[row]) and one.rows[row][column].isdecimal():
            one.rows[row][column] = one.rows[row][column].zfill(width)
    merges = one.merges if marks.merges is None else marks.merges
    return Sheet(one.name, one.rows, one.hidden, marks.hidden_rows, tuple(merges))
