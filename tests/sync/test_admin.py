"""Devices, revocation, quarantine, disks cloned or put back, each through what both ends then do."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from sync.agent.line import Line
from sync.county import admin
from sync.wire.columns import pack
from sync.wire.messages import Push, Pushed
from tests.homes import GRID, OTHER_GRID, PASSPHRASE, TOWN
from tests.sync.kit import Direct, Laptop, county
from tests.sync.stage import event_of
from xfgrid.case.event import Event
from xfgrid.errors import RefusedError, UnknownError
from xfgrid.journal import home, stored

pytestmark = pytest.mark.usefixtures("both")


def test_a_revoked_device_neither_pulls_nor_pushes_and_keeps_its_work(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        laptop.sync()
        laptop.register()
        admin.revoke(server, laptop.identity.device)
        admin.revoke(server, laptop.identity.device)
        with pytest.raises(RefusedError, match="revoked"):
            laptop.sync()
        assert len(laptop.cases()) == 1
        assert [bool(d["revoked"]) for d in admin.devices(server)] == [True]
        with pytest.raises(UnknownError, match="unknown_device"):
            admin.revoke(server, "nobody")


def test_an_edit_on_a_case_lost_meanwhile_waits_for_a_supervisor_and_counts_when_released(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register(place_office=OTHER_GRID)
        grid.sync()
        town.sync()
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        town.sync()
        grid.act(case, "record", note="离线时写的记录")
        report = grid.sync()
        assert (report.in_step, report.quarantined, report.outstanding, grid.cases()) == (True, 1, 0, set())
        [held] = admin.quarantine(server)
        assert (held["reason"], held["case"]) == ("out_of_reach", case)
        admin.release(server, str(held["event"]))
        assert admin.quarantine(server) == []
        assert town.sync().pulled == 1
        grid.register()
        assert grid.sync().in_step, "its own chain goes on after events it no longer holds"


def test_the_good_event_of_another_is_never_held_back_as_missing_in_the_name_of_whoever_says_so(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        evil = Laptop(server, tmp_path / "evil", "grid_worker", GRID)
        known, late = _new_event(town, sync=True), _new_event(town)
        for seq, name in ((9, known), (29, known), (49, late)):
            event = event_of(evil.identity.key, GRID, "grid_worker", seq=seq, prev=name.hash.hex())
            _pushed(evil, Push(events=pack([event]), missing=True))
        assert [(row["reason"], row["event"]) for row in admin.quarantine(server)] == [("missing", late.hash.hex())]
        assert town.sync().in_step
        assert admin.quarantine(server) == [], "it has come, whoever said that it would not"


def _new_event(laptop: Laptop, *, sync: bool = False) -> Event:
    """A new event of a laptop, which the county has as well if it is synchronised."""
    laptop.register()
    if sync:
        laptop.sync()
    with home.open_home(laptop.path, PASSPHRASE) as opened, opened.store.read() as connection:
        return list(stored.everything(connection))[-1]


def _pushed(laptop: Laptop, push: Push) -> Pushed:
    return Line(Direct(laptop.county), laptop.identity.key, laptop.county.key.public, 0).ask(push, Pushed)


def test_an_event_below_a_head_that_the_county_could_not_place_is_named_and_taken_when_offered_again(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        for _ in range(4):
            laptop.register()
        with home.open_home(laptop.path, PASSPHRASE) as opened, opened.store.read() as connection:
            chain = list(stored.everything(connection))
        line = Line(Direct(server), laptop.identity.key, server.key.public, 0)
        offered = [(chain[3:], True), (chain[1:2], False), (chain[1:2], True), (chain, False)]
        passed = [line.ask(Push(events=pack(events), missing=missing), Pushed).passed for events, missing in offered]
        assert passed == [[], [chain[1].hash], [], []]
        assert laptop.sync().in_step


def test_a_laptop_put_back_to_an_old_image_gets_its_events_back_and_never_uses_a_number_twice(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        laptop.register()
        laptop.sync()
        shutil.copytree(laptop.path, tmp_path / "image")
        late = laptop.register()
        laptop.sync()
        shutil.rmtree(laptop.path)
        shutil.copytree(tmp_path / "image", laptop.path)
        offline = laptop.register()
        report = laptop.sync()
        assert (report.in_step, report.epoch) == (True, 2)
        assert {late, offline} <= laptop.cases()
        laptop.register()
        assert laptop.sync().in_step
        assert admin.devices(server)[0]["forked"]


def test_two_clones_of_one_disk_both_keep_what_they_wrote(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        first = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        first.sync()
        clone = first.clone(tmp_path / "clone")
        cases = {laptop.register() for laptop in (first, clone, first, clone)}
        for laptop in (first, clone, first, clone):
            laptop.sync()
        cases |= {laptop.register() for laptop in (first, clone)}
        for laptop in (first, clone, first):
            assert laptop.sync().in_step
        assert first.cases() == clone.cases() | first.cases() == cases
        assert admin.devices(server)[0]["forked"]
