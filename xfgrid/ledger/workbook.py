"""A workbook file as sheets of text cells: .xlsx, .xls and .ods, told apart by their content.

What the cell reader does not say is read from the file where its format lets us: hidden rows and leading zeros that
only a number format shows (.xlsx), hidden rows and merged cells (.ods). An .xls tells merged cells only. Hidden rows
are data like any other; knowing them serves to say so.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xfgrid.errors import FileError
from xfgrid.ledger import ods, xlsx
from xfgrid.ledger.cells import text
from xfgrid.ledger.container import Kind, Marks, Merge, kind_of

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook, SheetMetadata

FILE_LIMIT = 64 * 2**20
"""Bytes of the largest file that is opened; 10,000 rows of 25 columns take about 2 MB."""


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
    """The sheets of a file in their order. `tells_hidden` is False where the format does not say what is hidden."""

    sheets: tuple[Sheet, ...]
    tells_hidden: bool = True


def open_workbook(path: Path) -> Workbook:
    """Reads a workbook whole. FileError for what is no workbook, encrypted, broken, empty or far too big."""
    data = _bytes(path)
    kind = kind_of(path.name, data)
    marks = {Kind.XLSX: xlsx.marks, Kind.ODS: ods.marks}.get(kind, _no_marks)(path.name, data)
    sheets = tuple(_sheets(path.name, data, marks))
    if not any(cell for sheet in sheets for row in sheet.rows for cell in row):
        raise FileError("workbook_empty", file=path.name)
    return Workbook(sheets, tells_hidden=kind is not Kind.XLS)


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > FILE_LIMIT:
            raise FileError("workbook_too_big", file=path.name)
        return path.read_bytes()
    except OSError as error:
        raise FileError("file_unreadable", file=path.name, reason=error.strerror or str(error)) from error


def _no_marks(name: str, data: bytes) -> dict[str, Marks]:
    return {}


def _sheets(name: str, data: bytes, marks: dict[str, Marks]) -> list[Sheet]:
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [_sheet(book, meta, marks.get(meta.name, Marks())) for meta in _worksheets(book)]
    except calamine.PasswordError as error:
        raise FileError("workbook_locked", file=name) from error
    except BaseException as error:
        # A damaged file may end in a panic of the reader, which Python sees as a BaseException of its own.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise FileError("workbook_broken", file=name) from error
        raise


def _worksheets(book: CalamineWorkbook) -> list[SheetMetadata]:
    return [meta for meta in book.sheets_metadata if str(meta.typ).endswith("WorkSheet")]


def _sheet(book: CalamineWorkbook, meta: SheetMetadata, marks: Marks) -> Sheet:
    cells = book.get_sheet_by_name(meta.name)
    rows = [[text(value) for value in row] for row in cells.to_python(skip_empty_area=False)]
    for (row, column), width in marks.padded.items():
        if row < len(rows) and column < len(rows[row]):
            rows[row][column] = rows[row][column].zfill(width) if rows[row][column].isdecimal() else rows[row][column]
    hidden = not str(meta.visible).endswith("Visible")
    return Sheet(meta.name, rows, hidden, marks.hidden_rows, _merges(cells, marks))


def _merges(cells: CalamineSheet, marks: Marks) -> tuple[Merge, ...]:
    if marks.merges is not None:
        return marks.merges
    return tuple((*first, *last) for first, last in cells.merged_cell_ranges or ())
