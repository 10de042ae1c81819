"""The same ledger again, in another order, with more rows, on another laptop: the same cases, once."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.homes import desk
from tests.ledger.books import GRID, MEDIATION, Cell, grid, mediation
from tests.ledger.kit import cases, facts, imported_rows, notes
from xfgrid.case.fold import fold
from xfgrid.case.timeline import timeline
from xfgrid.journal.desk import Desk

ROWS: list[list[Cell]] = [
    mediation("QY1", 调解结果="调解成功", 调解时间="2026-03-09"),
    mediation("QY2", 纠纷简要情况="地界不清"),
    mediation("QY2", 纠纷简要情况="另一件同号的事"),
    mediation("", 纠纷简要情况="没有编号的事"),
    mediation("", 纠纷简要情况="没有编号的事"),
    mediation("", 纠纷简要情况="没有编号的事", 调解结果="调解不成"),
]


@pytest.fixture
def laptop(tmp_path: Path) -> Desk:
    return desk(tmp_path / "laptop")


def _ids(laptop: Desk) -> set[str]:
    return {line.case for line in laptop.cases()}


def _shuffled(rows: list[list[Cell]], seed: int) -> list[list[Cell]]:
    mixed = rows[:]
    random.Random(seed).shuffle(mixed)
    return mixed


@pytest.mark.parametrize("seed", range(6))
def test_in_any_order_the_same_rows_are_the_same_cases(seed: int, laptop: Desk) -> None:
    assert imported_rows(laptop, [MEDIATION, *ROWS]).new == 6
    before = _ids(laptop)
    again = imported_rows(laptop, [MEDIATION, *_shuffled(ROWS, seed)])
    assert (again.rows, again.cases, again.new, again.added, again.changed) == (6, 6, 0, 0, [])
    assert _ids(laptop) == before


def test_added_rows_are_new_and_the_others_are_not(laptop: Desk) -> None:
    imported_rows(laptop, [MEDIATION, *ROWS])
    assert imported_rows(laptop, [MEDIATION, *_shuffled([*ROWS, mediation("QY9", 纠纷简要情况="新事")], 3)]).new == 1


def test_two_laptops_offline_make_one_set_of_cases_without_conflicts(tmp_path: Path) -> None:
    one, other = desk(tmp_path / "one"), desk(tmp_path / "other")
    imported_rows(one, [MEDIATION, *ROWS])
    imported_rows(other, [MEDIATION, *_shuffled(ROWS, 1)])
    assert _ids(one) == _ids(other)
    for mine, theirs in zip(cases(one), cases(other), strict=True):
        merged = fold(mine.id, [*mine.events.values(), *theirs.events.values()])
        assert (merged.conflicts, merged.state) == ([], mine.state)
        assert len(timeline(merged)) == len(timeline(mine)) == len(mine.events)


def test_rows_of_one_number_and_two_texts_are_both_cases_and_both_said(laptop: Desk) -> None:
    found = imported_rows(laptop, [MEDIATION, *ROWS])
    assert {"地界不清", "另一件同号的事"} <= set(facts(laptop))
    said = [(problem.row, problem.code, problem.rejected) for problem in found.problems]
    assert said == [(3, "same_number_other_text", False), (4, "same_number_other_text", False)]


def test_a_second_row_of_a_number_that_comes_later_does_not_move_the_first(laptop: Desk) -> None:
    for order in (("甲事", "乙事"), ("乙事", "甲事")):
        first, second = (mediation(f"N-{order[0]}", 纠纷简要情况=text) for text in order)
        imported_rows(laptop, [MEDIATION, first])
        before = _ids(laptop)
        found = imported_rows(laptop, [MEDIATION, second, first])
        assert (found.new, found.changed, before < _ids(laptop)) == (1, [], True)


def test_the_same_number_and_text_twice_is_one_case_and_said(laptop: Desk) -> None:
    found = imported_rows(laptop, [MEDIATION, mediation("QY1"), mediation("QY1")])
    assert (found.rows, found.cases, found.new) == (2, 2, 1)
    assert [(note.row, note.code) for note in found.notes] == [(3, "same_number_same_text")]


def test_a_number_whose_text_has_changed_is_listed_and_never_overwritten(laptop: Desk) -> None:
    imported_rows(laptop, [MEDIATION, mediation("QY1", 纠纷简要情况="原来的话")])
    found = imported_rows(laptop, [MEDIATION, mediation("QY1", 纠纷简要情况="改过的话", 调解结果="调解成功")])
    assert [(row.row, row.number) for row in found.changed] == [(2, "QY1")]
    assert (found.new, found.added, facts(laptop)) == (0, 0, ["原来的话"])
    assert cases(laptop)[0].state == "registered"


def test_differences_of_width_and_spaces_are_no_change(laptop: Desk) -> None:
    imported_rows(laptop, [MEDIATION, mediation("QY1", 纠纷简要情况="赔偿（3800元）。")])
    found = imported_rows(laptop, [MEDIATION, mediation("ＱＹ１", 纠纷简要情况="赔偿(３８００元)。 ")])
    assert (found.new, found.changed) == (0, [])


def test_a_result_filled_in_later_is_added_once(laptop: Desk) -> None:
    later = [GRID, grid(1, 是否成功="是", 化解日期=None, 化解情况="双方达成一致")]
    imported_rows(laptop, [GRID, grid(1)])
    first, second = imported_rows(laptop, later), imported_rows(laptop, later)
    assert [(found.new, found.added) for found in (first, second)] == [(0, 1), (0, 0)]
    [case] = cases(laptop)
    assert case.state == "finished_before"


def test_a_result_that_comes_after_the_case_has_ended_here_is_listed(laptop: Desk) -> None:
    imported_rows(laptop, [MEDIATION, mediation("QY1")])
    laptop.act("QY1", "send-up", {"note": "村里办不了"})
    found = imported_rows(laptop, [MEDIATION, mediation("QY1", 调解结果="调解成功", 调解时间="2026-04-01")])
    assert ([row.number for row in found.passed], found.added) == (["QY1"], 0)
    assert cases(laptop)[0].state == "sent_up"


def test_what_was_corrected_here_is_no_change_of_the_ledger(laptop: Desk) -> None:
    imported_rows(laptop, [MEDIATION, mediation("QY1")])
    laptop.act("QY1", "correct", {"reason": "补充", "place": "桥头村八组"})
    assert imported_rows(laptop, [MEDIATION, mediation("QY1")]).changed == []


def test_a_copy_of_the_rows_in_another_sheet_is_the_same_cases(laptop: Desk, tmp_path: Path) -> None:
    from tests.ledger.books import xlsx
    from tests.ledger.kit import imported

    path = tmp_path / "两张表.xlsx"
    path.write_bytes(xlsx({"3月": [MEDIATION, ROWS[0], ROWS[3]], "汇总": [MEDIATION, *ROWS[:4]]}))
    found = imported(laptop, path)
    assert (found.rows, found.new) == (6, 4)
    assert {note.code for note in found.notes} == {"same_number_same_text", "same_row_twice"}


def test_a_case_without_its_own_number_gets_the_same_one_everywhere(laptop: Desk, tmp_path: Path) -> None:
    other = desk(tmp_path / "other")
    for home in (laptop, other):
        imported_rows(home, [GRID, grid(1)])
    assert [case.text("number") for case in cases(laptop)] == [case.text("number") for case in cases(other)]
    assert "化解" not in notes(cases(laptop)[0])
