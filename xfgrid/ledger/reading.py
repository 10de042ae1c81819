"""A workbook read whole: every sheet, every data row accounted for as a matter or a rejected row."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from xfgrid.case.privacy import strike
from xfgrid.errors import FileError
from xfgrid.ledger.cells import plain, tidy
from xfgrid.ledger.columns import LONGEST_HEADER, Column
from xfgrid.ledger.dates import Day, full_date, read_day, year_of
from xfgrid.ledger.layout import Layout
from xfgrid.ledger.matter import Matter, Remark
from xfgrid.ledger.places import Places
from xfgrid.ledger.rows import RowReader
from xfgrid.ledger.table import HEADER_WITHIN, Table, find_table
from xfgrid.ledger.workbook import Sheet, Workbook

Progress = Callable[[str, int, int], None]
"""Called with the phase (`read`, `write`), what is done and how much there is; an exception it raises ends the work,
and what was written until then are whole pages."""

EVERY = 500
"""Rows between two calls of progress while reading."""


@dataclass(slots=True)
class SheetReading:
    """One sheet as read. `layout` is None where nobody knows its columns: then nothing of it was read.

    `rejected` counts data rows that are no case, `other` rows that are no data by what they are, `hidden_rows` the
    hidden ones among the data rows.
    """

    sheet: str
    hidden: bool
    layout: Layout | None = None
    columns: tuple[Column, ...] = ()
    matters: list[Matter] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    rejected: int = 0
    hidden_rows: int = 0
    dropped: int = 0
    other: Counter[str] = field(default_factory=Counter)

    @property
    def rows(self) -> int:
        """Data rows: cases and rejected ones."""
        return len(self.matters) + self.rejected


def read_workbook(
    book: Workbook,
    names: Sequence[str],
    layouts: Iterable[Layout],
    places: Places,
    today: dt.date,
    preferred: Layout | None = None,
    progress: Progress | None = None,
) -> list[SheetReading]:
    """Reads the named sheets, all if none is named; a `preferred` layout is tried before the others.

    FileError `unknown_sheet` for a name no sheet has, `unknown_layout` if no sheet, or not every named one, has known
    columns. Sheets nobody named and nobody knows are in the result, unread.
    """
    known = tuple(layouts)
    chosen = [sheet_named(book, name) for name in names] or [sheet for sheet in book.sheets if sheet.rows]
    first = (preferred,) if preferred else ()
    tables = [(sheet, find_table(sheet, first) or find_table(sheet, known)) for sheet in chosen]
    unknown = [sheet for sheet, table in tables if table is None]
    if unknown and (names or len(unknown) == len(tables)):
        raise _unknown(unknown[0], known)
    total = sum(len(table.rows) for _, table in tables if table)
    step = _counter(progress, total)
    return [_read(sheet, table, places, today, step) for sheet, table in tables]


def sheet_named(book: Workbook, name: str) -> Sheet:
    """A sheet by its name; FileError `unknown_sheet` with the names there are."""
    for sheet in book.sheets:
        if sheet.name == name:
            return sheet
    raise FileError("unknown_sheet", sheet=name, known="、".join(sheet.name for sheet in book.sheets))


def _unknown(sheet: Sheet, layouts: Sequence[Layout]) -> FileError:
    titles = "、".join(layout.title["zh-CN"] for layout in layouts)
    return FileError("unknown_layout", sheet=sheet.name, headers="、".join(guess_headers(sheet)), known=titles)


def guess_headers(sheet: Sheet) -> list[str]:
    """The cells that look most like headers, for a person to map: the row with the most different short cells."""
    rows = ([cell for cell in row if 0 < len(plain(cell)) <= LONGEST_HEADER] for row in sheet.rows[:HEADER_WITHIN])
    best = max(rows, key=lambda cells: len(set(cells)), default=[])
    return [strike(tidy(cell).replace("\n", ""))[0] for cell in best]


def _counter(progress: Progress | None, total: int) -> Callable[[], None]:
    done = 0

    def step() -> None:
        nonlocal done
        done += 1
        if progress and (done % EVERY == 0 or done == total):
            progress("read", done, total)

    return step


def _read(sheet: Sheet, table: Table | None, places: Places, today: dt.date, step: Callable[[], None]) -> SheetReading:
    if table is None:
        return SheetReading(sheet.name, sheet.hidden)
    found = SheetReading(sheet.name, sheet.hidden, table.match.layout, table.match.columns, other=table.other)
    found.hidden_rows = sum(row.hidden for row in table.rows)
    year = year_of([sheet.name, *table.titles])
    reader = RowReader(sheet.name, table.match, places, year, today)
    for row, near in zip(table.rows, _near(table, year, today), strict=True):
        matter, remarks = reader.read(row, near)
        found.remarks += remarks
        found.dropped += row.dropped
        if matter is None:
            found.rejected += 1
        else:
            found.matters.append(matter)
        step()
    return found


def _near(table: Table, year: int | None, today: dt.date) -> Iterator[dt.date | None]:
    """For every row the full date of the nearest row above that has one, else of the first below. A day ahead of today, which
    is refused, tells no other row its year."""
    column = table.match.of("received")
    assert column is not None
    days = [_full(row.cells[column], today) for row in table.rows] if year is None else [None] * len(table.rows)
    near = next((day for day in days if day), None)
    for day in days:
        near = day or near
        yield near


def _full(cell: str, today: dt.date) -> dt.date | None:
    day = read_day(cell)
    date = full_date(day, None, None) if isinstance(day, Day) else None
    return date if date and date <= today else None
