"""同步: the state of the line in words, syncing at once, and the USB stick."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest

from sync.wire import limits
from tests import homes
from tests.sync.kit import Laptop, county
from tests.sync.test_alone import held
from tests.tui.kit import press, seen, settled, some_cases
from xfgrid.cli.beyond import Agent
from xfgrid.errors import LineError
from xfgrid.journal import settings
from xfgrid.journal.config import Config
from xfgrid.journal.desk import Desk
from xfgrid.journal.home import Home
from xfgrid.tui.app import Program
from xfgrid.tui.beyond import Moved


class Beyond:
    """What lies beyond the screen, without a network: notes what was asked of it."""

    def __init__(self, fails: bool = False) -> None:
        self.asked: list[str] = []
        self._fails = fails

    def exchange(self, home: Home, moved: Callable[[], object]) -> None:
        self.asked.append("exchange")
        if self._fails:
            raise LineError("unreachable", url="http://127.0.0.1:1")

    def stick_out(self, home: Home, path: Path, moved: Moved) -> int:
        self.asked.append(f"out {path.name}")
        return 3

    def stick_in(self, home: Home, path: Path, moved: Moved) -> int:
        self.asked.append(f"in {path.name}")
        return 2


class Held(Agent):
    """The true way to a stick, which waits after the first event to be let on."""

    def __init__(self) -> None:
        self.waits, self.on = Event(), Event()

    def stick_out(self, home: Home, path: Path, moved: Moved) -> int:
        return super().stick_out(home, path, self._waiting(moved))

    def stick_in(self, home: Home, path: Path, moved: Moved) -> int:
        return super().stick_in(home, path, self._waiting(moved))

    def _waiting(self, moved: Moved) -> Moved:
        def told(phase: str, done: int, total: int) -> None:
            moved(phase, done, total)
            if done == 1 and phase != "check":
                self.waits.set()
                assert self.on.wait(30)

        return told


class Waiting(Agent):
    """The true way to a stick; tells that it has to wait for its turn."""

    def __init__(self) -> None:
        self.waits = Event()

    def stick_in(self, home: Home, path: Path, moved: Moved) -> int:
        def told(phase: str, done: int, total: int) -> None:
            moved(phase, done, total)
            if phase == "wait":
                self.waits.set()

        return super().stick_in(home, path, told)


def _program(home: Path, beyond: Beyond | Agent) -> Program:
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


async def test_what_is_held_back_is_counted_with_its_reason(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    with Desk.open(tmp_path / "h", homes.PASSPHRASE) as desk, desk.home.store.write() as connection:
        settings.put(connection, "sync", {"held": {"aa": "out_of_reach", "bb": "bad_signature", "cc": "out_of_reach"}})
    async with _program(tmp_path / "h", Beyond()).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        shown = seen(pilot)
    assert "1 条：签名不符" in shown
    assert "2 条：写入时该事项已不归其单位" in shown


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


@pytest.fixture
def pages_of_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every event is a page of its own, and what the screen proposes as the stick is the test's folder."""
    monkeypatch.setattr(limits, "PAGE", 1)
    monkeypatch.setenv("HOME", str(tmp_path / "stick"))
    (tmp_path / "stick").mkdir()


@pytest.mark.usefixtures("pages_of_one")
async def test_writing_a_stick_shows_how_far_it_is_and_escape_leaves_no_file(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    held, stick = Held(), tmp_path / "stick"
    async with _program(tmp_path / "h", held).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+e", "enter")
        assert await asyncio.to_thread(held.waits.wait, 30)
        await pilot.pause()
        assert "已装入 1/3 条 Esc 停止" in seen(pilot)
        await pilot.press("escape")
        held.on.set()
        await settled(pilot)
        assert "[export_stopped]" in seen(pilot)
        assert "Esc 停止" not in seen(pilot)
        assert list(stick.iterdir()) == []
        await press(pilot, "ctrl+e", "enter")
        assert "已写入 3 条" in seen(pilot)
    assert [path.name for path in stick.iterdir()] == ["xfgrid.bundle"]


@pytest.mark.usefixtures("pages_of_one")
async def test_reading_a_stick_shows_how_far_it_is_escape_takes_nothing_and_again_completes(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", homes.GRID)
        town = Laptop(server, tmp_path / "town", "township", homes.TOWN)
    cases = {grid.register() for _ in range(3)}
    with grid.desk() as desk:
        Agent().stick_out(desk.home, tmp_path / "stick" / "xfgrid.bundle", lambda *_: None)
    held = Held()
    async with _program(town.path, held).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        await pilot.press("ctrl+r", "enter")
        assert await asyncio.to_thread(held.waits.wait, 30)
        await pilot.pause()
        assert "已读入 1/3 条 Esc 停止" in seen(pilot)
        await pilot.press("escape")
        held.on.set()
        await settled(pilot)
        assert "[bundle_stopped]" in seen(pilot)
        assert town.cases() == set()
        await press(pilot, "ctrl+r", "enter")
        assert "新增 3 条" in seen(pilot)
    assert town.cases() == cases


@pytest.mark.usefixtures("pages_of_one")
async def test_while_another_process_is_at_it_the_screen_says_that_it_waits_and_stays_live(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", homes.GRID)
        town = Laptop(server, tmp_path / "town", "township", homes.TOWN)
    grid.register()
    with grid.desk() as desk:
        Agent().stick_out(desk.home, tmp_path / "stick" / "xfgrid.bundle", lambda *_: None)
    waiting = Waiting()
    async with _program(town.path, waiting).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        with held(town.path, "agent") as release:
            await pilot.press("ctrl+r", "enter")
            assert await asyncio.to_thread(waiting.waits.wait, 30)
            await pilot.pause()
            assert "等另一次同步结束" in seen(pilot)
            await pilot.press("escape")
            await settled(pilot)
            assert "[bundle_stopped]" in seen(pilot)
            await asyncio.to_thread(release)
        await press(pilot, "ctrl+r", "enter")
        assert "新增 1 条" in seen(pilot)
