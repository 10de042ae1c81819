"""The USB stick: what a line would have carried, in a file, both ways, any number of times, whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.agent import bundle
from sync.county import admin, backup
from sync.county import bundle as county_bundle
from sync.county.county import open_county_home
from sync.wire.bundle import Taken
from tests.homes import GRID, OTHER_GRID, PASSPHRASE, TOWN
from tests.sync.kit import Laptop, county
from xfgrid.errors import FileError, InputError
from xfgrid.journal import home


def _export(laptop: Laptop, path: Path, office: str = "") -> Path:
    with home.open_home(laptop.path, PASSPHRASE) as opened:
        bundle.export(opened, path, office)
    return path


def _import(laptop: Laptop, path: Path) -> Taken:
    with home.open_home(laptop.path, PASSPHRASE) as opened:
        return bundle.import_(opened, path)


def test_others_write_while_the_county_writes_a_stick_and_the_stick_is_whole(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        told = [grid.register(), grid.register()]
        grid.sync()
        late = list[bool]()

        def meanwhile(*_: object) -> None:
            grid.register()
            late.append(grid.sync().in_step)

        county_bundle.export(server, town.identity.device, tmp_path / "stick.xfb", meanwhile)
        assert all(late)
        assert _import(town, tmp_path / "stick.xfb").events == len(told)
        assert town.cases() == set(told)
        assert town.sync().in_step


def test_a_village_without_a_line_reaches_the_county_through_the_township_and_hears_back(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register()
        assert _import(town, _export(grid, tmp_path / "up.xfb")).events == 1
        report = town.sync()
        assert (report.in_step, report.outstanding) == (True, 0)
        town.act(case, "record", note="镇里已收到")
        town.sync()
        taken = _import(grid, _export(town, tmp_path / "down.xfb", GRID))
        assert (taken.events, taken.known) == (1, 1)
        with grid.desk() as desk:
            assert len(desk.case(case).events) == 2


def test_what_a_restored_county_no_longer_holds_back_is_shown_to_it_again_by_whoever_has_it(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register(place_office=OTHER_GRID)
        grid.sync()
        town.sync()
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        town.sync()
        saved = backup.backup(server, tmp_path / "saved.db")
        grid.act(case, "record", note="离线时写的记录")
        _import(town, _export(grid, tmp_path / "up.xfb"))
        assert town.sync().quarantined == 1
        [held] = admin.quarantine(server)
    backup.restore(tmp_path / "county", saved)
    with open_county_home(tmp_path / "county") as server:
        town.county = server
        assert admin.quarantine(server) == []
        assert town.sync().in_step
        assert [row["event"] for row in admin.quarantine(server)] == [held["event"]]
        assert town.sync().outstanding == 0, "it is not offered for ever"


def test_the_county_takes_a_stick_and_its_own_brings_the_laptop_in_step_without_a_line(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register()
        up, down = _export(grid, tmp_path / "up.xfb"), tmp_path / "down.xfb"
        assert county_bundle.import_(server, up) == Taken(1)
        assert county_bundle.import_(server, up) == Taken(known=1), "a second time changes nothing"
        town.sync()
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        given = town.register(place_office=GRID)
        town.sync()
        for _ in range(2):
            county_bundle.export(server, grid.identity.device, down)
            _import(grid, down)
            assert given in grid.cases()
        report = grid.sync()
        assert (report.in_step, report.pushed, report.pulled) == (True, 0, 0), "the line has nothing left to do"


def test_an_own_old_stick_that_brings_back_a_case_that_left_costs_one_push(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register(place_office=GRID)
        stick = _export(grid, tmp_path / "old.xfb")
        for laptop in (grid, town):
            laptop.sync()
        stays = town.register(place_office=GRID)
        town.act(case, "correct", place_office=OTHER_GRID, reason="登记错了网格")
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        town.sync()
        grid.sync()
        assert _import(grid, stick).events == 1
        assert grid.cases() == {case, stays}
        report = grid.sync()
        assert (report.in_step, grid.cases(), report.pulled) == (True, {stays}, 0), "nothing is read anew"


def test_a_case_that_left_is_offered_to_its_end_and_let_go_although_no_request_holds_all_of_it(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case, stays = (town.register(place_office=GRID) for _ in range(2))
        town.act(case, "record", note="事" * 12_000)
        town.act(case, "record", note="情" * 12_000)
        stick = _export(town, tmp_path / "old.xfb")
        town.act(case, "correct", place_office=OTHER_GRID, reason="登记错了网格")
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        for laptop in (town, grid):
            laptop.sync()
        assert (_import(grid, stick).events, grid.cases()) == (3, {case, stays})
        report = grid.sync()
        assert (report.in_step, grid.cases(), report.pulled) == (True, {stays}, 0), "nothing is read anew"


def test_an_own_case_that_a_stick_took_elsewhere_is_let_go_and_comes_back_whole(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register(place_office=OTHER_GRID)
        _import(town, _export(grid, tmp_path / "up.xfb"))
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        town.sync()
        assert grid.sync().in_step
        assert grid.cases() == set()
        town.act(case, "assign", owner=GRID, due="2026-06-01")
        town.sync()
        report = grid.sync()
        assert (report.in_step, report.pulled, grid.cases()) == (True, 3, {case}), "nothing is read twice"


def test_a_laptop_takes_only_cases_it_may_hold_and_no_bundle_of_another(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        other = Laptop(server, tmp_path / "other", "grid_worker", OTHER_GRID)
        grid.register()
        assert _import(other, _export(grid, tmp_path / "up.xfb")) == Taken(foreign=1)
        county_bundle.export(server, grid.identity.device, tmp_path / "down.xfb")
        with pytest.raises(FileError, match="bundle_for_other"):
            _import(other, tmp_path / "down.xfb")
        assert other.cases() == set()


def test_work_on_a_case_that_leaves_is_not_dropped_by_the_county_s_stick(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register(place_office=OTHER_GRID)
        for laptop in (grid, town):
            laptop.sync()
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        town.sync()
        grid.act(case, "record", note="还没送到")
        county_bundle.export(server, grid.identity.device, tmp_path / "down.xfb")
        with pytest.raises(InputError, match="bundle_unsent"):
            _import(grid, tmp_path / "down.xfb")
        assert case in grid.cases()
        assert county_bundle.import_(server, _export(grid, tmp_path / "up.xfb")).held == 1
        county_bundle.export(server, grid.identity.device, tmp_path / "down.xfb")
        _import(grid, tmp_path / "down.xfb")
        assert grid.cases() == set()


def test_a_stick_of_a_revoked_or_foreign_computer_or_a_broken_file_is_refused_whole(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server, county(tmp_path / "else") as elsewhere:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        stranger = Laptop(elsewhere, tmp_path / "stranger", "grid_worker", GRID)
        for laptop in (grid, stranger):
            laptop.register()
        stick = _export(grid, tmp_path / "grid.xfb")
        (tmp_path / "cut.xfb").write_bytes(stick.read_bytes()[:-1])
        (tmp_path / "none.xfb").write_bytes("样例".encode())
        for name, code in (("cut", "bundle_cut"), ("none", "bundle_foreign"), ("gone", "bundle_unreadable")):
            with pytest.raises(FileError, match=code):
                _import(town, tmp_path / f"{name}.xfb")
        with pytest.raises(FileError, match="bundle_untrusted"):
            county_bundle.import_(server, _export(stranger, tmp_path / "stranger.xfb"))
        admin.revoke(server, grid.identity.device)
        town.sync()
        with pytest.raises(FileError, match="bundle_untrusted"):
            _import(town, stick)
        assert town.cases() == set()
        assert county_bundle.import_(server, stick).held == 1, "the county keeps it for its administrator"
