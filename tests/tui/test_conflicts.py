"""冲突: what each side wrote stands next to each other, and a person decides."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests import homes
from tests.tui.kit import disputed, opened, paste, press, seen
from xfgrid.journal.desk import Desk


def _fields(home: Path, case: str) -> dict[str, object]:
    with Desk.open(home, homes.PASSPHRASE) as desk:
        found = desk.case(case)
        return {"asked": found.text("asked"), "state": found.state, "conflicts": found.conflicts}


@pytest.mark.parametrize("width", [80, 140])
async def test_the_sides_stand_next_to_each_other_with_who_wrote_them(tmp_path: Path, width: int) -> None:
    disputed(tmp_path / "h")
    async with opened(tmp_path / "h", "conflicts", size=(width, 40)) as pilot:
        await press(pilot, "enter")
        shown = seen(pilot)
    assert "请协调两村轮流灌溉" in shown
    assert "请协调灌溉用水并修渠" in shown
    assert "桥头村第一网格" in shown
    assert "清源镇" in shown
    lines = shown.splitlines()
    at = next(n for n, line in enumerate(lines) if " 1  请协调" in line)
    begins = lines[at].index("请协调")
    assert lines[at + 1][begins - 4 : begins].isspace()
    assert not lines[at + 1][begins].isspace()


async def test_a_side_is_chosen_by_its_number_and_the_dispute_is_over(tmp_path: Path) -> None:
    case = disputed(tmp_path / "h")
    async with opened(tmp_path / "h", "conflicts", size=(100, 40)) as pilot:
        await press(pilot, "enter")
        [second] = re.findall(r" 2  (请\S+)", seen(pilot))
        await press(pilot, "2", "enter", "f8")
        assert "已办：定分歧" in seen(pilot)
    found = _fields(tmp_path / "h", case)
    assert (found["conflicts"], found["asked"]) == (["state"], second)


async def test_a_third_value_can_be_written_where_no_act_decides(tmp_path: Path) -> None:
    case = disputed(tmp_path / "h")
    async with opened(tmp_path / "h", "conflicts", size=(100, 40)) as pilot:
        await press(pilot, "enter", "3")
        await press(pilot, "enter")
        await paste(pilot, "请协调两村轮流灌溉并修渠")
        await press(pilot, "f8")
    assert _fields(tmp_path / "h", case)["asked"] == "请协调两村轮流灌溉并修渠"


async def test_nothing_chosen_is_said_and_nothing_is_settled(tmp_path: Path) -> None:
    case = disputed(tmp_path / "h")
    async with opened(tmp_path / "h", "conflicts", size=(100, 40)) as pilot:
        await press(pilot, "enter", "f8")
        assert "还没有选" in seen(pilot)
        await press(pilot, "escape")
        assert "待定" in seen(pilot)
    assert "asked" in _fields(tmp_path / "h", case)["conflicts"]  # type: ignore[operator]


async def test_settling_is_the_next_step_of_a_disputed_case_from_any_list(tmp_path: Path) -> None:
    disputed(tmp_path / "h")
    async with opened(tmp_path / "h", "today", size=(100, 40)) as pilot:
        assert "有分歧" in seen(pilot)
        await press(pilot, "f6")
        assert "另写一个" in seen(pilot)
