"""Copies of wrapped keys: kept for thirty days at most, put back with what was erased since erased again (样例·虚构)."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.county import erasures, keysafe
from sync.county.county import open_county_home
from tests.homes import TOWN
from tests.sync.kit import Laptop, county
from tests.sync.test_keys import NOTICE, THERE, both, opened
from xfgrid.errors import FileError, RuleError
from xfgrid.journal import forgetting
from xfgrid.journal.contact import boxes

DAY = 86_400_000


def test_charter_10_no_copy_of_the_keys_is_kept_for_more_than_thirty_days(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        start = server.clock()
        for day in range(0, 45, 5):
            server.clock = lambda day=day: start + day * DAY  # type: ignore[misc]
            newest = keysafe.keep(server, tmp_path / "safe")
        left = sorted(file.name for file in (tmp_path / "safe").iterdir())
        assert len(left) == 7
        assert left[-1] == newest.name


def test_charter_10_keys_that_others_took_the_place_of_are_gone_after_thirty_days(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        copy = keysafe.keep(server, tmp_path / "safe")
    keysafe.put_back(tmp_path / "county", copy)
    [aside] = (tmp_path / "county").glob("keys.db.before-*")
    with open_county_home(tmp_path / "county") as server:
        town, start = Laptop(server, tmp_path / "town", "township", TOWN), server.clock()
        for day, there in ((29, True), (31, False)):
            server.clock = lambda day=day: start + day * DAY  # type: ignore[misc]
            town.sync()
            assert aside.exists() == there


def test_keys_put_back_open_what_is_kept_and_not_what_was_erased_since(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        both(town)
        kept, erased = (town.register(**NOTICE) for _ in range(2))
        both(town)
        copy = keysafe.keep(server, tmp_path / "safe")
        with town.desk() as desk:
            forgetting.erase(desk, erased, "resident", "wish")
        both(town)
    keysafe.put_back(tmp_path / "county", copy)
    with open_county_home(tmp_path / "county") as server:
        with server.vault.read() as connection:
            subjects = connection.exec_driver_sql("SELECT subject FROM key_box").scalars().all()
            assert not any(erased in subject for subject in subjects)
            assert any(kept in subject for subject in subjects)
        town.county = server
        both(town)
        assert opened(town, kept) == [THERE]
        with pytest.raises(RuleError, match="no_contact"):
            opened(town, erased)
        assert erasures.outstanding(server) == []


def test_a_copy_beyond_its_days_or_of_something_else_is_refused_and_the_keys_stay(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        copy = keysafe.keep(server, tmp_path / "safe")
        with server.vault.read() as connection:
            before = boxes.known(connection, ["x"])
    old, other = tmp_path / "keys-20200101.db", tmp_path / copy.name
    copy.rename(old)
    other.write_bytes(b"no database")
    for file, code in ((old, "keys_too_old"), (other, "bad_database"), (tmp_path / "none.db", "backup_unreadable")):
        with pytest.raises(FileError, match=code):
            keysafe.put_back(tmp_path / "county", file)
    with open_county_home(tmp_path / "county") as server, server.vault.read() as connection:
        assert boxes.known(connection, ["x"]) == before
