"""Devices, revocation, quarantine, backup and restore, each through what both ends then do."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from sync.agent.line import Line
from sync.county import admin, backup
from sync.county.county import open_county_home
from sync.wire.columns import pack
from sync.wire.messages import Push, Pushed
from tests.homes import GRID, OTHER_GRID, PASSPHRASE, TOWN
from tests.sync.kit import Direct, Fault, Laptop, county
from xfgrid.errors import LineError, RefusedError, UnknownError
from xfgrid.journal import home, stored


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


def test_a_restored_county_gets_back_what_the_laptops_still_have(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        grid.register()
        for laptop in (grid, town):
            laptop.sync()
        saved = backup.backup(server, tmp_path / "saved.db")
        late = grid.register()
        for laptop in (grid, town):
            laptop.sync()
    backup.restore(tmp_path / "county", saved)
    with open_county_home(tmp_path / "county") as server:
        grid.county = town.county = server
        for laptop in (town, grid, town):
            report = laptop.sync()
        assert report.in_step
        assert late in town.cases()


def test_a_database_copied_back_by_hand_is_noticed_and_takes_nothing_until_acknowledged(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        other = Laptop(server, tmp_path / "other", "grid_worker", OTHER_GRID)
        old = backup.backup(server, tmp_path / "old.db")
        laptop.register()
        laptop.sync()
    _copied_back(tmp_path / "county", old)
    with open_county_home(tmp_path / "county") as server:
        laptop.county = other.county = server
        for one in (laptop, other):
            with pytest.raises(RefusedError, match="county_behind"):
                one.sync()
        backup.begin_epoch(server, trusted=False)
        assert laptop.sync().in_step
        assert other.sync().in_step


def test_a_database_copied_back_that_has_grown_past_the_cursors_is_known_by_what_it_forgot(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        writer, reader, busy = (Laptop(server, tmp_path / name, "grid_worker", GRID) for name in ("w", "r", "b"))
        old = backup.backup(server, tmp_path / "old.db")
        kept = writer.register()
        for laptop in (writer, reader):
            laptop.sync()
    _copied_back(tmp_path / "county", old)
    with open_county_home(tmp_path / "county") as server:
        writer.county = reader.county = busy.county = server
        fresh = {busy.register() for _ in range(3)}
        busy.sync()
        for laptop in (writer, reader, busy):
            with pytest.raises(RefusedError, match="county_behind"):
                laptop.sync()
        backup.begin_epoch(server, trusted=False)
        for laptop in (writer, reader, busy):
            assert laptop.sync().in_step
        assert {kept} | fresh == busy.cases() == writer.cases() | {kept}


def _copied_back(home: Path, saved: Path) -> None:
    shutil.copyfile(saved, home / "county.db")
    for suffix in ("-wal", "-shm"):
        (home / f"county.db{suffix}").unlink(missing_ok=True)


def test_what_a_restored_county_forgot_is_shown_to_it_before_the_last_laptop_that_holds_it_lets_its_case_go(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        author, holder = (Laptop(server, tmp_path / name, "grid_worker", GRID) for name in ("author", "holder"))
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = author.register(place_office=OTHER_GRID)
        for laptop in (author, holder, town):
            laptop.sync()
        saved = backup.backup(server, tmp_path / "saved.db")
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        author.act(case, "record", note="只有旁边那台电脑还有的话")
        for laptop in (author, holder):
            laptop.sync()
    backup.restore(tmp_path / "county", saved)
    with open_county_home(tmp_path / "county") as server:
        holder.county = town.county = server
        town.sync()
        assert holder.sync().in_step
        assert holder.cases() == set()
        assert [held["reason"] for held in admin.quarantine(server)] == ["out_of_reach"], "it waits for a supervisor"


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
        shutil.copytree(first.path, tmp_path / "clone")
        clone = object.__new__(Laptop)
        clone.county, clone.path, clone.identity = server, tmp_path / "clone", first.identity
        cases = {laptop.register() for laptop in (first, clone, first, clone)}
        for laptop in (first, clone, first, clone):
            laptop.sync()
        cases |= {laptop.register() for laptop in (first, clone)}
        for laptop in (first, clone, first):
            assert laptop.sync().in_step
        assert first.cases() == clone.cases() | first.cases() == cases
        assert admin.devices(server)[0]["forked"]


def test_a_branch_that_the_county_forgot_twice_is_offered_from_its_fork(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        first = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        first.register()
        first.sync()
        shutil.copytree(first.path, tmp_path / "clone")
        clone = object.__new__(Laptop)
        clone.county, clone.path, clone.identity = server, tmp_path / "clone", first.identity
        saved = backup.backup(server, tmp_path / "saved.db")
        clone.register()
        clone.sync()
        forked = backup.backup(server, tmp_path / "forked.db")
    backup.restore(tmp_path / "county", saved)
    mine = {first.register(facts="事" * 12_000) for _ in range(2)}  # each too large to go with the other
    with open_county_home(tmp_path / "county") as server:
        first.county = server
        with pytest.raises(LineError):
            first.sync(_cut_at("/v1/push", 2))
    _copied_back(tmp_path / "county", forked)
    with open_county_home(tmp_path / "county") as server:
        first.county = clone.county = server
        assert first.sync().in_step
        assert clone.sync().in_step
        assert mine <= clone.cases()


def _cut_at(path: str, times: int) -> Fault:
    """A line that breaks with the request of a number to a path."""
    left = [times]

    def fault(to: str, body: bytes, reach: Callable[[], bytes]) -> bytes:
        left[0] -= to == path
        if to == path and left[0] == 0:
            raise LineError("unreachable", url="")
        return reach()

    return fault


def test_a_chain_goes_on_although_a_predecessor_was_lost_with_the_county_and_the_laptop_let_it_go(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        saved = backup.backup(server, tmp_path / "saved.db")
        given = grid.register(place_office=OTHER_GRID)
        grid.sync()
        town.sync()
        town.act(given, "assign", owner=OTHER_GRID, due="2026-06-01")
        town.sync()
        grid.sync()
        late = grid.register()
        grid.sync()
        assert grid.cases() == {late}
    backup.restore(tmp_path / "county", saved)
    with open_county_home(tmp_path / "county") as server:
        grid.county = town.county = server
        assert grid.sync().in_step
        assert [row["reason"] for row in admin.quarantine(server)] == ["missing"]
        town.sync()
        assert town.sync().in_step
        assert town.cases() == {given, late}
        assert admin.quarantine(server) == [], "what was missing came back from another laptop"
