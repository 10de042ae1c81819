"""事项: finding words inside one case, and its sentence for a group chat, on the screen and on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import homes
from tests.tui.kit import ROAD, opened, paste, press, seen, some_cases
from xfgrid.cli.main import main
from xfgrid.tui.cells import places, wrap

TEXT = st.text(st.sampled_from("水渠路灯，。aA"), min_size=1, max_size=60)


@given(text=TEXT, words=st.text(st.sampled_from("水渠路aA"), min_size=1, max_size=3), width=st.integers(8, 20))
def test_words_are_found_in_wrapped_lines_as_often_as_in_the_text_also_across_a_break(
    text: str, words: str, width: int
) -> None:
    lines = wrap(text, width)
    found = places(lines, words)
    assert len(found) == text.lower().count(words.lower())
    assert all("".join(lines[row][at] for row, at in where).lower() == words.lower() for where in found)


async def test_words_inside_a_case_are_counted_and_enter_goes_to_the_next(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    async with opened(tmp_path / "h", size=(80, 24)) as pilot:
        await press(pilot, "enter", "slash")
        await paste(pilot, "水渠")
        assert "找到 2 处，第 1 处" in seen(pilot)
        await press(pilot, "enter")
        assert "第 2 处" in seen(pilot)
        await press(pilot, "escape")
        assert "处，第" not in seen(pilot)
        await press(pilot, "escape")
        assert "我单位" in seen(pilot)


def _run(capsys: pytest.CaptureFixture[str], home: Path, *arguments: str) -> str:
    assert main([*arguments, "--home", str(home)]) == 0
    return capsys.readouterr().out


def test_the_commands_find_copy_sort_and_compare_as_the_screen_does(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cases = some_cases(tmp_path / "h")
    monkeypatch.setenv("XFGRID_PASSPHRASE", homes.PASSPHRASE)
    found = _run(capsys, tmp_path / "h", "show", cases[0], "--find", "水渠").splitlines()
    assert found
    assert all("水渠" in line for line in found)
    sentence = _run(capsys, tmp_path / "h", "show", cases[0], "--sentence")
    assert "主办" in sentence
    assert homes.CASE["asked"] not in sentence
    by_number = _run(capsys, tmp_path / "h", "list", "--order", "number").splitlines()
    assert [line.split()[0][-4:] for line in by_number] == ["0001", "0002"]
    (tmp_path / "case.json").write_text(json.dumps(ROAD), encoding="utf-8")
    assert "修复村口" in _run(capsys, tmp_path / "h", "likely", "--from", str(tmp_path / "case.json"))
