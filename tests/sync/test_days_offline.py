"""After days apart: every concurrent pair is a conflict and none is lost; a workbook imported twice is one set of cases;
what an older program parked counts once a newer one opens the home."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import Table, select

from sync.county.county import County, open_county_home
from tests.homes import CASE, COUNTY, GRID, PASSPHRASE, TOWN, VILLAGE
from tests.sync.kit import Laptop, county
from xfgrid.case import fold
from xfgrid.cli.main import main
from xfgrid.data import schemas
from xfgrid.journal import journal, stored
from xfgrid.journal.store import Store
from xfgrid.journal.tables import CaseRow, SumRow, table_of

pytestmark = pytest.mark.usefixtures("both")

_case, _sum = table_of(CaseRow), table_of(SumRow)


def _conflicts(laptop: Laptop) -> dict[str, int]:
    with laptop.desk() as desk, desk.home.store.read() as connection:
        return {row.case: row.conflicts for row in connection.execute(select(_case.c.case, _case.c.conflicts))}


def _apart(path: Path, cases: int) -> None:
    with county(path / "county") as server:
        grid = Laptop(server, path / "grid", "grid_worker", GRID)
        town = Laptop(server, path / "town", "township", TOWN)
        with grid.desk() as desk:
            held = [desk.register(CASE) for _ in range(cases)]
        for laptop in (grid, town):
            laptop.sync()
        with grid.desk() as here, town.desk() as there:
            for case in held:
                there.act(case, "assign", {"owner": VILLAGE, "due": "2026-06-01"})
                there.act(case, "record", {"note": "镇里记", "on": "2026-03-09"})
                here.act(case, "take", {})
                here.act(case, "record", {"note": "网格记", "on": "2026-03-09"})
        reports = [laptop.sync() for laptop in (town, grid, town)]
        assert all(report.in_step for report in reports[1:])
        assert _conflicts(town) == _conflicts(grid)
        assert sorted(_conflicts(grid)) == sorted(held)
        assert all(count > 0 for count in _conflicts(grid).values())
        with grid.desk() as desk:
            assert desk.digest()[1] == 5 * cases


def test_everything_two_laptops_wrote_apart_is_there_and_every_dispute_is_listed(tmp_path: Path) -> None:
    _apart(tmp_path, 12)


@pytest.mark.soak
def test_five_thousand_events_here_meet_five_thousand_there(tmp_path: Path) -> None:
    _apart(tmp_path, 2_500)


def test_a_workbook_imported_on_two_laptops_offline_is_one_set_of_cases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    book = schemas() / "demo" / "ledgers" / "grid-disputes.xlsx"
    with county(tmp_path / "county") as server:
        laptops = [Laptop(server, tmp_path / name, "township", TOWN) for name in ("first", "second")]
        for laptop in laptops:
            assert main(["import", str(book), "--home", str(laptop.path)]) == 0
        alone = laptops[0].cases()
        for laptop in (*laptops, *laptops):
            assert laptop.sync().in_step
        assert [laptop.cases() for laptop in laptops] == [alone, alone]
        assert alone


@contextmanager
def _older_program() -> Iterator[None]:
    """A program that does not know yet what handing over is."""
    types = {name: act for name, act in journal.BY_TYPE.items() if name != "assigned"}
    known = lambda type_, version: type_ in types and version == 1  # noqa: E731
    with (
        patch.object(journal, "BY_TYPE", types),
        patch.object(journal, "known", known),
        patch.object(stored, "known", known),
        patch.object(fold, "known", known),
    ):
        yield


def _rows(store: Store, view: Table) -> list[tuple[object, ...]]:
    with store.read() as connection:
        return [tuple(row) for row in connection.execute(select(view))]


def test_what_an_older_program_parked_counts_when_a_newer_one_opens_the_home(tmp_path: Path) -> None:
    with _older_program(), county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        other = Laptop(server, tmp_path / "other", "township", TOWN)
        village = Laptop(server, tmp_path / "village", "grid_worker", VILLAGE)
    case = town.register(place_office=COUNTY)
    town.act(case, "assign", owner=VILLAGE, due="2026-06-01")
    with _older_program(), _meeting(tmp_path / "county", town, other, village):
        town.sync()
        assert (other.sync().parked, village.sync().pulled) == (1, 0)
    with _meeting(tmp_path / "county", town, other, village) as server:
        for laptop in (town, other, village):
            report = laptop.sync()
            assert (report.parked, report.in_step) == (0, True)
        assert village.cases() == {case}
        assert _shown(town, _case) == _shown(other, _case)
        assert _shown(town, _sum) == _shown(other, _sum) == _rows(server.store, _sum)


@contextmanager
def _meeting(path: Path, *laptops: Laptop) -> Iterator[County]:
    """The county opened anew, and these laptops' line to it."""
    with open_county_home(path) as server:
        for laptop in laptops:
            laptop.county = server
        yield server


def _shown(laptop: Laptop, view: Table) -> list[tuple[object, ...]]:
    with laptop.desk() as desk:
        return _rows(desk.home.store, view)
