"""What lies over a place closes once, and itself alone (样例·虚构)."""

from __future__ import annotations

from pathlib import Path

from tests.tui.kit import opened, press, some_cases
from xfgrid.tui.places.ask import Ask
from xfgrid.tui.places.case import CasePlace
from xfgrid.tui.places.small import Small


async def test_closed_twice_it_leaves_the_place_below(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter")
        pilot.app.push_screen(asked := Ask("样例"))
        await press(pilot)
        asked.dismiss("one")
        asked.dismiss("two")
        await press(pilot)
        assert isinstance(pilot.app.screen, CasePlace)


async def test_closed_under_something_else_it_goes_once_that_is_gone(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    answers: list[str | None] = []
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "enter")
        pilot.app.push_screen(asked := Ask("样例"), answers.append)
        await press(pilot)
        await pilot.resize_terminal(40, 10)
        await press(pilot)
        asked.dismiss("one")
        await press(pilot)
        assert isinstance(pilot.app.screen, Small)
        await pilot.resize_terminal(80, 24)
        await press(pilot)
        assert isinstance(pilot.app.screen, CasePlace)
    assert answers == ["one"]
