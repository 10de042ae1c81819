"""Finding one's way: the palette, opening by number, small windows, consoles that draw wide, the place of the caret."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from tests.tui.kit import opened, paste, press, seen, settled, some_cases
from xfgrid.tui.actions import ACTIONS
from xfgrid.tui.plain import STAND_INS, plain
from xfgrid.tui.probe import read_column
from xfgrid.tui.spots import PLACES


async def test_the_palette_goes_to_a_place_by_its_pinyin_letters(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "ctrl+p", "t", "b", "enter")
        assert "县服务器" in seen(pilot)


async def test_the_palette_does_what_the_place_in_front_can(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await press(pilot, "ctrl+p", "p", "x", "enter")
        assert "已按收到日期" in seen(pilot)


async def test_a_case_is_opened_by_its_number_and_an_unknown_one_is_told(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", "today") as pilot:
        number = next(word for word in seen(pilot).split() if word.endswith("-0001"))
        await press(pilot, "ctrl+o")
        await paste(pilot, number)
        await press(pilot, "enter")
        assert "桥头村一组水渠" in seen(pilot)
        await press(pilot, "escape", "ctrl+o")
        await paste(pilot, "没有的编号")
        await press(pilot, "enter")
        assert "[unknown_case]" in seen(pilot)


async def test_too_small_a_window_says_so_and_goes_on_when_it_is_larger(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h") as pilot:
        await pilot.resize_terminal(59, 24)
        await settled(pilot)
        assert "窗口太小" in seen(pilot)
        await pilot.resize_terminal(60, 18)
        await settled(pilot)
        assert "灌溉" in seen(pilot)


@given(st.text(st.sampled_from("村口a1 ") | st.sampled_from([chr(code) for code in STAND_INS])))
def test_a_stand_in_is_as_wide_as_the_sign_it_stands_for(text: str) -> None:
    assert cell_len(plain(text)) == cell_len(text)
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(("answer", "column"), [(b"\x1b[5;2R", 2), (b"\x1b[5;3R", 3), (b"junk", 0), (b"", 0)])
def test_the_answer_of_a_terminal_is_read(answer: bytes, column: int) -> None:
    assert read_column(answer) == column


async def test_the_terminals_cursor_stands_where_one_types_also_at_first_and_after_a_resize(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", "intake", size=(100, 40)) as pilot:
        for size in ((100, 40), (80, 30)):
            await pilot.resize_terminal(*size)
            await settled(pilot)
            assert pilot.app.focused is not None
            assert pilot.app.cursor_position == pilot.app.focused.cursor_screen_offset  # type: ignore[attr-defined]


@pytest.mark.parametrize("place", PLACES)
async def test_every_key_of_a_place_can_be_pressed_on_an_empty_and_on_a_full_home(tmp_path: Path, place: str) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", place) as pilot:
        where = (*pilot.app.screen.WHERE, "program")  # type: ignore[attr-defined]
        for action in ACTIONS:
            if action.where in where and action.name != "leave" and not action.call.startswith("go("):
                for key in action.keys.split(","):
                    await press(pilot, key)
                    while len(pilot.app.screen_stack) > 1:
                        pilot.app.pop_screen()
                    await settled(pilot)
                    assert pilot.app.is_running
