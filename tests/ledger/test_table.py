"""The table wherever it stands in the sheet, and every row below it told apart."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.homes import desk
from tests.ledger.books import GRID, MEDIATION, Cell, grid, mediation
from tests.ledger.kit import cases, facts, imported_rows, notes
from xfgrid.journal.desk import Desk


@pytest.fixture
def laptop(tmp_path: Path) -> Desk:
    return desk(tmp_path / "laptop")


def test_titles_fillers_totals_blanks_and_repeated_headers_are_no_data(laptop: Desk) -> None:
    filler = ["填报单位：（盖章）　　填报人：　　2026年第三季度"]
    rows: list[list[Cell]] = [
        ["清源镇人民调解案件台账（样表，内容虚构）"],
        filler,
        [*MEDIATION],
        mediation("1", 纠纷简要情况="甲事"),
        [],
        ["小 计", "共1件"],
        ["清源镇人民调解案件台账（样表，内容虚构）"],
        filler,
        [*MEDIATION],
        mediation("2", 纠纷简要情况="乙事"),
        [None, "　", ""],
        ["合计", "共2件", None, None, None, None, 2],
        ["总计：2件"],
        ["制表人：样例　审核人：样例"],
    ]
    found = imported_rows(laptop, rows, merges=[(0, 0, 0, 24)])
    assert (found.rows, found.cases, found.rejected) == (2, 2, 0)
    assert found.sheets[0].other == {"blank": 2, "total": 3, "title": 3, "header": 1}
    assert facts(laptop) == ["乙事", "甲事"]


def test_headers_are_known_in_any_order_with_breaks_and_brackets_of_any_width(laptop: Desk) -> None:
    header = ["纠纷简要情况（简述）", "受理\n时间", "＊案件编码", "协议金（元）", "行政 划分", "调解结果："]
    found = imported_rows(
        laptop, [header, ["水渠轮灌起争执", "2026年3月6日", "0007", "１，２００", "桥头村", "调解成功"]]
    )
    [case] = cases(laptop)
    assert (found.cases, case.text("number"), case.text("facts")) == (1, "0007", "水渠轮灌起争执")
    assert (case.get("amount"), case.state) == (120000, "finished_before")


def test_a_header_of_two_lines_is_read(laptop: Desk) -> None:
    rows = [
        ["信访日期", "信访人情况", None, "信访事项", "主要内容", "所属村"],
        [None, "姓名", "联系电话", None, None, None],
        ["2026-3-1", "王建国", "13800138000", "修路", "王建国请求修村口的路", "桥头村"],
    ]
    merges = [(0, 1, 0, 2), *((0, column, 1, column) for column in (0, 3, 4, 5))]
    found = imported_rows(laptop, rows, merges=merges)
    assert (found.cases, found.dropped) == (1, 2)
    assert facts(laptop) == ["王某请求修村口的路"]


def test_cells_merged_over_rows_are_filled_down(laptop: Desk) -> None:
    rows = [
        MEDIATION,
        mediation("1", 行政划分="柳树沟村"),
        mediation("2", 行政划分=None),
        mediation("3", 行政划分=None),
    ]
    place = MEDIATION.index("行政划分")
    imported_rows(laptop, rows, merges=[(1, place, 3, place)])
    assert {case.text("place") for case in cases(laptop)} == {"柳树沟村"}


def test_further_lines_of_one_matter_are_no_rows_but_their_parties_leave_its_texts(laptop: Desk) -> None:
    rows = [MEDIATION, mediation("1", 当事人="王建国", 纠纷简要情况="王建国与李秀英争地界"), [None] * 17 + ["李秀英"]]
    merges = [(1, column, 2, column) for column, name in enumerate(MEDIATION) if name in ("案件编码", "纠纷简要情况")]
    found = imported_rows(laptop, rows, merges=merges)
    assert (found.rows, found.sheets[0].other, found.dropped) == (1, {"continued": 1}, 2)
    assert facts(laptop) == ["王某与李某争地界"]


def test_hidden_rows_are_read_and_said(laptop: Desk) -> None:
    found = imported_rows(laptop, [MEDIATION, mediation("1"), mediation("2", 纠纷简要情况="别的事")], hidden=[3])
    assert (found.rows, found.hidden) == (2, 1)


def test_a_printed_serial_number_alone_is_a_blank_row(laptop: Desk) -> None:
    found = imported_rows(laptop, [GRID, grid(1), [2], [3]])
    assert (found.rows, found.sheets[0].other) == (1, {"blank": 2})


@pytest.mark.parametrize("words", ["合计赔偿3800元未付，双方争执", "共3户反映排水不畅", "小计：两家各说各的"])
def test_a_row_with_an_account_is_data_whatever_its_words(words: str, laptop: Desk) -> None:
    assert imported_rows(laptop, [MEDIATION, mediation(纠纷简要情况=words)]).cases == 1


def test_days_without_a_year_take_it_from_the_title_and_are_marked(laptop: Desk) -> None:
    rows = [["2025年矛盾纠纷台账"], GRID, grid(1, 发生日期="3月5日"), grid(2, 发生日期="12/30", 化解时限="1月9日")]
    found = imported_rows(laptop, rows)
    assert {case.text("received") for case in cases(laptop)} == {"2025-03-05", "2025-12-30"}
    assert found.inferred == 3


def test_days_without_a_year_take_it_from_the_rows_around(laptop: Desk) -> None:
    rows = [GRID, grid(1, 发生日期="2025-12-28"), grid(2, 发生日期="1月5日"), grid(3, 发生日期="12月30日")]
    found = imported_rows(laptop, rows)
    assert {case.text("received") for case in cases(laptop)} == {"2025-12-28", "2026-01-05", "2025-12-30"}
    assert [note.code for note in found.notes] == ["year_from_rows"] * 2


def test_numbers_of_people_and_amounts_are_read_as_written(laptop: Desk) -> None:
    spelled = {"10余人": 10, "２人": 2, "十余户": 10, "约20人": 20, "12": 12}
    imported_rows(laptop, [GRID, *(grid(i, 涉及人数=text, 事件简述=text) for i, text in enumerate(spelled))])
    assert {case.text("facts"): case.get("people") for case in cases(laptop)} == spelled


def test_a_column_that_is_not_read_is_named(laptop: Desk) -> None:
    found = imported_rows(laptop, [[*MEDIATION, "天气"], [*mediation(), "晴"]])
    assert [c.drop for c in found.sheets[0].columns if c.header == "天气"] == ["unused"]
    assert "晴" not in notes(cases(laptop)[0])


def test_a_total_that_counts_in_the_column_of_the_account_is_a_total(tmp_path: Path) -> None:
    laptop = desk(tmp_path / "laptop")
    total = ["合计" if name == "序号" else "2件" if name == "事件简述" else None for name in GRID]
    found = imported_rows(laptop, [GRID, grid(1), grid(2, 事件简述="别的事"), total])
    assert (found.rows, found.rejected, found.sheets[0].other["total"]) == (2, 0, 1)


@pytest.mark.parametrize(
    ("numbers", "kept"), [(["XF2026-01", "XF2026-02"], True), (["2026001", "2026002"], True), (["001", "002"], False)]
)
def test_a_column_called_just_number_is_one_where_it_does_not_count_the_rows(
    numbers: list[str], kept: bool, tmp_path: Path
) -> None:
    laptop = desk(tmp_path / "laptop")
    rows = [["编号", "信访日期", "诉求", "主要内容"], *([n, "2026-03-05", "修路", f"路坏了{n}"] for n in numbers)]
    imported_rows(laptop, rows)
    assert ({case.text("number") for case in cases(laptop)} == set(numbers)) is kept
