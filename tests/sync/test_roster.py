"""The roster: who may write. One card a device, whatever else happens."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from sqlalchemy import func, select

from sync.agent.exchange import Exchange
from sync.agent.line import Line
from sync.county import admin, backup
from sync.county.county import County, open_county_home
from tests.homes import GRID, OTHER_GRID, PASSPHRASE, TOWN
from tests.sync.kit import Direct, Laptop, county
from xfgrid.journal import home, roster
from xfgrid.journal.tables import PackageRow, table_of

_package = table_of(PackageRow)


def _known(laptop: Laptop) -> set[tuple[str, bool]]:
    with home.open_home(laptop.path, PASSPHRASE) as opened, opened.store.read() as connection:
        shown = roster.cards(connection, [d["device"] for d in admin.devices(laptop.county)])  # type: ignore[misc]
    return {(device, bool(card.revoked)) for device, card in shown.items()}


def _packages(server: County) -> int:
    with server.store.read() as connection:
        return connection.scalar(select(func.count()).select_from(_package)) or 0


def test_an_enrolment_makes_no_new_package_and_reaches_the_others_as_one_card(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        first = Laptop(server, tmp_path / "first", "grid_worker", GRID)
        first.sync()
        quiet = first.sync().bytes_down
        others = [Laptop(server, tmp_path / str(n), "grid_worker", OTHER_GRID) for n in range(3)]
        told = first.sync().bytes_down
        assert _packages(server) == 1
        assert {device for device, _ in _known(first)} == {lap.identity.device for lap in (first, *others)}
        assert told - quiet < len(others) * 400
        assert first.sync().bytes_down <= quiet


def test_a_revocation_reaches_every_laptop_and_outlives_a_restored_backup_there(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        saved = backup.backup(server, tmp_path / "saved.db")
        admin.revoke(server, grid.identity.device)
        town.sync()
        assert (grid.identity.device, True) in _known(town)
    backup.restore(tmp_path / "county", saved)
    with open_county_home(tmp_path / "county") as server:
        town.county = server
        late = Laptop(server, tmp_path / "late", "grid_worker", OTHER_GRID)
        town.sync()
        assert {(grid.identity.device, True), (late.identity.device, False)} <= _known(town)


def test_a_laptop_tells_the_county_what_is_held_once(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        for laptop in (grid, town, grid, town):  # once their offices have keys
            laptop.sync()
        case = grid.register(place_office=OTHER_GRID)
        assert [lap.sync().requests for lap in (grid, town)] == [1, 1]
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        town.sync()
        grid.act(case, "record", note="记")
        report = grid.sync()
        assert (report.quarantined, grid.sync().requests) == (1, 1)
        assert admin.devices(server)[0]["held"] == 1


def test_what_a_device_writes_that_is_enrolled_during_an_exchange_makes_nobody_read_his_feed_anew(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        cases = {grid.register() for _ in range(3)}
        grid.sync()

        def meanwhile(path: str, body: bytes, go: Callable[[], bytes]) -> bytes:
            if path == "/v1/pull" and len(cases) == 3:
                late = Laptop(server, tmp_path / "late", "grid_worker", OTHER_GRID)
                cases.add(late.register())
                late.sync()
            return go()

        with home.open_home(town.path, PASSPHRASE) as opened:
            line = Line(Direct(server, meanwhile), town.identity.key, server.key.public, 0)
            exchange = Exchange(opened.store, opened.identity(), line, limit=1)
            assert (exchange.run(), exchange.healed) == (True, 0)
        assert town.cases() == cases
