"""What kind of file a workbook is, by its content, and what it holds beside its cells.

A reader that allocates rows × columns can be made to exhaust memory by two far cells, or by a small archive that
unpacks to gigabytes. Both are measured here before any cell is read.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from xfgrid.errors import FileError

UNPACKED_LIMIT = 512 * 2**20
"""Bytes of all parts of an archive together; ten times what 65,536 rows of 25 columns take."""

CELL_LIMIT = 8_000_000
"""Cells of the used area of one sheet, empty ones counted: 256 MB in the reader."""

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column of merged cells, counted from 0, all inclusive."""

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ET = frozenset({".et", ".ett"})


class Kind(Enum):
    """The formats that are read."""

    XLSX = "xlsx"
    ODS = "ods"
    XLS = "xls"


@dataclass(frozen=True, slots=True)
class Marks:
    """What a sheet says beside its cells. `hidden_rows` are 1-based; `merges` None: the cell reader knows them;
    `padded` gives, for a cell (row, column from 0), how many digits its number format shows at least."""

    hidden_rows: frozenset[int] = frozenset()
    merges: tuple[Merge, ...] | None = None
    padded: dict[tuple[int, int], int] = field(default_factory=dict)


def kind_of(name: str, data: bytes) -> Kind:
    """The format of a file's bytes. FileError for everything that is not read, each with its own way out."""
    if not data:
        raise FileError("workbook_empty", file=name)
    if Path(name).suffix.lower() in _ET:
        raise FileError("workbook_et", file=name)
    if data.startswith(_COMPOUND):
        return Kind.XLS
    if data.startswith(b"PK"):
        return _archive(name, data)
    raise FileError("workbook_foreign", file=name)


def _archive(name: str, data: bytes) -> Kind:
    with archive(name, data) as parts:
        names = set(parts.namelist())
        if sum(part.file_size for part in parts.infolist()) > UNPACKED_LIMIT:
            raise FileError("workbook_too_big", file=name)
        if any(part.flag_bits & 1 for part in parts.infolist()):
            raise FileError("workbook_locked", file=name)
        if "xl/workbook.xml" in names:
            return Kind.XLSX
        if "content.xml" in names and b"spreadsheet" in _first(parts, "mimetype", "META-INF/manifest.xml"):
            if b"encryption-data" in _first(parts, "META-INF/manifest.xml"):
                raise FileError("workbook_locked", file=name)
            return Kind.ODS
    raise FileError("workbook_foreign", file=name)


def _first(parts: zipfile.ZipFile, *names: str) -> bytes:
    return next((parts.read(name) for name in names if name in parts.namelist()), b"")


@contextmanager
def archive(name: str, data: bytes) -> Iterator[zipfile.ZipFile]:
    """The parts of a zipped workbook; whatever is wrong with them is one FileError."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as parts:
            yield parts
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        LookupError,
        ValueError,
        SyntaxError,
        NotImplementedError,
        OSError,
    ) as error:
        raise FileError("workbook_broken", file=name) from error


def hold_area(name: str, sheet: str, rows: int, columns: int) -> None:
    """Refuses a sheet whose used area, from A1, is too large to be read."""
    if rows * columns > CELL_LIMIT:
        raise FileError("sheet_too_wide", file=name, sheet=sheet, rows=rows, columns=columns)
