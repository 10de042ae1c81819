"""kill -9 in the middle of taking in a USB stick, at the county and at a laptop: whole parts or nothing, and the stick is
taken in again as if nothing had been."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from sync.agent import bundle
from sync.county import bundle as county_bundle
from sync.county.county import open_county_home
from sync.county.digest import digest
from sync.wire import limits
from tests.homes import CASE, GRID, PASSPHRASE, TOWN
from tests.sync.campaign import _forked, _killed
from tests.sync.kit import Laptop, county
from xfgrid.journal import home, journal

PART, CASES = 5, 60
"""Events of one part here, so that a stick has many to die between."""


@pytest.fixture(autouse=True)
def small_parts() -> Iterator[None]:
    with patch.object(limits, "PAGE", PART):
        yield


def _fill(laptop: Laptop) -> None:
    with laptop.desk() as desk:
        for _ in range(CASES):
            desk.register({**CASE, "place_office": GRID})


def _export(laptop: Laptop, path: Path) -> Path:
    with home.open_home(laptop.path, PASSPHRASE) as opened:
        bundle.export(opened, path)
    return path


def _import(laptop: Laptop, path: Path) -> None:
    with home.open_home(laptop.path, PASSPHRASE) as opened:
        bundle.import_(opened, path)


def _dies(work: Callable[[], object], at: int) -> None:
    """Does the work in a process of its own, which is killed when the rows of so many pages are written and the
    transaction of the last of them has not ended."""
    heard, told = os.pipe()
    calls = [0]

    def watched(writes: Callable[..., Any]) -> Callable[..., Any]:
        def written(*given: Any, **more: Any) -> Any:
            done = writes(*given, **more)
            calls[0] += 1
            if calls[0] == at:
                os.write(told, b"x")
                signal.pause()
            return done

        return written

    at_county, at_laptop = watched(journal.store), watched(journal._take)
    with patch.object(journal, "store", at_county), patch.object(journal, "_take", at_laptop):
        child = _forked(work)
    os.close(told)
    assert select.select([heard], [], [], 60)[0], "it hangs"
    assert os.read(heard, 1) == b"x", "it ended before"
    os.close(heard)
    assert _killed(child)


def test_a_county_killed_while_it_takes_a_stick_has_whole_parts_and_takes_the_rest_later(tmp_path: Path) -> None:
    place = tmp_path / "county"
    with county(place) as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    _fill(grid)
    stick = _export(grid, tmp_path / "up.xfb")

    def take() -> None:
        with open_county_home(place) as server:
            county_bundle.import_(server, stick)

    for at, held in ((1, 0), (4, 3 * PART), (9, 8 * PART)):  # begins with the first part every time
        _dies(take, at)
        with open_county_home(place) as server:
            assert digest(server, grid.identity.device)["events"] == held
    take()
    with open_county_home(place) as server, grid.desk() as desk:
        theirs = digest(server, grid.identity.device)
        assert (theirs["digest"], theirs["events"]) == (desk.digest()[0].hex(), CASES)


@pytest.mark.parametrize("signer", ["laptop", "county"])
def test_a_laptop_killed_while_it_takes_a_stick_takes_it_again_and_is_in_step(tmp_path: Path, signer: str) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        town.sync()
        _fill(grid)
        stick = _export(grid, tmp_path / "stick.xfb")
        if signer == "county":
            grid.sync()
            county_bundle.export(server, town.identity.device, stick)
        points = ((1, 0), (4, 3 * PART), (6, 8 * PART)) if signer == "county" else ((1, 0), (4, 0))
        for at, held in points:
            _dies(lambda: _import(town, stick), at)
            with town.desk() as desk, desk.home.store.write() as connection:
                found = journal.digest(connection)
                journal.rebuild(connection)
                assert journal.digest(connection) == found, "views differ from events"
            assert found[1] == held
        _import(town, stick)
        assert len(town.cases()) == CASES
        for laptop in (town, grid):
            assert laptop.sync().in_step
        with town.desk() as desk, grid.desk() as other:
            assert desk.digest() == other.digest()
