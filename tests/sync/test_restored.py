"""A county restored from a backup: what it forgot is shown to it again before any laptop lets go of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from sync.agent import bundle
from sync.county import admin, backup, service
from sync.county.county import County, open_county_home
from tests.homes import GRID, OTHER_GRID, PASSPHRASE, TOWN
from tests.sync.kit import Fault, Laptop, copied_back, county
from xfgrid.errors import LineError
from xfgrid.journal import home

LONG = "事" * 12_000
"""A text too large to travel with another one like it."""


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


def test_of_two_branches_with_one_number_both_are_shown_to_a_restored_county_before_their_case_is_let_go(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        first = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        case = first.register(place_office=OTHER_GRID)
        for laptop in (first, town):
            laptop.sync()
        clone = first.clone(tmp_path / "clone")
        saved = backup.backup(server, tmp_path / "saved.db")
        for laptop in (first, clone):
            laptop.act(case, "record", note=LONG * 8)
        for laptop in (first, clone, first):
            laptop.sync()
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
    backup.restore(tmp_path / "county", saved)
    with open_county_home(tmp_path / "county") as server:
        first.county = town.county = server
        town.sync()
        assert first.sync().in_step
        assert first.cases() == set()
        places = {(held["seq"], held["reason"]) for held in admin.quarantine(server)}
        assert (len(admin.quarantine(server)), places) == (2, {(2, "out_of_reach")}), "both wait for a supervisor"


def test_what_was_acknowledged_before_a_first_page_was_read_is_doubted_after_a_restore_like_the_rest(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        saved = backup.backup(server, tmp_path / "saved.db")
        case = town.register(place_office=GRID)
        with home.open_home(town.path, PASSPHRASE) as opened:
            bundle.export(opened, tmp_path / "stick.xfb")
        with home.open_home(grid.path, PASSPHRASE) as opened:
            bundle.import_(opened, tmp_path / "stick.xfb")
        grid.act(case, "record", note="县里答应过，却又忘了的话")
        with pytest.raises(LineError):
            grid.sync(_cut_at("/v1/push", 1))
    backup.restore(tmp_path / "county", saved)
    with open_county_home(tmp_path / "county") as server:
        grid.county = server
        grid.act(case, "record", note="后来的话")
        assert grid.sync().in_step
        assert _events(grid, case) == 3
        assert admin.quarantine(server) == [], "no place in the chain is empty"


def test_a_feed_read_anew_is_read_to_its_end_although_a_case_on_it_is_shown_to_the_county_first(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        grid, beside = (Laptop(server, tmp_path / name, "grid_worker", GRID) for name in ("grid", "beside"))
        clone = grid.clone(tmp_path / "clone")
        grid.register()
        case = town.register(place_office=OTHER_GRID)
        town.act(case, "assign", owner=GRID, due="2026-06-01")
        for laptop in (town, grid, beside):
            laptop.sync()
        saved = backup.backup(server, tmp_path / "saved.db")
        for n in range(3):
            beside.act(case, "record", note=f"县里忘了的第 {n} 句")
        for laptop in (beside, grid):
            laptop.sync()
    backup.restore(tmp_path / "county", saved)
    with open_county_home(tmp_path / "county") as server:
        grid.county = town.county = clone.county = server
        for owner in (OTHER_GRID, GRID):
            town.act(case, "assign", owner=owner, due="2026-06-01")
            town.sync()
        branch = clone.register()
        clone.sync()
        assert grid.sync().in_step
        assert {case, branch} <= grid.cases()


def test_a_feed_read_anew_while_the_county_is_restored_is_read_anew_again(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        clone = grid.clone(tmp_path / "clone")
        grid.register()
        for _ in range(2):
            town.register(place_office=GRID, facts=LONG * 4)
        branch = clone.register()
        for laptop in (town, grid, clone):
            laptop.sync()
        backup.backup(server, tmp_path / "saved.db")
        grid.sync(_restored_at_a_pull(tmp_path, grid))
        assert grid.sync().in_step
        assert branch in grid.cases()


def test_what_was_shown_to_a_county_just_before_it_was_restored_is_shown_to_it_again(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        grid, beside = (Laptop(server, tmp_path / name, "grid_worker", GRID) for name in ("grid", "beside"))
        case = town.register(place_office=OTHER_GRID)
        town.act(case, "assign", owner=GRID, due="2026-06-01")
        for laptop in (town, grid, beside):
            laptop.sync()
        beside.act(case, "record", note="只有优盘带来的话")
        with home.open_home(beside.path, PASSPHRASE) as opened:
            bundle.export(opened, tmp_path / "stick.xfb")
        with home.open_home(grid.path, PASSPHRASE) as opened:
            bundle.import_(opened, tmp_path / "stick.xfb")
        backup.backup(server, tmp_path / "saved.db")
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        late: list[str] = []
        meanwhile = lambda: (town.sync(), late.append(grid.register()))  # noqa: E731
        assert grid.sync(_restored_at_a_pull(tmp_path, grid, town, meanwhile=meanwhile)).in_step
        assert grid.cases() == set(late)
        assert [held["reason"] for held in admin.quarantine(grid.county)] == ["out_of_reach"], (
            "a supervisor will see it"
        )


def _restored_at_a_pull(folder: Path, *laptops: Laptop, meanwhile: Callable[[], object] = lambda: None) -> Fault:
    """A line to the county of these laptops, which is put back to `saved.db` when it is first asked for a page; `meanwhile`
    happens before it answers."""
    again: list[County] = []

    def restored() -> County:
        laptops[0].county.close()
        backup.restore(folder / "county", folder / "saved.db")
        again.append(open_county_home(folder / "county"))
        for laptop in laptops:
            laptop.county = again[0]
        meanwhile()
        return again[0]

    def fault(path: str, body: bytes, reach: Callable[[], bytes]) -> bytes:
        if not again and path != "/v1/pull":
            return reach()
        return service.handle(again[0] if again else restored(), path, body)[1]

    return fault


def _events(laptop: Laptop, case: str) -> int:
    with laptop.desk() as desk:
        return len(desk.case(case).events)


def test_a_branch_that_the_county_forgot_twice_is_offered_from_its_fork(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        first = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        first.register()
        first.sync()
        clone = first.clone(tmp_path / "clone")
        saved = backup.backup(server, tmp_path / "saved.db")
        clone.register()
        clone.sync()
        forked = backup.backup(server, tmp_path / "forked.db")
    backup.restore(tmp_path / "county", saved)
    mine = {first.register(facts=LONG) for _ in range(2)}
    with open_county_home(tmp_path / "county") as server:
        first.county = server
        with pytest.raises(LineError):
            first.sync(_cut_at("/v1/push", 2))
    copied_back(tmp_path / "county", forked)
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
