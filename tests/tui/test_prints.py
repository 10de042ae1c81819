"""Papers printed from the screen do not outlive what they tell (样例·虚构)."""

from __future__ import annotations

from pathlib import Path

import pytest
import time_machine

from tests import homes
from tests.tui.kit import carry, opened, press, seen, some_cases
from xfgrid.cli.main import main
from xfgrid.journal import passing
from xfgrid.journal.desk import Desk
from xfgrid.journal.home import open_home


async def printed(home: Path) -> list[Path]:
    """Prints the receipt of the first case of the ledger and the list of today; all papers there are."""
    async with opened(home) as pilot:
        await press(pilot, "enter", "ctrl+e", "enter")
        assert "已写成" in seen(pilot)
        await press(pilot, "escape", "f2", "ctrl+e")
    return papers(home)


def papers(home: Path) -> list[Path]:
    return sorted((home / "prints").iterdir())


async def test_charter_10_papers_are_readable_by_their_owner_only_and_go_with_the_words_of_their_case(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", homes.PASSPHRASE)
    water, road = some_cases(home := tmp_path / "h")
    today, receipt = await printed(home)
    assert [paper.stat().st_mode & 0o777 for paper in (home / "prints", receipt, today)] == [0o700, 0o600, 0o600]
    asked = ("--asked-by", "resident", "--reason", "wish", "--words", "本人要求")
    assert main(["erase", road, *asked, "--home", str(home)]) == 0
    assert papers(home) == [receipt], "what tells of several cases goes with the words of any"
    assert main(["erase", water, *asked, "--home", str(home)]) == 0
    assert papers(home) == []


async def test_charter_10_papers_go_with_words_that_another_office_struck(tmp_path: Path) -> None:
    with homes.desk(tmp_path / "h") as town, homes.desk(tmp_path / "g", "grid_worker", homes.GRID) as grid:
        case = grid.register(homes.CASE)
        carry(grid, town, case)
    assert len(await printed(tmp_path / "h")) == 2
    with Desk.open(tmp_path / "g", homes.PASSPHRASE) as grid, Desk.open(tmp_path / "h", homes.PASSPHRASE) as town:
        event = next(iter(grid.case(case).events))
        grid.act(case, "redact", {"event": event, "reason": "误写姓名", "parts": ["text"]})
        carry(grid, town, case)
        passing.tend_time(town.home)
    assert papers(tmp_path / "h") == []


@pytest.mark.parametrize(("setting", "days"), [("", 7), ("print_days = 2\n", 2)])
async def test_charter_10_papers_go_after_the_days_of_the_setting(tmp_path: Path, setting: str, days: int) -> None:
    some_cases(home := tmp_path / "h")
    made = await printed(home)
    (home / "config.toml").write_text(setting, encoding="utf-8")
    for later, left in ((days - 0.1, made), (days + 0.1, [])):
        with time_machine.travel(made[0].stat().st_mtime + later * 86_400), open_home(home, homes.PASSPHRASE) as opened:
            passing.tend_time(opened)
        assert papers(home) == left
