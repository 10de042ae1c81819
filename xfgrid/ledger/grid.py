"""The cells of a workbook as text, by calamine.

The old .xls is read by a process of its own: its reader trusts counts that stand in the file, and a damaged one can
make it ask for more memory than there is, which ends the process that does the reading.
"""

from __future__ import annotations

import io
import subprocess
import sys
from typing import TYPE_CHECKING

import msgspec

from xfgrid.errors import FileError
from xfgrid.ledger.cells import text
from xfgrid.ledger.container import Merge

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

PATIENCE = 120
"""Seconds given to the process that reads an .xls."""


class Grid(msgspec.Struct):
    """One sheet from its cell A1, all rows equally long."""

    name: str
    hidden: bool
    rows: list[list[str]]
    merges: list[Merge]


def read(name: str, data: bytes) -> list[Grid]:
    """The worksheets in their order. FileError `workbook_locked` or `workbook_broken`."""
    import python_calamine as calamine

    try:
        with calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            sheets = [meta for meta in book.sheets_metadata if meta.typ == calamine.SheetTypeEnum.WorkSheet]
            visible = calamine.SheetVisibleEnum.Visible
            return [_grid(book.get_sheet_by_name(m.name), m.name, m.visible == visible) for m in sheets]
    except calamine.PasswordError as error:
        raise FileError("workbook_locked", file=name) from error
    except BaseException as error:
        # A panic of the reader is a BaseException of its own kind.
        if isinstance(error, Exception) or type(error).__name__ == "PanicException":
            raise FileError("workbook_broken", file=name) from error
        raise


def _grid(sheet: CalamineSheet, name: str, visible: bool) -> Grid:
    rows = [[text(value) for value in row] for row in sheet.to_python(skip_empty_area=False)]
    merges = [(*first, *last) for first, last in sheet.merged_cell_ranges or ()]
    return Grid(name, not visible, rows, merges)


def read_apart(name: str, data: bytes) -> list[Grid]:
    """The same in a process of its own, of which nothing is shown but its result."""
    command = [sys.executable, "-m", __name__]
    quiet = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=PATIENCE, check=True, creationflags=quiet
        )
        return msgspec.msgpack.decode(done.stdout, type=list[Grid])
    except (subprocess.SubprocessError, msgspec.DecodeError) as error:
        raise FileError("workbook_broken", file=name) from error


if __name__ == "__main__":
    sys.stdout.buffer.write(msgspec.msgpack.encode(read("", sys.stdin.buffer.read())))
