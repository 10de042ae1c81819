"""A laptop whose database file was copied back: noticed before it writes, by a mark outside; nothing lost, no number used
twice, nobody takes it for a cloned disk."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sync.county import admin
from tests.homes import GRID, TOWN
from tests.sync.kit import Laptop, county
from tests.sync.test_keys import NOTICE, THERE, both, opened
from xfgrid.errors import HomeError, RuleError
from xfgrid.journal import forgetting, stored


def _numbers(laptop: Laptop) -> list[tuple[str, int]]:
    """Writer and number of every event held."""
    with laptop.desk() as desk, desk.home.store.read() as connection:
        return [(event.head.writer, event.head.seq) for event in stored.everything(connection)]


@pytest.mark.parametrize("synced", [True, False])
def test_an_older_copy_goes_on_as_another_writer(tmp_path: Path, synced: bool) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        laptop.register()
        laptop.sync()
        shutil.copy(laptop.path / "xfgrid.db", tmp_path / "copy")
        laptop.register()
        if synced:
            laptop.sync()
        shutil.copy(tmp_path / "copy", laptop.path / "xfgrid.db")
        laptop.register()
        report = laptop.sync()
        written = _numbers(laptop)
        assert (report.in_step, report.epoch, laptop.sync().outstanding) == (True, 2, 0)
        assert len(written) == len(set(written)) == (3 if synced else 2)
        [device] = admin.devices(server)
        assert device["forked"] == ""


def test_an_older_copy_put_back_again_and_again_begins_a_new_epoch_each_time(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        shutil.copy(laptop.path / "xfgrid.db", tmp_path / "copy")
        for _ in range(3):
            laptop.register()
            shutil.copy(tmp_path / "copy", laptop.path / "xfgrid.db")
        laptop.register()
        assert (laptop.sync().epoch, _numbers(laptop)[0][1]) == (4, 1)


def test_charter_10_an_older_copy_opens_no_contact_until_it_has_heard_what_was_erased_since(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        both(town)
        erased, kept = town.register(**NOTICE, place_office=TOWN), town.register(**NOTICE, place_office=TOWN)
        town.sync()
        shutil.copy(town.path / "xfgrid.db", tmp_path / "copy")
        with town.desk() as desk:
            forgetting.erase(desk, erased, "resident", "wish")
        town.sync()
        shutil.copy(tmp_path / "copy", town.path / "xfgrid.db")
        for case in (erased, kept):
            with pytest.raises(HomeError, match="contact_put_back"):
                opened(town, case)
        town.sync()
        with pytest.raises(RuleError, match="no_contact"):
            opened(town, erased)
        assert opened(town, kept) == [THERE]


def test_a_home_that_was_not_put_back_keeps_its_epoch(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        for _ in range(3):
            laptop.register()
            laptop.sync()
        assert laptop.sync().epoch == 1
