"""同步: the state of the line in words, syncing at once, and the USB stick."""

from __future__ import annotations

from pathlib import Path

from tests import homes
from tests.tui.kit import press, seen, settled, some_cases
from xfgrid.errors import LineError
from xfgrid.journal import settings
from xfgrid.journal.config import Config
from xfgrid.journal.desk import Desk
from xfgrid.journal.home import Home
from xfgrid.tui.app import Program


class Beyond:
    """What lies beyond the screen, without a network: notes what was asked of it."""

    def __init__(self, fails: bool = False) -> None:
        self.asked: list[str] = []
        self._fails = fails

    def exchange(self, home: Home) -> None:
        self.asked.append("exchange")
        if self._fails:
            raise LineError("unreachable", url="http://127.0.0.1:1")

    def stick_out(self, home: Home, path: Path) -> int:
        self.asked.append(f"out {path.name}")
        return 3

    def stick_in(self, home: Home, path: Path) -> int:
        self.asked.append(f"in {path.name}")
        return 2


def _program(home: Path, beyond: Beyond) -> Program:
    return Program(home, homes.PASSPHRASE, Config(), "line", beyond)


async def test_the_last_failure_and_what_is_not_sent_are_said_in_words(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk, desk.home.store.write() as connection:
        settings.put(connection, "line", {"error": "unreachable", "reached": "2026-03-05T06:02:00.000Z"})
    async with _program(tmp_path / "h", Beyond()).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        shown = seen(pilot)
    assert "连不上县级服务器（http://127.0.0.1:1）" in shown
    assert "没有送出" in shown
    assert "3 条" in shown
    assert "14:02" in shown


async def test_how_far_the_agent_has_come_is_shown_while_it_is_at_work(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk, desk.home.store.write() as connection:
        settings.put(connection, "progress", {"pushed": 3, "pulled": 1997, "left": 6000})
    async with _program(tmp_path / "h", Beyond()).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        assert "已传 2000 条，还有 6000 条" in seen(pilot)
        with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk, desk.home.store.write() as connection:
            settings.put(connection, "progress", None)
        await press(pilot, "s")
        assert "还有" not in seen(pilot)


async def test_syncing_at_once_says_how_it_went(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    beyond = Beyond()
    async with _program(tmp_path / "h", beyond).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "s")
        assert "同步完成" in seen(pilot)
    assert beyond.asked == ["exchange"]


async def test_a_failed_exchange_is_told_with_its_code(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with _program(tmp_path / "h", Beyond(fails=True)).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "s")
        assert "[unreachable]" in seen(pilot)


async def test_a_stick_is_written_and_read_at_the_path_that_was_named(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    beyond = Beyond()
    async with _program(tmp_path / "h", beyond).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await press(pilot, "ctrl+e", "enter")
        assert "已写入 3 条" in seen(pilot)
        await press(pilot, "ctrl+r", "enter")
        assert "新增 2 条" in seen(pilot)
    assert beyond.asked == ["out xfgrid.bundle", "in xfgrid.bundle"]
