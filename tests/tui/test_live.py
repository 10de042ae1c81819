"""While long work runs the screen is live: keys take effect, how far it is stands on its place, Esc ends it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from textual import events
from textual.pilot import Pilot

from sync.agent import loop
from tests import homes
from tests.ledger.books import MEDIATION, mediation, written
from tests.sync.kit import Direct, Laptop, county
from tests.tui.kit import paste, press, seen, settled, some_cases
from xfgrid.cli.beyond import Agent
from xfgrid.journal.config import Config
from xfgrid.journal.home import Home
from xfgrid.journal.status import status
from xfgrid.ledger import importer
from xfgrid.papers import gathered
from xfgrid.tui.app import Program


class Held:
    """Work that stops once in its thread until it is let on."""

    def __init__(self) -> None:
        self._waits, self._on, self._held = Event(), Event(), False

    def here(self, *_: object) -> None:
        """Called by the work, wherever it gets on."""
        if not self._held:
            self._held = True
            self._waits.set()
            assert self._on.wait(30)

    async def reached(self) -> None:
        """Returns once the work is held."""
        assert await asyncio.to_thread(self._waits.wait, 30)

    def on(self) -> None:
        """Lets it go on."""
        self._on.set()


@asynccontextmanager
async def _program(home: Path, place: str, beyond: Agent | None = None) -> AsyncIterator[Pilot[int]]:
    async with Program(home, homes.PASSPHRASE, Config(), place, beyond).run_test(size=(100, 30)) as pilot:
        await settled(pilot)
        yield pilot


async def _until(pilot: Pilot[int], words: str) -> None:
    """Waits for words on the screen; the run's own time limit ends it."""
    while words not in seen(pilot):
        await pilot.pause(0.01)


async def _is_live(pilot: Pilot[int]) -> None:
    """While the work is held a list is filtered, and a form is filled in."""
    await pilot.press("f3")
    await _until(pilot, "灌溉")
    await pilot.press("slash")
    pilot.app.post_message(events.Paste("道路"))
    while "灌溉" in seen(pilot):
        await pilot.pause(0.01)
    assert "道路" in seen(pilot)
    await pilot.press("escape", "f4")
    await _until(pilot, "婚姻家庭")
    await pilot.press("2", "enter")
    pilot.app.post_message(events.Paste("桥头村一组水渠"))
    await _until(pilot, "桥头村一组水渠")


async def test_while_an_import_runs_keys_take_effect_and_escape_on_its_place_ends_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(tmp_path / "h")
    path = written(tmp_path, [MEDIATION, *(mediation(f"QY{i}") for i in range(20))])
    held, standing = Held(), importer.standing

    def when_let_on(*arguments: Any) -> Any:
        held.here()
        return standing(*arguments)

    monkeypatch.setattr(importer, "PAGE", 2)
    async with _program(tmp_path / "h", "imports") as pilot:
        await paste(pilot, str(path))
        await press(pilot, "enter")
        monkeypatch.setattr(importer, "standing", when_let_on)
        await pilot.press("f8")
        await held.reached()
        await _is_live(pilot)
        await pilot.press("f9")
        await _until(pilot, "Esc 停止")
        await pilot.press("escape")
        held.on()
        await settled(pilot)
        assert "[import_stopped]" in seen(pilot)


class Slow(Agent):
    """The true way to a county beside the test and to a stick, held at the first piece that went through."""

    def __init__(self, laptop: Laptop | None = None) -> None:
        self.held, self._laptop = Held(), laptop

    def exchange(self, home: Home, moved: Callable[[], object]) -> None:
        def told() -> None:
            self.held.here()
            moved()

        assert self._laptop is not None
        server = self._laptop.county
        loop.exchange(home, lambda *_: Direct(server), told)

    def stick_out(self, home: Home, path: Path, moved: Callable[[str, int, int], object]) -> int:
        def told(*how_far: Any) -> None:
            self.held.here()
            moved(*how_far)

        return super().stick_out(home, path, told)


async def test_while_a_synchronisation_runs_keys_take_effect_and_escape_ends_it_without_a_failure(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "town", "township", homes.TOWN)
    for asked in ("请协调灌溉用水", "要求修复道路", "要求清理河道"):
        laptop.register(asked=asked, facts="水" * 20_000)
    slow = Slow(laptop)
    async with _program(laptop.path, "line", slow) as pilot:
        await pilot.press("s")
        await slow.held.reached()
        await _is_live(pilot)
        await pilot.press("f12")
        await _until(pilot, "正在同步：已传")
        await pilot.press("escape")
        slow.held.on()
        await settled(pilot)
        assert "[exchange_stopped]" in seen(pilot)
        with laptop.desk() as desk:
            stopped = status(desk)
        assert (stopped.error, stopped.left) == ("", 0)
        assert stopped.pending > 0
        await press(pilot, "s")
        assert "同步完成" in seen(pilot)
        with laptop.desk() as desk:
            assert status(desk).pending == 0


async def test_while_a_stick_is_written_keys_take_effect(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    some_cases(tmp_path / "h")
    monkeypatch.setenv("HOME", str(tmp_path))
    slow = Slow()
    async with _program(tmp_path / "h", "line", slow) as pilot:
        await pilot.press("ctrl+e", "enter")
        await slow.held.reached()
        await _is_live(pilot)
        slow.held.on()
        await press(pilot, "f12")
        await _until(pilot, "已写入 3 条")


async def test_while_a_sheet_is_set_for_the_printer_keys_take_effect(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(tmp_path / "h")
    held, at_desk = Held(), gathered.at_desk

    def when_let_on(*arguments: Any) -> Any:
        held.here()
        return at_desk(*arguments)

    monkeypatch.setattr(gathered, "at_desk", when_let_on)
    async with _program(tmp_path / "h", "today") as pilot:
        await pilot.press("ctrl+e")
        await held.reached()
        await _until(pilot, "正在排版")
        await _is_live(pilot)
        await pilot.press("f2")
        held.on()
        await settled(pilot)
        assert "已写成" in seen(pilot)


async def test_esc_stops_the_printing_at_once_and_no_file_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    some_cases(tmp_path / "h")
    held, at_desk, ended = Held(), gathered.at_desk, Event()

    def when_let_on(*arguments: Any) -> Any:
        held.here()
        try:
            return at_desk(*arguments)
        finally:
            ended.set()

    monkeypatch.setattr(gathered, "at_desk", when_let_on)
    async with _program(tmp_path / "h", "today") as pilot:
        assert "停止打印" not in seen(pilot)
        await pilot.press("ctrl+e")
        await held.reached()
        await _until(pilot, "正在汇集内容")
        assert "Esc 停止打印" in seen(pilot)
        await press(pilot, "escape")
        assert "[print_stopped]" in seen(pilot)
        assert "Esc 停止打印" not in seen(pilot)
        held.on()
        await asyncio.to_thread(ended.wait)
    assert [path for path in (tmp_path / "h").iterdir() if path.suffix in (".pdf", ".partial")] == []
