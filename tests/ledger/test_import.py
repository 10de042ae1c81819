"""A ledger becomes cases: every data row accounted for, with what the ledger says and on its own days."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.homes import TOWN, VILLAGE, desk
from tests.ledger.books import FORMATS, GRID, MEDIATION, grid, mediation, written
from tests.ledger.kit import cases, facts, imported, imported_rows, notes
from xfgrid.data import schemas
from xfgrid.errors import FileError, RuleError
from xfgrid.journal.desk import Desk
from xfgrid.ledger import importer

SAMPLES = {"mediation-ledger.xlsx": (72, 1), "grid-disputes.xlsx": (54, 0)}


@pytest.fixture
def laptop(tmp_path: Path) -> Desk:
    return desk(tmp_path / "laptop")


@pytest.mark.parametrize("name", SAMPLES)
def test_the_sample_ledgers_become_cases_once(name: str, laptop: Desk) -> None:
    rows, totals = SAMPLES[name]
    path = schemas() / "demo" / "ledgers" / name
    first, again = imported(laptop, path), imported(laptop, path)
    assert (first.rows, first.cases, first.rejected, first.new, first.problems) == (rows, rows, 0, rows, [])
    assert first.sheets[0].other.get("total", 0) == totals
    assert (again.rows, again.new, again.added, again.changed) == (rows, 0, 0, [])
    assert laptop.count() == rows


def test_a_preview_says_the_same_and_writes_nothing(laptop: Desk) -> None:
    path = schemas() / "demo" / "ledgers" / "mediation-ledger.xlsx"
    looked = importer.look(laptop, path)
    assert (looked.new, laptop.count()) == (72, 0)
    assert importer.write(laptop, looked).new == 72


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_ledger_in_another_format_is_the_same_cases(name: str, laptop: Desk, tmp_path: Path) -> None:
    rows = [MEDIATION, mediation("QY1"), mediation("QY2", 调解结果="调解成功", 调解时间="2026-03-09")]
    imported_rows(laptop, rows)
    assert imported(laptop, written(tmp_path, rows, f"b.{name}")).new == 0


def test_every_entry_stands_on_the_day_of_the_ledger_never_today(laptop: Desk) -> None:
    row = mediation(
        调解结果="调解成功", 调解时间="2026-03-09", 协议金="1,200", 协议形式="书面", 调解书编号="（2026）清人调字第1号"
    )
    imported_rows(laptop, [MEDIATION, row])
    [case] = cases(laptop)
    days = {event.head.type: event.values().get("on") for event in case.events.values()}
    assert days == {"registered": None, "finished_before": "2026-03-09"}
    assert (case.state, case.live, case.text("outcome")) == ("finished_before", False, "agreement")
    assert (case.text("received"), case.get("amount"), case.text("form")) == ("2026-03-06", 120000, "written")
    assert case.text("document") == "（2026）清人调字第1号"


@pytest.mark.parametrize(
    ("cells", "state"),
    [
        ({"调解结果": "调解成功"}, "finished_before"),
        ({"调解结果": "调解不成"}, "mediation_ended"),
        ({"调解结果": "正在调解"}, "mediating"),
        ({"调解结果": ""}, "registered"),
        ({"调解结果": "双方各说各的"}, "registered"),
        ({"调解结果": "调解成功", "履行情况": "未履行"}, "agreed"),
        ({"调解结果": "调解成功", "履行情况": "部分履行"}, "agreed"),
        ({"调解结果": "调解成功", "履行情况": "已履行"}, "finished_before"),
        ({"调解结果": "申请人撤回"}, "finished_before"),
        ({"调解结果": "移送派出所"}, "finished_before"),
    ],
)
def test_the_result_of_a_mediation_becomes_the_state(cells: dict[str, str], state: str, laptop: Desk) -> None:
    imported_rows(laptop, [MEDIATION, mediation(**cells)])
    [case] = cases(laptop)
    assert case.state == state


def test_a_success_of_the_grid_is_finished_and_a_failure_is_not(laptop: Desk) -> None:
    won = grid(1, 是否成功="是", 化解情况="双方达成一致", 化解方式="调解")
    lost = grid(2, 是否成功="否", 事件简述="别的事", 化解时限="2026-05-01")
    imported_rows(laptop, [GRID, won, lost])
    by_state = {case.state: case for case in cases(laptop)}
    assert set(by_state) == {"finished_before", "registered"}
    assert by_state["finished_before"].text("outcome") == "solved"
    assert "双方达成一致" in notes(by_state["finished_before"])
    assert by_state["registered"].text("due") == "2026-05-01"


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("是", "solved"), ("已化解", "solved"), ("√", "solved"),
        ("已移交司法所", "referred"), ("引导诉讼", "referred"), ("当事人撤诉", "withdrawn"),
        ("否", None), ("未化解", None), ("已上报", None), ("已失败", None), ("办理中", None), ("", None),
    ],
)  # fmt: skip
def test_only_words_that_say_so_finish_a_matter_and_none_hides_how(
    words: str, outcome: str | None, laptop: Desk
) -> None:
    imported_rows(laptop, [GRID, grid(1, 是否成功=words)])
    [case] = cases(laptop)
    assert (case.live, case.get("outcome")) == (outcome is None, outcome)


@pytest.mark.parametrize(
    ("words", "outcome"),
    [
        ("已化解", "solved"), ("化解成功，双方握手", "solved"), ("化解", "solved"), ("已办结", ""), ("办结", ""),
        ("未化解", None), ("部分已化解", None), ("已化解，后又反复", None), ("正在化解", None), ("建议司法所化解", None),
        ("已上门劝说", None), ("", None),
    ],
)  # fmt: skip
def test_what_came_of_it_finishes_a_matter_where_no_column_says_yes_or_no_and_its_words_leave_no_doubt(
    words: str, outcome: str | None, laptop: Desk
) -> None:
    header = [name for name in GRID if name != "是否成功"]
    row = [cell for name, cell in zip(GRID, grid(1, 化解情况=words), strict=True) if name != "是否成功"]
    imported_rows(laptop, [header, row])
    [case] = cases(laptop)
    assert (case.live, case.text("outcome")) == (outcome is None, outcome or "")


def test_a_row_dated_after_today_is_a_problem_and_no_case(laptop: Desk) -> None:
    found = imported_rows(laptop, [MEDIATION, mediation("1", 受理时间="2099-01-01"), mediation("2")])
    assert (found.rows, found.cases, found.rejected) == (2, 1, 1)
    [problem] = found.problems
    assert (problem.row, problem.code, problem.rejected) == (2, "date_in_future", True)


def test_what_a_ledger_dates_after_today_has_not_happened_yet_and_is_to_be_mended(laptop: Desk) -> None:
    found = imported_rows(laptop, [MEDIATION, mediation("1", 调解结果="调解成功", 调解时间="2099-03-09")])
    [case] = cases(laptop)
    assert {event.values().get("on") for event in case.events.values()} == {None}
    assert [problem.code for problem in found.problems] == ["date_in_future"]
    assert "2099-03-09" in notes(case)


def test_a_case_that_somebody_works_on_here_is_not_ended_by_a_ledger(laptop: Desk) -> None:
    imported_rows(laptop, [GRID, grid(1)])
    [case] = cases(laptop)
    laptop.act(case.id, "take", {})
    found = imported_rows(laptop, [GRID, grid(1, 是否成功="是", 化解情况="说好了")])
    assert ([row.row for row in found.passed], cases(laptop)[0].state) == ([2], "handling")


def test_an_agreement_that_is_performed_later_is_finished_by_the_next_import(laptop: Desk) -> None:
    made = {"调解结果": "调解成功", "调解时间": "2026-03-09", "协议金": "500"}
    imported_rows(laptop, [MEDIATION, mediation(**made, 履行情况="未履行", 调解书编号="第7号")])
    [case] = cases(laptop)
    assert (case.state, "第7号" in notes(case)) == ("agreed", True)
    assert imported_rows(laptop, [MEDIATION, mediation(**made, 履行情况="已履行")]).passed == []
    assert cases(laptop)[0].state == "finished_before"


@pytest.mark.parametrize("asked", ["检举村干部", "反映某人挪用公款"])
def test_a_report_of_wrongdoing_without_a_column_for_it_is_not_kept_either(asked: str, laptop: Desk) -> None:
    rows = [["信访日期", "诉求", "主要内容"], ["2026-03-05", asked, "样例"], ["2026-03-05", "举报邻居占道", "样例"]]
    found = imported_rows(laptop, rows)
    assert ([p.code for p in found.problems], found.cases) == (["report_of_wrongdoing"], 1)


def test_words_that_fit_no_field_are_kept_in_the_note(laptop: Desk) -> None:
    row = mediation(调解结果="改日再议", 协议金="两头牛", 纠纷类别="祖坟", 调解时间="开春", 履行情况="说不准")
    found = imported_rows(laptop, [MEDIATION, row])
    [case] = cases(laptop)
    assert all(words in notes(case) for words in ("改日再议", "两头牛", "祖坟", "开春", "说不准"))
    assert {problem.code for problem in found.problems} == {"amount_not_read", "date_not_understood"}
    assert (found.rejected, case.text("kind")) == (0, "other")


def test_a_row_is_rejected_for_no_account_or_no_day_and_for_nothing_else(laptop: Desk) -> None:
    bare = [
        None if name not in ("受理时间", "纠纷简要情况") else cell
        for name, cell in zip(MEDIATION, mediation(), strict=True)
    ]
    rows = [
        MEDIATION,
        bare,
        mediation("QY2", 纠纷简要情况="  "),
        mediation("QY3", 受理时间="2026-02-30"),
        mediation("QY4", 受理时间=None),
        mediation("QY5", 受理时间="上个月", 纠纷简要情况=None),
    ]
    found = imported_rows(laptop, rows)
    assert (found.rows, found.cases, found.rejected) == (5, 1, 4)
    assert [(p.row, p.column, p.code) for p in found.problems] == [
        (3, "纠纷简要情况", "no_account"),
        (4, "受理时间", "date_impossible"),
        (5, "受理时间", "no_date"),
        (6, "纠纷简要情况", "no_account_no_date"),
    ]
    assert all(p.rejected and p.sheet == "台账" and "“" in p.reason for p in found.problems)


def test_a_row_of_endless_text_is_rejected_and_said_and_the_others_are_imported(laptop: Desk) -> None:
    rows = [
        MEDIATION,
        *(
            mediation(str(i), **dict.fromkeys(("纠纷简要情况", "行政划分", "调解结果", "协议金"), "长" * 30000))
            for i in (1,)
        ),
    ]
    found = imported_rows(laptop, [*rows, mediation("2")])
    assert [(p.row, p.code) for p in found.problems] == [(2, "row_too_long")]
    assert laptop.count() == 1


def test_a_report_of_wrongdoing_is_turned_away_and_nothing_of_it_is_kept(laptop: Desk) -> None:
    header = ["登记日期", "信访事项", "信访目的", "所属村"]
    rows = [header, ["2026-3-1", "举报某干部", "检举控告", "桥头村"], ["2026-3-2", "修路", "申诉求决", "桥头村"]]
    found = imported_rows(laptop, rows)
    assert [p.code for p in found.problems] == ["report_of_wrongdoing"]
    assert facts(laptop) == ["修路"]


def test_a_place_is_matched_to_its_office_and_an_unknown_one_to_the_importing_office(laptop: Desk) -> None:
    rows = [
        MEDIATION,
        mediation("1", 行政划分="清源镇桥头 村3组"),
        mediation("2", 行政划分="清源镇无名村"),
        mediation("3", 行政划分="柳树构村"),
    ]
    found = imported_rows(laptop, rows)
    offices = {case.text("number"): case.text("place_office") for case in cases(laptop)}
    assert offices == {"1": VILLAGE, "2": TOWN, "3": "371999101202"}
    assert [(note.row, note.code) for note in found.notes] == [(3, "place_unknown")]


def test_an_unknown_sheet_or_layout_is_one_sentence_and_nothing_is_written(laptop: Desk, tmp_path: Path) -> None:
    unknown = written(tmp_path, [["甲", "乙", "丙"], ["1", "2", "3"]])
    with pytest.raises(FileError, match="unknown_layout"):
        importer.look(laptop, unknown)
    with pytest.raises(FileError, match="unknown_sheet"):
        importer.look(laptop, unknown, ["没有"])


def test_a_role_that_opens_no_cases_imports_none(tmp_path: Path) -> None:
    with desk(tmp_path / "county", role="county") as county, pytest.raises(RuleError, match="role_may_not"):
        importer.look(county, schemas() / "demo" / "ledgers" / "grid-disputes.xlsx")
