"""Every place as it is drawn, in both languages and two sizes, on an invented home whose clock stands still.

The pictures are text, so that a change can be read: `XFGRID_RECORD=1 pytest tests/tui/test_snapshots.py` records anew.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
import time_machine

from tests.tui.kit import opened, press, seen
from tests.tui.walk import NOW, WALK, village
from xfgrid.journal.config import Config
from xfgrid.terms import LANGUAGES
from xfgrid.tui.app import Program

KEPT = Path(__file__).parent / "snapshots"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with village(tmp_path_factory.mktemp("snapshots")) as made:
        yield made


@pytest.mark.parametrize("size", [(80, 24), (140, 40)], ids=["80x24", "140x40"])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_place_is_drawn_as_recorded(home: Path, language: str, size: tuple[int, int]) -> None:
    drawn: dict[str, str] = {}
    with time_machine.travel(NOW, tick=False):
        async with opened(home, "today", size, language) as pilot:
            for view, keys in WALK.items():
                await press(pilot, *keys)
                drawn[view] = "\n".join(line.rstrip() for line in seen(pilot).split("\n")) + "\n"
    folder = KEPT / f"{language}-{size[0]}x{size[1]}"
    if os.environ.get("XFGRID_RECORD"):
        folder.mkdir(parents=True, exist_ok=True)
        for view, text in drawn.items():
            (folder / f"{view}.txt").write_text(text, encoding="utf-8")
    assert drawn == {view: (folder / f"{view}.txt").read_text(encoding="utf-8") for view in WALK}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("gate", ["first", "unlock"])
async def test_what_stands_before_a_home_is_drawn_as_recorded(tmp_path: Path, language: str, gate: str) -> None:
    """The guide of the first run, and the passphrase."""
    if gate == "unlock":
        (tmp_path / "vault.json").touch()
    async with Program(tmp_path, None, Config(language=language)).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        drawn = "\n".join(line.rstrip() for line in seen(pilot).split("\n")) + "\n"
    kept = KEPT / f"{language}-80x24" / f"{gate}.txt"
    if os.environ.get("XFGRID_RECORD"):
        kept.write_text(drawn, encoding="utf-8")
    assert drawn == kept.read_text(encoding="utf-8")
