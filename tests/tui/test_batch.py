"""Several cases marked, one act: what all allow, what was done, and why something was not."""

from __future__ import annotations

from pathlib import Path

from tests import homes
from tests.tui.kit import opened, paste, press, seen
from xfgrid.journal.desk import Desk


def _cases(path: Path, count: int) -> list[str]:
    with homes.desk(path) as desk:
        cases = [desk.register({**homes.CASE, "asked": f"第{number}件事"}) for number in range(count)]
        for case in cases:
            desk.act(case, "take", {})
    return cases


async def test_ten_cases_are_answered_at_once_and_the_sum_is_told(tmp_path: Path) -> None:
    cases = _cases(tmp_path / "h", 10)
    async with opened(tmp_path / "h", "ledger", size=(100, 30)) as pilot:
        await press(pilot, *["space"] * 10, "f8", "d", "f", "enter", "1")
        assert "选中的 10 件" in seen(pilot)
        await press(pilot, "enter")
        await paste(pilot, "已商定轮灌日期")
        await press(pilot, "f8")
        assert "答复：办成 10 件，共 10 件。" in seen(pilot)
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk:
        assert {desk.case(case).state for case in cases} == {"answered"}


async def test_what_not_every_marked_case_allows_is_not_offered(tmp_path: Path) -> None:
    cases = _cases(tmp_path / "h", 2)
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk:
        desk.act(cases[0], "answer", {"outcome": "solved", "sentence": "已商定"})
    async with opened(tmp_path / "h", "ledger", size=(100, 40)) as pilot:
        await press(pilot, "space", "space", "f8")
        shown = seen(pilot)
    assert "记录进展" in shown
    assert "送达答复" not in shown


async def test_what_is_paper_of_one_marked_case_and_not_of_another_is_not_done_to_both(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "h") as desk:
        for owner in (homes.COURT, homes.TOWN):
            desk.act(desk.register(homes.CASE), "assign", {"owner": owner, "due": "2027-01-05"})
    async with opened(tmp_path / "h", "ledger", size=(100, 40)) as pilot:
        await press(pilot, "space", "f8")
        offered_alone = seen(pilot).count("接单")
        await press(pilot, "escape", "space", "f8")
        assert "记录进展" in seen(pilot)
        assert seen(pilot).count("接单") == offered_alone - 1, "the heading alone"


async def test_a_case_that_refuses_stops_no_other_and_says_why(tmp_path: Path) -> None:
    cases = _cases(tmp_path / "h", 2)
    async with opened(tmp_path / "h", "ledger", size=(100, 30)) as pilot:
        await press(pilot, "space", "space", "f8", "s", "b", "enter")
        await paste(pilot, "请镇里定")
        with Desk.open(tmp_path / "h", homes.PASSPHRASE) as other:  # meanwhile one of them is sent up already
            other.act(cases[0], "send-up", {"note": "先上报"})
        await press(pilot, "f8")
        assert "上报：办成 1 件，共 2 件。" in seen(pilot)
        assert "[state_forbids]" in seen(pilot)


async def test_a_list_is_sorted_another_way_and_says_which(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "h") as desk:
        desk.register({**homes.CASE, "asked": "旧的一件", "received": "2026-01-05"})
        desk.register({**homes.CASE, "asked": "新的一件", "received": "2026-02-05"})
    async with opened(tmp_path / "h", "ledger") as pilot:
        await press(pilot, "ctrl+t")
        shown = seen(pilot)
    assert "已按收到日期" in shown
    assert shown.index("新的一件") < shown.index("旧的一件")
