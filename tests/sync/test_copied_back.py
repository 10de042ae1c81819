"""A county's database copied back by hand: who notices, who is believed, and what then comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from sync.agent.enrol import enrol
from sync.agent.line import Line
from sync.agent.state import State
from sync.county import admin, backup, codes, relist, rules
from sync.county.county import County, open_county_home
from sync.wire.messages import Cursor, Hello, Welcome
from sync.wire.payload import Raw
from tests.homes import GRID, OFFICES, OTHER_GRID, PASSPHRASE, TOWN, VILLAGE
from tests.sync.kit import URL, Direct, Laptop, copied_back, county
from xfgrid.case.offices import Office
from xfgrid.errors import RefusedError

NEW = Office(f"{VILLAGE}099", "桥头村第九网格", "grid", "grid", VILLAGE)


def test_a_database_copied_back_by_hand_is_noticed_and_takes_nothing_until_acknowledged(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        other = Laptop(server, tmp_path / "other", "grid_worker", OTHER_GRID)
        code = codes.make_code(server, GRID, "grid_worker", "样例")
        old = backup.backup(server, tmp_path / "old.db")
        grid.register()
        for laptop in (grid, town):
            laptop.sync()
    copied_back(tmp_path / "county", old)
    with open_county_home(tmp_path / "county") as server:
        grid.county = town.county = other.county = server
        for laptop in (grid, town, other):
            with pytest.raises(RefusedError, match="county_behind"):
                laptop.sync()
        for write in (
            lambda: Laptop(server, tmp_path / "late", "grid_worker", GRID),
            lambda: enrol(URL, code, tmp_path / "new", PASSPHRASE, lambda *_: Direct(server)),
            lambda: relist.relist(server, [*OFFICES, NEW], server.today()),
            lambda: rules.publish(server, [], []),
        ):
            with pytest.raises(RefusedError, match="county_behind"):
                write()
        backup.begin_epoch(server, trusted=False)
        for laptop in (grid, town, other):
            assert laptop.sync().in_step
        assert _trouble(server) == [[], [], []]


@pytest.mark.parametrize("claim", [{"seen": [Raw(bytes(8))]}, {"seq": 1000}], ids=["a hash", "a cursor"])
def test_a_laptop_that_makes_up_what_it_was_told_is_refused_alone_and_named(
    tmp_path: Path, claim: dict[str, Any]
) -> None:
    with county(tmp_path / "county") as server:
        liar, town = (
            Laptop(server, tmp_path / "liar", "grid_worker", GRID),
            Laptop(server, tmp_path / "t", "township", TOWN),
        )
        for laptop in (liar, town):
            laptop.sync()
        cursor = Cursor(_epoch(server), GRID, claim.get("seq", 0))
        hello = Hello((1, 1), "", cursor, 1, [], seen=claim.get("seen", []))
        line = Line(Direct(server), liar.identity.key, server.key.public, 1000)
        for _ in range(3):
            with pytest.raises(RefusedError, match="county_behind"):
                line.ask(hello, Welcome)
        town.register()
        assert town.sync().in_step
        assert _trouble(server) == [["ahead"], []]
        admin.revoke(server, liar.identity.device)
        assert _trouble(server) == [["revoked"], []]


def _epoch(server: County) -> str:
    with server.store.read() as connection:
        return server.epoch(connection)


def _trouble(server: County) -> list[object]:
    return [row["trouble"] for row in admin.devices(server)]


def test_a_database_copied_back_that_has_grown_past_the_cursors_is_known_by_what_it_forgot(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        writer, reader, busy = (Laptop(server, tmp_path / name, "grid_worker", GRID) for name in ("w", "r", "b"))
        old = backup.backup(server, tmp_path / "old.db")
        kept = writer.register()
        for laptop in (writer, reader):
            laptop.sync()
    copied_back(tmp_path / "county", old)
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


def test_a_county_that_holds_another_branch_and_takes_nothing_is_shown_all_since_the_digests_differ(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        first = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        cases = {first.register()}
        first.sync()
        clone = first.clone(tmp_path / "clone")
        old = backup.backup(server, tmp_path / "old.db")
        cases |= {first.register() for _ in range(2)}
        first.sync()
    copied_back(tmp_path / "county", old)
    with open_county_home(tmp_path / "county") as server, patch.object(State, "seen", []):
        first.county = clone.county = server
        cases |= {clone.register() for _ in range(2)}
        clone.sync()
        cases.add(first.register())
        for laptop in (first, clone):
            assert laptop.sync().in_step
        assert first.cases() == clone.cases() == cases


def test_a_revocation_that_a_database_copied_back_forgot_is_in_force_again_with_the_first_laptop_that_was_told(
    tmp_path: Path,
) -> None:
    with county(tmp_path / "county") as server:
        thief = Laptop(server, tmp_path / "thief", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        town.sync()
        old = backup.backup(server, tmp_path / "old.db")
        admin.revoke(server, thief.identity.device)
        town.sync()
    copied_back(tmp_path / "county", old)
    with open_county_home(tmp_path / "county") as server:
        thief.county = town.county = server
        Laptop(server, tmp_path / "late", "grid_worker", OTHER_GRID)  # its card is the newest now
        thief.sync()
        for _ in range(2):
            assert town.sync().in_step
        with pytest.raises(RefusedError, match="revoked"):
            thief.sync()
        assert town.sync().requests == 1, "nothing is told over and over"
