"""The first frame is shown before the heavy libraries are loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests import homes
from tests.tui.kit import some_cases
from xfgrid.__main__ import screen_home
from xfgrid.journal.desk import Desk
from xfgrid.journal.glance import look
from xfgrid.journal.lists import VIEWS
from xfgrid.journal.vault import key_of

HEAVY = ("sqlmodel", "sqlalchemy", "sqlcipher3", "pydantic", "httpx", "watchfiles", "sync", "typer")

SCRIPT = f"""
import asyncio, sys
from pathlib import Path
from xfgrid.journal.config import Config
from xfgrid import __main__
from xfgrid.tui import opening
from xfgrid.tui.app import Program
loaded = []
opening.warm = lambda: None
async def main():
    async with Program(Path(sys.argv[1]), None, Config()).run_test() as pilot:
        await pilot.pause()
asyncio.run(main())
print([name for name in {HEAVY!r} if name in sys.modules])
"""


@pytest.mark.parametrize("made", [True, False], ids=["the passphrase", "the guide of the first run"])
def test_the_first_frame_loads_no_database_and_no_network_library(tmp_path: Path, made: bool) -> None:
    if made:
        (tmp_path / "vault.json").touch()
    command = [sys.executable, "-c", SCRIPT, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


ROWS = f"""
import sys
from pathlib import Path
from xfgrid import __main__
from xfgrid.journal.config import Config
from xfgrid.tui.app import Program
loaded = []
shown = Program.on_rows_shown
def look(self):
    loaded.append([name for name in {HEAVY!r} if name in sys.modules])
    shown(self)
Program.on_rows_shown = look
async def main():
    program = Program(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), Config(), sys.argv[3])
    async with program.run_test() as pilot:
        while not loaded or program.desk is None:
            await pilot.pause()
        print(loaded[0], program.screen.query_one("Rows").count)
import asyncio
asyncio.run(main())
"""


@pytest.mark.parametrize("place", ["today", "ledger"])
def test_the_first_rows_are_shown_before_a_database_library_is_loaded(tmp_path: Path, place: str) -> None:
    homes.desk(tmp_path / "h").register({**homes.CASE, "received": "2026-03-05"})
    key = key_of(tmp_path / "h", homes.PASSPHRASE).hex()
    command = [sys.executable, "-c", ROWS, str(tmp_path / "h"), key, place]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "['sqlcipher3'] 1"


def test_a_glance_shows_what_the_desk_shows(tmp_path: Path) -> None:
    some_cases(tmp_path / "h")
    key = key_of(tmp_path / "h", homes.PASSPHRASE)
    glance = look(tmp_path / "h", key)
    assert glance is not None
    with Desk.open(tmp_path / "h", key) as desk:
        for view in VIEWS:
            assert glance.cases(view) == desk.cases(view)
            assert glance.count(view) == desk.count(view)
        assert glance.tasks() == desk.tasks()
        assert glance.task_counts() == desk.task_counts()
        assert glance.cases("all", "水渠") == desk.cases("all", "水渠") != []
    glance.close()


def test_a_wrong_key_gives_no_glance_and_the_passphrase_is_asked_for(tmp_path: Path) -> None:
    home = homes.enrol(tmp_path / "h")
    assert look(home, bytes(32)) is None
    assert look(tmp_path / "elsewhere", bytes(32)) is None


@pytest.mark.parametrize("arguments", [["--home", "h"], ["--home=h"]])
def test_a_home_without_a_command_opens_the_screen(arguments: list[str]) -> None:
    assert screen_home(arguments) == Path("h")


def test_xfgrid_alone_opens_the_screen_on_the_home_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XFGRID_HOME", "mine")
    assert screen_home([]) == Path("mine")


@pytest.mark.parametrize("arguments", [["list"], ["--home", "h", "list"], ["--help"]])
def test_anything_else_is_a_command(arguments: list[str]) -> None:
    assert screen_home(arguments) is None
