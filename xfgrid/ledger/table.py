"""The table in a sheet: its header wherever it stands, and every row below it told apart.

A data row is one that is neither blank, title, header nor total. Cells merged over several rows are filled down; a
row whose account and number (without numbers: date) both come from above by such a merge is a further line of the
same matter, for instance its second party. A line with nothing but its printed serial number is blank.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from xfgrid.ledger.cells import plain
from xfgrid.ledger.columns import Match, numbered, recognise
from xfgrid.ledger.dates import Day, read_day
from xfgrid.ledger.layout import PERSONAL, Layout
from xfgrid.ledger.workbook import Sheet

HEADER_WITHIN = 40
"""Rows from the top among which the header is looked for."""

_COUNT = r"[共计]*[\d,.]+(?:件|起|条|宗|户|案|人次|人|元|个)?[,、;]?"
_SUM = re.compile(
    r"(?:本页|本月|本季度?|本年度?|全年|全[县镇乡村]|\d{1,2}月份?|第?[一二三四]季度)?"
    rf"(?:合计|小计|总计|共计|累计|总数):?(?:{_COUNT})*|共计?\d+(?:件|起|条|宗|户|案|人次),?(?:{_COUNT})*"
)
_FILLER = re.compile(
    r"(填报|制表|审核|填表|上报|报送|统计)(单位|人|时间|日期)|单位\(?盖章|.{0,6}(负责人|领导|主任|书记)签(字|名)|(注|备注|说明|填表说明):"
)


@dataclass(slots=True)
class Row:
    """One data row: its number as the spreadsheet program shows it, its cells filled down, whether it is hidden.

    `parties` are the cells of party columns, those of further lines of the same matter among them; `dropped` counts
    the filled cells of columns about persons.
    """

    number: int
    cells: Sequence[str]
    hidden: bool
    parties: list[str]
    dropped: int


@dataclass(slots=True)
class Table:
    """A sheet as read. `titles` are the texts above the header; `other` counts the rows that are no data by what
    they are: `blank`, `title`, `header`, `total`, `continued`."""

    sheet: str
    match: Match
    header_row: int
    titles: list[str]
    rows: list[Row] = field(default_factory=list)
    other: Counter[str] = field(default_factory=Counter)


def find_table(sheet: Sheet, layouts: Iterable[Layout]) -> Table | None:
    """The table of a sheet, None if no layout knows its columns."""
    found = _find_header(sheet, tuple(layouts))
    if found is None:
        return None
    first, last, match = found
    return _Reader(sheet, first, last, numbered(match, sheet.rows[last + 1 :])).read()


def _find_header(sheet: Sheet, layouts: tuple[Layout, ...]) -> tuple[int, int, Match] | None:
    """First and last row of the header from 0, and what it matches: the best of the first rows, one line or two."""
    best: tuple[int, int, Match] | None = None
    for index in range(min(HEADER_WITHIN, len(sheet.rows))):
        for first in (index, index - 1):
            above = _spread(sheet, first) if 0 <= first < index else ()
            match = recognise(layouts, sheet.rows[index], above)
            if match and (best is None or match.score > best[2].score):
                best = first, index, match
    return best


def _spread(sheet: Sheet, row: int) -> list[str]:
    """A row with cells merged sideways filled to the right."""
    cells = list(sheet.rows[row])
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom:
            cells[left : right + 1] = [sheet.rows[top][left]] * len(cells[left : right + 1])
    return cells


class _Reader:
    """Goes down the rows below a header once."""

    def __init__(self, sheet: Sheet, first: int, last: int, match: Match) -> None:
        received = match.of("received")
        assert received is not None, "no sheet is recognised without it"
        self.sheet, self.last, self.match = sheet, last, match
        self.received = received
        self.account = [i for name in match.layout.account if (i := match.of(name)) is not None]
        key = match.of("number")
        self.key = self.received if key is None else key
        self.ordinal = frozenset(match.dropped("ordinal"))
        self.parties = match.dropped("party")
        self.personal = match.dropped(*PERSONAL)
        self.header = {cell for row in sheet.rows[first : last + 1] for cell in row if cell.strip()}
        self.above = [cell for row in sheet.rows[:first] for cell in row if cell.strip()]
        self.down = self._filled_down()
        self.wide = {top for top, left, _, right in sheet.merges if right - left > 1}

    def _filled_down(self) -> dict[int, dict[int, str]]:
        filled: dict[int, dict[int, str]] = {}
        for top, left, bottom, _ in self.sheet.merges:
            if top > self.last:
                for row in range(top + 1, min(bottom + 1, len(self.sheet.rows))):
                    filled.setdefault(row, {})[left] = self.sheet.rows[top][left]
        return filled

    def read(self) -> Table:
        table = Table(self.sheet.name, self.match, self.last + 1, self.above)
        for index in range(self.last + 1, len(self.sheet.rows)):
            own = self.sheet.rows[index]
            kind = self._kind(index, own)
            if kind == "data" or (kind == "continued" and not table.rows):
                table.rows.append(self._row(index, own))
                continue
            table.other[kind] += 1
            if kind == "continued":
                self._continue(table.rows[-1], own)
        return table

    def _kind(self, index: int, own: Sequence[str]) -> str:
        filled = [i for i, cell in enumerate(own) if cell and not cell.isspace()]
        if all(i in self.ordinal and plain(own[i]).isdecimal() for i in filled):
            return "blank"
        if index in self.down and self.key in self.down[index] and any(i in self.down[index] for i in self.account):
            return "continued"
        if sum(own[i] in self.header for i in filled) * 2 > len(filled):
            return "header"
        dated = self.received in filled and _may_be_day(own[self.received])
        told = [own[i] for i in self.account if i in filled]
        if told and (dated or not all(map(_no_data, told))):
            return "data"
        return self._without_account(index, [own[i] for i in filled], dated)

    def _without_account(self, index: int, filled: list[str], dated: bool) -> str:
        if any(map(_is_sum, filled[:2])):
            return "total"
        alone = len(filled) == 1 and (index in self.wide or filled[0] in self.above)
        return "title" if not dated and (alone or any(map(_is_filler, filled))) else "data"

    def _row(self, index: int, own: Sequence[str]) -> Row:
        cells = own
        if index in self.down:
            cells = [self.down[index].get(i) or cell for i, cell in enumerate(own)]
        parties = [cells[i] for i in self.parties if cells[i]]
        hidden = index + 1 in self.sheet.hidden_rows
        return Row(index + 1, cells, hidden, parties, self._dropped(own))

    def _continue(self, row: Row, own: Sequence[str]) -> None:
        row.parties += [own[i] for i in self.parties if own[i]]
        row.dropped += self._dropped(own)

    def _dropped(self, own: Sequence[str]) -> int:
        return sum(1 for i in self.personal if own[i] and not own[i].isspace())


def _is_sum(cell: str) -> bool:
    return 0 < len(cell) <= 40 and _SUM.fullmatch(plain(cell)) is not None


def _is_filler(cell: str) -> bool:
    return _FILLER.match(plain(cell)) is not None


def _no_data(cell: str) -> bool:
    return _is_sum(cell) or _is_filler(cell) or re.fullmatch(_COUNT, plain(cell)) is not None


def _may_be_day(cell: str) -> bool:
    return isinstance(read_day(cell), Day) or not _no_data(cell)
