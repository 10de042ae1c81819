"""The agent's loop: it notes how an exchange went, waits longer after failures, wakes when told, and is alone."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from filelock import FileLock
from hypothesis import given
from hypothesis import strategies as st

from sync.agent import loop
from sync.agent.line import Http
from tests.homes import GRID, PASSPHRASE
from tests.sync.kit import Direct, Laptop, county
from xfgrid.errors import HomeError, LineError
from xfgrid.journal import home


def _dead(url: str, *_: object) -> Http:
    raise LineError("unreachable", url=url)


def test_a_dead_line_is_noted_for_the_screen_and_forgotten_when_it_is_back(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        laptop.register()
        with home.open_home(laptop.path, PASSPHRASE) as opened:
            for failures in (1, 2):
                noted = loop.step(opened, _dead)
                assert (noted.error, noted.failures, noted.reached) == ("unreachable", failures, "")
            back = loop.step(opened, lambda *_: Direct(server))
            assert (back.error, back.failures, back.outstanding, back.in_step) == ("", 0, 0, True)
            assert loop.line_status(opened) == back
        assert (laptop.path / "wake-screen").exists()


@given(failures=st.integers(0, 100), jitter=st.floats(0, 1), every=st.integers(5, 3600))
def test_the_agent_never_gives_up_and_never_hammers(failures: int, jitter: float, every: int) -> None:
    wait = loop.pause(failures, every, jitter)
    assert every / 2 <= wait <= max(loop.LONGEST_WAIT, every)
    assert failures or wait == every


def test_the_loop_syncs_at_once_and_ends_when_told(tmp_path: Path) -> None:
    stop = threading.Event()

    def carry(*_: object) -> Http:
        stop.set()
        return Direct(server)

    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        with home.open_home(laptop.path, PASSPHRASE) as opened:
            loop.run(opened, stop, carry)
            assert loop.line_status(opened).in_step


def test_a_second_agent_on_the_same_home_says_so(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        with (
            FileLock(laptop.path / "agent.lock"),
            home.open_home(laptop.path, PASSPHRASE) as opened,
            pytest.raises(HomeError, match="agent_runs"),
        ):
            loop.run(opened, threading.Event())
