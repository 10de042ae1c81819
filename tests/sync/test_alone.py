"""An exchange, or reading a stick, has a home for itself: nothing that one notes is overwritten by the other."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sync.agent import alone, bundle, loop
from sync.county import feeds
from sync.county.county import County
from tests.homes import GRID, PASSPHRASE, TOWN
from tests.sync.kit import Direct, Laptop, county
from xfgrid.errors import HomeError, StoppedError
from xfgrid.journal import home
from xfgrid.journal.home import Home

HOLD = (
    "import sys, pathlib; from sync.agent import alone; from xfgrid.journal import home\n"
    "with home.open_home(pathlib.Path(sys.argv[1]), sys.argv[2]) as opened, alone.alone(opened, sys.argv[3]):\n"
    "    print('held', flush=True); sys.stdin.readline()\n"
)


@contextmanager
def held(path: Path, who: str) -> Iterator[Callable[[], None]]:
    """Another process is at it; gives what ends it."""
    command = [sys.executable, "-c", HOLD, str(path), PASSPHRASE, who]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"

    def release() -> None:
        process.communicate("\n")

    try:
        yield release
    finally:
        process.kill()
        process.communicate()


def _command(*words: str) -> tuple[int, str]:
    """The exit code and the error's code of a command in a process of its own."""
    environment = {**os.environ, "XFGRID_PASSPHRASE": PASSPHRASE}
    done = subprocess.run(
        [sys.executable, "-m", "xfgrid", *words, "--json"], env=environment, capture_output=True, text=True
    )
    return done.returncode, json.loads(done.stdout.splitlines()[-1]).get("error", {}).get("code", "")


def _hasty(laptop: Laptop) -> None:
    (laptop.path / "config.toml").write_text("[sync]\nwait = 0\n", encoding="utf-8")


def test_a_stick_read_during_an_exchange_is_refused_in_words_and_what_it_brings_afterwards_reaches_the_county(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        for laptop in (town, grid):
            laptop.sync()
        for n in range(3):
            grid.register(asked=f"没有网络的第 {n} 件")
        with home.open_home(grid.path, PASSPHRASE) as opened:
            bundle.export(opened, tmp_path / "s.xfb")
        town.register()
        _hasty(town)
        reading, said = ["bundle", "import", str(tmp_path / "s.xfb"), "--home", str(town.path)], list[tuple[int, str]]()

        def meanwhile(path: str, body: bytes, go: Callable[[], bytes]) -> bytes:
            answer = go()
            if not said:
                said.append(_command(*reading))
            return answer

        town.sync(meanwhile)
        assert said == [(HomeError.exit_code, "line_busy_exchange")]
        assert _command(*reading) == (0, "")
        assert town.sync().in_step
        assert _events(server) == 4


@pytest.mark.parametrize("who", [alone.AGENT, alone.EXCHANGE, alone.STICK])
def test_who_is_at_it_is_named_to_a_second_exchange_and_nothing_is_counted_as_a_failure(
    tmp_path: Path, who: str
) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        _hasty(grid)
        with held(grid.path, who):
            assert _command("sync", "--once", "--home", str(grid.path)) == (HomeError.exit_code, f"line_busy_{who}")
            with home.open_home(grid.path, PASSPHRASE) as opened:
                noted = loop.step(opened, lambda *_: Direct(server))
                assert (noted.error, noted.failures) == ("", 0)
        assert grid.sync().in_step, "it is free as soon as that process has ended"


def test_whoever_waits_for_his_turn_goes_on_when_it_comes_and_may_give_up_before(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    with home.open_home(grid.path, PASSPHRASE) as opened, held(grid.path, alone.STICK) as release:
        with pytest.raises(StoppedError, match="exchange_stopped"):
            _with_the_line(opened, _give_up)
        assert _with_the_line(opened, release) == "done"


def _with_the_line(opened: Home, waiting: Callable[[], None]) -> str:
    with alone.alone(opened, alone.EXCHANGE, waiting):
        return "done"


def _give_up() -> None:
    raise StoppedError("exchange_stopped")


def _events(server: County) -> int:
    with server.store.read() as connection:
        return feeds.feed(connection, TOWN).events
