"""The first frame is shown before the heavy libraries are loaded."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from xfgrid.__main__ import screen_home

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


@pytest.mark.parametrize("arguments", [["--home", "h"], ["--home=h"]])
def test_a_home_without_a_command_opens_the_screen(arguments: list[str]) -> None:
    assert screen_home(arguments) == Path("h")


def test_xfgrid_alone_opens_the_screen_on_the_home_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XFGRID_HOME", "mine")
    assert screen_home([]) == Path("mine")


@pytest.mark.parametrize("arguments", [["list"], ["--home", "h", "list"], ["--help"]])
def test_anything_else_is_a_command(arguments: list[str]) -> None:
    assert screen_home(arguments) is None
