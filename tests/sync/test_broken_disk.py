"""A busy database and a page that went bad: said in words, nothing moved, what was saved can be carried away (样例·虚构)."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest
from structlog.testing import capture_logs

from sync.agent import keys, state
from sync.county import bundle as county_bundle
from sync.county.county import County
from tests.homes import GRID, PASSPHRASE, TOWN
from tests.sync.kit import Laptop, county
from tests.sync.test_bundle import _export
from tests.sync.test_keys import NOTICE, approve, both
from xfgrid.errors import FileError, RefusedError, XfgridError
from xfgrid.journal import cipher, home
from xfgrid.journal.vault import key_of

PAGE = 8192


@pytest.fixture
def server(tmp_path: Path) -> Iterator[County]:
    with county(tmp_path / "county") as found:
        yield found


def _cursor(laptop: Laptop) -> tuple[int, dict[str, int]]:
    with home.open_home(laptop.path, PASSPHRASE) as opened, opened.store.read() as connection:
        found = state.load(connection)
        return found.seq, found.sent


def test_a_database_that_another_program_holds_is_told_in_words_and_the_next_exchange_goes_on(
    server: County, tmp_path: Path
) -> None:
    grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    grid.register()
    before = _cursor(grid)
    holder = cipher.connect(grid.path / "xfgrid.db", key_of(grid.path, PASSPHRASE))
    impatient = tuple("busy_timeout=1" if "busy_timeout" in pragma else pragma for pragma in cipher.PRAGMAS)
    with patch.object(cipher, "PRAGMAS", impatient):
        holder.execute("BEGIN IMMEDIATE")
        with pytest.raises(FileError, match="database_busy"):
            grid.sync()
        holder.execute("ROLLBACK")
        holder.close()
        assert _cursor(grid) == before
        assert grid.sync().pushed == 1


@pytest.mark.parametrize("name", ["keys.db", "county.db"])
def test_a_county_whose_databases_went_bad_under_it_says_so_in_signed_words(
    server: County, tmp_path: Path, name: str
) -> None:
    grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    grid.sync()
    server.close()
    database = tmp_path / "county" / name
    database.write_bytes(database.read_bytes()[:4096] + bytes(database.stat().st_size - 4096))
    with capture_logs() as logged, pytest.raises(RefusedError, match="county_storage"):
        grid.sync()
    assert "storage failed" in {entry["event"] for entry in logged}, "the administrator hears of it"


def _spoil(database: Path, number: int) -> None:
    """Changes one byte in the middle of a page."""
    data = bytearray(database.read_bytes())
    data[number * PAGE + PAGE // 2] ^= 1
    database.write_bytes(data)


def test_a_page_that_went_bad_is_told_in_words_and_never_taken_for_good(server: County, tmp_path: Path) -> None:
    grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
    cases = {grid.register() for _ in range(40)}
    with home.open_home(grid.path, PASSPHRASE) as opened:
        opened.store.tidy(truncate=True)
    good, told = (grid.path / "xfgrid.db").read_bytes(), set[str]()
    for number in range(1, len(good) // PAGE, 9):
        _put(grid, good)
        _spoil(grid.path / "xfgrid.db", number)
        try:
            grid.sync()
        except XfgridError as error:
            told.add(error.code)
    assert told == {"database_failed"}
    _put(grid, good)
    report = grid.sync()
    assert (report.in_step, report.quarantined, grid.cases()) == (True, 0, cases)


def _put(laptop: Laptop, database: bytes) -> None:
    """The database as it was, without the log of what was written since."""
    gc.collect()  # the traceback of an error may still hold a connection to the spoilt file
    (laptop.path / "xfgrid.db").write_bytes(database)
    for beside in laptop.path.glob("xfgrid.db-*"):
        beside.unlink()


def test_on_a_full_disk_an_exchange_stops_in_words_and_what_was_not_sent_still_goes_onto_a_stick(
    server: County, tmp_path: Path
) -> None:
    town, grid = (
        Laptop(server, tmp_path / "town", "township", TOWN),
        Laptop(server, tmp_path / "grid", "grid_worker", GRID),
    )
    both(town, grid)
    approve(town, grid)
    both(town, grid)
    case = grid.register(**NOTICE)
    there = {town.register(place_office=GRID, facts="水" * 30_000) for _ in range(3)}
    town.sync()
    before = _cursor(grid)
    with patch.object(cipher, "PRAGMAS", (*cipher.PRAGMAS, f"max_page_count={_pages(grid)}")):
        with patch.object(keys, "tend_alone", side_effect=FileError("disk_full", reason="")):
            stick = _export(grid, tmp_path / "stick.xfb")
        assert county_bundle.import_(server, stick).events == 1
        with pytest.raises(FileError, match="disk_full"):
            grid.sync()
        assert _cursor(grid)[0] == before[0]
    assert grid.sync().in_step
    assert there | {case} == grid.cases()


def _pages(laptop: Laptop) -> int:
    database = cipher.connect(laptop.path / "xfgrid.db", key_of(laptop.path, PASSPHRASE))
    [pages] = database.execute("PRAGMA page_count").fetchone()
    database.close()
    return int(pages)
