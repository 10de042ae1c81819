"""The path from laptop to laptop: what is written offline arrives where it belongs and nowhere else."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.county.digest import digest
from tests.homes import GRID, OTHER_GRID, TOWN, VILLAGE
from tests.sync.kit import Laptop, county
from xfgrid.errors import InputError

pytestmark = pytest.mark.usefixtures("both")


def test_a_case_written_in_a_grid_reaches_its_village_and_township_and_no_other_grid(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        others = [Laptop(server, tmp_path / o, "township" if o == TOWN else "grid_worker", o) for o in (TOWN, VILLAGE)]
        stranger = Laptop(server, tmp_path / "stranger", "grid_worker", OTHER_GRID)
        case = grid.register()
        assert grid.sync().pushed == 1
        for laptop in others:
            assert laptop.sync().in_step
            assert laptop.cases() == {case}
        assert stranger.sync().in_step
        assert stranger.cases() == set()


def test_an_exchange_without_news_is_one_request(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        laptop.sync()
        laptop.register()
        assert laptop.sync().requests == 1
        report = laptop.sync()
        assert (report.requests, report.pushed, report.pulled, report.in_step) == (1, 0, 0, True)


def test_the_digest_of_a_laptop_is_the_countys_for_its_feed(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        laptop.act(laptop.register(), "record", note="上门看过水渠")
        report = laptop.sync()
        held = digest(server, laptop.identity.device)
        assert held == {"feed": GRID, "digest": report.digest, "events": 2, "cases": 1}


def test_a_liaison_reads_only_cases_registered_on_the_own_device(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        liaisons = [Laptop(server, tmp_path / name, "liaison", GRID) for name in ("first", "second")]
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        cases = [laptop.register() for laptop in liaisons]
        for laptop in (*liaisons, town, *liaisons):
            assert laptop.sync().in_step
        assert [laptop.cases() for laptop in liaisons] == [{case} for case in cases]
        assert town.cases() == set(cases)


def test_a_case_given_to_another_village_leaves_the_grid_only_where_it_is_neither_placed_nor_owned(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        other = Laptop(server, tmp_path / "other", "grid_worker", OTHER_GRID)
        case = grid.register(place_office=OTHER_GRID)
        grid.sync()
        town.sync()
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        for laptop in (town, grid, other):
            assert laptop.sync().in_step
        assert (grid.cases(), other.cases()) == (set(), {case})


@pytest.mark.parametrize("rounds", [1, 3])
def test_two_laptops_that_write_the_same_field_offline_both_see_the_dispute(tmp_path: Path, rounds: int) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register()
        grid.sync()
        town.sync()
        town.act(case, "assign", owner=VILLAGE, due="2026-06-01")
        grid.act(case, "take")
        for _ in range(rounds):
            reports = [laptop.sync() for laptop in (town, grid, town)]
        assert reports[1].conflicts == reports[2].conflicts > 0
        assert reports[1].in_step
        assert reports[2].in_step


def test_a_push_in_several_portions_is_in_step_without_reading_anything_back(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        for _ in range(3):
            laptop.register(facts="水" * 340_000)
        report = laptop.sync()
        assert (report.pushed, report.pulled, report.in_step) == (3, 0, True)
        assert report.requests > 2
        assert report.bytes_down < 2_000


def test_a_text_no_county_would_take_is_refused_when_it_is_written(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        with pytest.raises(InputError, match="text_too_long"):
            laptop.register(facts="水" * 400_000)
        assert laptop.cases() == set()


def test_a_case_that_left_and_came_back_brings_the_own_events_along(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register(place_office=OTHER_GRID)
        grid.sync()
        for owner in (OTHER_GRID, GRID):
            town.sync()
            town.act(case, "assign", owner=owner, due="2026-06-01")
            town.sync()
            report = grid.sync()
        assert (report.in_step, report.pulled, report.requests) == (True, 3, 1)
        assert grid.cases() == {case}
