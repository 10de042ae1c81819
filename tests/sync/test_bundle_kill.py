"""kill -9 in the middle of taking in a USB stick, at the county and at a laptop: whole parts or nothing, and the stick is
taken in again as if nothing had been."""

from __future__ import annotations

import os
import select
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

import pytest

from sync.agent import bundle, carrying
from sync.county import bundle as county_bundle
from sync.county import erasures, keys
from sync.county.county import open_county_home
from sync.county.digest import digest
from sync.wire import limits
from tests.homes import CASE, GRID, PASSPHRASE, TOWN, VILLAGE
from tests.sync.campaign import _forked, _killed
from tests.sync.kit import Laptop, county
from tests.sync.test_keys import NOTICE, THERE, both, opened
from tests.sync.test_stick_keys import _approved
from xfgrid.journal import home, journal
from xfgrid.journal.contact import boxes

PART, CASES = 5, 60
"""Events of one part here, so that a stick has many to die between."""
Place = tuple[ModuleType, str]
ROWS: Sequence[Place] = ((journal, "store"), (journal, "_take"))
"""What writes the rows of a part, at the county and at a laptop."""


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


def _dies(work: Callable[[], object], at: int, places: Sequence[Place] = ROWS) -> None:
    """Does the work in a process of its own, which is killed when it has come by these places so many times, and the
    transaction there has not ended."""
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

    with ExitStack() as patched:
        for module, name in places:
            patched.enter_context(patch.object(module, name, watched(getattr(module, name))))
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


@pytest.mark.parametrize("place", [(erasures, "meet_stick"), (keys, "keys")], ids=["before its keys", "in its keys"])
def test_a_county_killed_between_the_events_of_a_stick_and_its_keys_has_both_from_the_same_stick(
    tmp_path: Path, place: Place
) -> None:
    with county(tmp_path / "county") as server:
        town, village = _approved(server, tmp_path)
    case = village.register(**NOTICE)
    stick = _export(village, tmp_path / "up.xfb")

    def take() -> None:
        with open_county_home(tmp_path / "county") as server:
            county_bundle.import_(server, stick)

    _dies(take, 1, [place])
    with open_county_home(tmp_path / "county") as server:
        assert digest(server, town.identity.device)["events"] == 1
    take()
    with open_county_home(tmp_path / "county") as server:
        town.county = server
        both(town)
        assert opened(town, case) == [THERE]


@pytest.mark.parametrize(
    ("place", "at", "held"),
    [((carrying, "of_county"), 1, 0), ((boxes, "take"), 2, 1), ((carrying, "of_laptop"), 1, 0)],
    ids=["before the county's events", "in the county's keys", "in a laptop's keys"],
)
def test_a_laptop_killed_between_the_events_of_a_stick_and_its_keys_opens_the_contact_from_the_same_stick(
    tmp_path: Path, place: Place, at: int, held: int
) -> None:
    with county(tmp_path / "county") as server:
        town, village = _approved(server, tmp_path)
        writer, reader = (village, town) if place[1] == "of_laptop" else (town, village)
        case, stick = writer.register(**NOTICE, place_office=VILLAGE), tmp_path / "stick.xfb"
        if writer is town:
            town.act(case, "assign", owner=VILLAGE, due="2026-06-01")
            both(town)
            county_bundle.export(server, village.identity.device, stick)
        else:
            _export(village, stick)
        _dies(lambda: _import(reader, stick), at, [place])
        assert len(reader.cases()) == held
        _import(reader, stick)
        assert opened(reader, case) == [THERE]
        assert writer.sync().in_step
        assert reader.sync().in_step
