"""Laws over generated ledgers: any column order, any junk between the rows, every row accounted for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.homes import OFFICES, TOWN, desk
from tests.ledger.books import GRID, MEDIATION, Rows, grid, mediation, xlsx
from tests.ledger.kit import imported
from xfgrid.case.offices import Offices
from xfgrid.journal.desk import Desk
from xfgrid.ledger.identity import identify
from xfgrid.ledger.layout import shipped
from xfgrid.ledger.places import Places
from xfgrid.ledger.reading import SheetReading, read_workbook
from xfgrid.ledger.workbook import Sheet, Workbook

Line = tuple[str, list[str]]
"""What a row is, and its cells in the order of the layout."""

TODAY = dt.date(2026, 12, 31)
DAYS = st.sampled_from(["2026-3-5", "2026年4月1日", "2026.05.06", "20260607", "46086", "３月５日", "7/8"])
BAD_DAYS = st.sampled_from(["", "上周", "2027-01-01", "2026-02-30", "2026年3月", "13800138000"])
WORDS = st.text(
    st.sampled_from("水渠地界工资欠款屋檐滴合计小共件3８户，。“（）\n 　王某"), min_size=1, max_size=20
).map(lambda t: f"事：{t}")
NUMBERS = st.sampled_from(["", "001", "QY2", "（2026）3号"])


def _texts(cells: Sequence[object]) -> list[str]:
    return ["" if cell is None else str(cell) for cell in cells]


@st.composite
def _ledger(draw: st.DrawFn) -> tuple[list[str], list[Line]]:
    """A header and lines: data that is good or bad, totals, blanks, titles and repeated headers."""
    header, make = draw(st.sampled_from([(MEDIATION, _mediation), (GRID, _grid)]))
    good = st.builds(lambda day, words, number: ("good", make(day, words, number)), DAYS, WORDS, NUMBERS)
    undated = st.builds(lambda day, words: ("bad", make(day, words, "")), BAD_DAYS, WORDS)
    untold = st.builds(lambda day: ("bad", make(day, " ", "X1")), DAYS)
    width = len(header)
    junk = st.sampled_from(
        [
            ("blank", [""] * width),
            ("blank", [" ", "　", *[""] * (width - 2)]),
            ("total", ["合计", "共72件", *[""] * (width - 2)]),
            ("total", ["小　计", *[""] * (width - 3), "1200", ""]),
            ("header", list(header)),
            ("title", ["填报单位：样例", *[""] * (width - 1)]),
        ]
    )
    return list(header), draw(st.lists(st.one_of(good, good, undated, untold, junk), max_size=12))


def _mediation(day: str, words: str, number: str) -> list[str]:
    return _texts(mediation(number, 受理时间=day, 纠纷简要情况=words, 调解结果="调解成功"))


def _grid(day: str, words: str, number: str) -> list[str]:
    return _texts(grid(1, 发生日期=day, 事件简述=words, 事件名称=number))


def _read(header: list[str], lines: list[Line], order: Sequence[int]) -> SheetReading:
    title = ["2026年台账（样例·虚构）", *[""] * (len(header) - 1)]
    rows = [title, _ordered(header, order)]
    rows += [_ordered(cells, order) if kind in ("good", "bad", "header") else cells for kind, cells in lines]
    book = Workbook((Sheet("台账", rows),))
    return read_workbook(book, [], shipped(), Places(Offices(OFFICES), TOWN), TODAY)[0]


def _ordered(cells: list[str], order: Sequence[int]) -> list[str]:
    return [cells[i] for i in order]


def _cases(reading: SheetReading) -> list[str]:
    return sorted(found.case for found in identify([reading], TOWN, lambda case: None)[0])


@given(_ledger(), st.data())
def test_every_row_is_a_case_a_rejected_row_or_no_data(
    ledger: tuple[list[str], list[Line]], data: st.DataObject
) -> None:
    header, lines = ledger
    reading = _read(header, lines, data.draw(st.permutations(range(len(header)))))
    kinds = [kind for kind, _ in lines]
    assert (len(reading.matters), reading.rejected) == (kinds.count("good"), kinds.count("bad"))
    assert dict(reading.other) == {kind: kinds.count(kind) for kind in set(kinds) - {"good", "bad"}}
    rejecting = [remark.row for remark in reading.remarks if remark.rejects]
    assert rejecting == [number for number, kind in enumerate(kinds, 3) if kind == "bad"]


def test_a_day_that_is_refused_since_it_lies_ahead_gives_its_year_to_no_row_below() -> None:
    days = ("2026-3-5", "2027-01-01", "３月６日")
    book = Workbook((Sheet("一月", [list(GRID), *(_grid(day, f"事：{day}", "") for day in days)]),))
    [reading] = read_workbook(book, [], shipped(), Places(Offices(OFFICES), TOWN), TODAY)
    assert (len(reading.matters), reading.rejected) == (2, 1)


@given(_ledger(), st.data())
def test_the_cases_are_the_same_in_any_order_of_rows_and_columns(
    ledger: tuple[list[str], list[Line]], data: st.DataObject
) -> None:
    header, lines = ledger
    once = _cases(_read(header, lines, range(len(header))))
    columns = data.draw(st.permutations(range(len(header))))
    assert _cases(_read(header, data.draw(st.permutations(lines)), columns)) == once


@settings(max_examples=15, deadline=None)
@given(ledgers=st.lists(_ledger(), min_size=1, max_size=3), random=st.randoms(use_true_random=False))
def test_importing_again_makes_nothing(
    ledgers: list[tuple[list[str], list[Line]]], random: object, laptop: Desk
) -> None:
    """Whatever was imported before and whatever numbers the ledgers share."""
    before = laptop.count()
    sheets = {f"{i}月": [header, *(cells for _, cells in lines)] for i, (header, lines) in enumerate(ledgers)}
    first = imported(laptop, _book(laptop, sheets))
    for rows in sheets.values():
        tail = rows[1:]
        random.shuffle(tail)  # type: ignore[attr-defined]
        rows[1:] = tail
    again = imported(laptop, _book(laptop, sheets))
    assert first.rows == first.cases + first.rejected == again.rows
    assert first.new == laptop.count() - before
    assert (again.new, again.added, len(again.changed)) == (0, 0, len(first.changed))


def _book(laptop: Desk, sheets: Mapping[str, Rows]) -> Path:
    path = laptop.home.path.parent / "ledger.xlsx"
    path.write_bytes(xlsx(sheets))
    return path


@pytest.fixture(scope="module")
def laptop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    with desk(tmp_path_factory.mktemp("home") / "laptop") as opened:
        yield opened
