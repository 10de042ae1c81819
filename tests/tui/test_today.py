"""今日: the first place, with everything that is to be done and its next step one key away."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests import homes
from tests.papers.kit import pdf_pages
from tests.tui.kit import opened, press, seen
from xfgrid.cli.main import main
from xfgrid.journal.desk import Desk


def _busy(path: Path) -> dict[str, str]:
    """A township home with one case for most sections, by section (样例·虚构)."""
    with homes.desk(path) as desk:
        new = {**homes.CASE, "received": desk.today().isoformat()}
        late = desk.register({**homes.CASE, "asked": "第一件", "due": "2026-03-06"})
        returned, rated, done, fresh = (desk.register({**new, "asked": f"第{n}件"}) for n in "二三四五")
        desk.act(returned, "assign", {"owner": homes.COURT, "due": "2999-01-01"})
        desk.act(returned, "return", {"note": "不归本所管"})
        for case in (rated, done):
            desk.act(case, "answer", {"outcome": "solved", "sentence": "已商定"})
            desk.act(case, "tell", {"how": "phone", "sentence": "已商定"})
        desk.act(done, "withdraw", {"said_how": "phone"})
    return {"overdue": late, "not_taken": fresh, "returned": returned, "resident": rated, "": done}


def test_a_case_stands_in_one_section_and_an_ended_one_in_none(tmp_path: Path) -> None:
    made = _busy(tmp_path / "h")
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk:
        found = {task.line.case: task.section for task in desk.tasks()}
    assert found[made["not_taken"]] in ("not_taken", "due_today")  # some clocks ask for something on the very day
    assert [found[made[name]] for name in ("overdue", "returned", "resident")] == ["overdue", "returned", "resident"]
    assert made[""] not in found


def test_a_township_answers_for_offices_without_a_computer_and_a_grid_for_itself_alone(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "t") as desk:
        assert {homes.TOWN, homes.COURT, homes.GRID} <= set(desk.duty().mine)
        assert homes.COUNTY not in desk.duty().mine
    with homes.desk(tmp_path / "g", "grid_worker", homes.GRID) as desk:
        assert desk.duty().mine == {homes.GRID}


async def test_today_shows_why_and_what_comes_next_and_does_it_with_one_key(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "h") as desk:
        desk.register(homes.CASE)
    async with opened(tmp_path / "h", "today") as pilot:
        assert "已超期" in seen(pilot)
        assert "接单" in seen(pilot)
        await press(pilot, "f6", "enter")
        assert "已办：接单" in seen(pilot)


async def test_left_and_right_go_through_the_sections(tmp_path: Path) -> None:
    _busy(tmp_path / "h")
    async with opened(tmp_path / "h", "today") as pilot:
        await press(pilot, "left")
        assert "第三件" in seen(pilot)
        assert "第一件" not in seen(pilot)


async def test_the_list_is_saved_as_a_sheet_for_the_printer(tmp_path: Path) -> None:
    _busy(tmp_path / "h")
    async with opened(tmp_path / "h", "today") as pilot:
        await press(pilot, "ctrl+e")
        assert "已写成" in seen(pilot)
    [sheet] = (tmp_path / "h" / "prints").glob("今日要办事项-*.pdf")
    [page] = pdf_pages(sheet.read_bytes())
    assert "第一件" in page
    assert "第五件" in page


def test_the_command_says_the_same_as_the_screen(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = _busy(tmp_path / "h")
    monkeypatch.setenv("XFGRID_PASSPHRASE", homes.PASSPHRASE)
    assert main(["today", "--json", "--home", str(tmp_path / "h")]) == 0
    listed = json.loads(capsys.readouterr().out.splitlines()[-1])["today"]
    assert {made["overdue"], made["resident"]} <= {entry["case"] for entry in listed}
    assert main(["today", "--csv", "--home", str(tmp_path / "h")]) == 0
    assert capsys.readouterr().out.startswith("为什么,编号")
