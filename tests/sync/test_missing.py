"""A county whose database or key store is gone, is another county's, or was being restored: refused in words, nothing made."""

from __future__ import annotations

import os
from contextlib import AbstractContextManager
from pathlib import Path
from unittest.mock import patch

import pytest
from sqlalchemy import create_engine, inspect

from sync.county import aside, backup, keysafe
from sync.county.county import init, open_county_home
from tests.homes import OFFICES, TOWN
from tests.sync.kit import Laptop, county
from tests.sync.postgresql import Fresh, database
from tests.sync.test_county_commands import Office
from tests.sync.test_county_commands import office as office
from tests.sync.test_keys import NOTICE, THERE, both, opened
from xfgrid.errors import FileError, RuleError
from xfgrid.journal import forgetting

DATABASES = {"county.db": "no_county_database", "keys.db": "no_county_keys"}


def _gone(home: Path, *names: str) -> None:
    for name in names:
        for file in home.glob(f"{name}*"):
            file.unlink()


@pytest.mark.parametrize("empty", [False, True])
@pytest.mark.parametrize("name", DATABASES)
def test_a_county_whose_database_is_missing_or_empty_is_refused_and_none_is_made(
    office: Office, name: str, empty: bool
) -> None:
    county(office.path).close()
    _gone(office.path, name)
    if empty:
        (office.path / name).touch()
    for command in (("devices",), ("serve", "--port", "0"), ("quarantine",), ("restore", "--acknowledge")):
        assert office(*command)[1]["error"]["code"] == DATABASES[name]
    assert [file.stat().st_size for file in office.path.glob(f"{name}*")] == [0] * empty


def test_an_empty_postgresql_is_no_county_and_stays_empty(office: Office, postgresql: Fresh) -> None:
    url = database(postgresql.url, "nobody")
    county(office.path).close()
    for setting, code in (("database", "no_county_database"), ("keys_database", "no_county_keys")):
        (office.path / "config.toml").write_text(f'[county]\n{setting} = "{url}"\n', encoding="utf-8")
        assert office("devices")[1]["error"]["code"] == code
    assert inspect(create_engine(url)).get_table_names() == []


def test_when_both_databases_are_lost_the_copies_are_put_back_one_after_the_other_and_what_was_erased_stays_erased(
    office: Office, tmp_path: Path
) -> None:
    with county(office.path) as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        both(town)
        kept, erased = (town.register(**NOTICE) for _ in range(2))
        both(town)
        keys, saved = keysafe.keep(server, tmp_path / "safe"), backup.backup(server, tmp_path / "saved.db")
        with town.desk() as desk:
            forgetting.erase(desk, erased, "resident", "wish")
        both(town)
    _gone(office.path, *DATABASES)
    assert office("restore", str(saved))[1]["error"]["code"] == "no_county_keys", "they know what was erased"
    assert office("keys", "--restore", str(keys))[0] == 0
    assert office("devices")[1]["error"]["code"] == "no_county_database"
    assert office("restore", str(saved))[0] == 0
    with open_county_home(office.path) as town.county:
        both(town)
        assert opened(town, kept) == [THERE]
        with pytest.raises(RuleError, match="no_contact"):
            opened(town, erased)


def test_keys_nobody_kept_a_copy_of_are_begun_anew_only_when_asked_and_laptops_fill_them(
    office: Office, tmp_path: Path
) -> None:
    with county(office.path) as server:
        town, other = (Laptop(server, tmp_path / name, "township", TOWN) for name in ("town", "other"))
        both(town)
        case = town.register(**NOTICE)
        both(town)
    assert office("keys", "--anew")[1]["error"]["code"] == "keys_there"
    _gone(office.path, "keys.db")
    assert office("keys", "--anew")[0] == 0
    with open_county_home(office.path) as server:
        town.county = other.county = server
        both(town)
        with server.vault.read() as connection:
            assert any(case in name for name in connection.exec_driver_sql("SELECT subject FROM key_box").scalars())


def _cut(step: int) -> AbstractContextManager[object]:
    """The machine stops before the step-th file is moved."""
    moved, real = list[str](), os.replace

    def replace(old: Path, new: Path) -> None:
        moved.append(str(new))
        if len(moved) == step:
            raise KeyboardInterrupt
        real(old, new)

    return patch.object(aside.os, "replace", replace)


@pytest.mark.parametrize("step", [1, 2, 3, 4])
def test_a_restore_that_was_interrupted_leaves_the_old_database_or_none_and_the_same_again_completes_it(
    office: Office, tmp_path: Path, step: int
) -> None:
    with county(office.path) as server:
        saved = backup.backup(server, tmp_path / "saved.db")
        Laptop(server, tmp_path / "town", "township", TOWN)
    with _cut(step), pytest.raises(KeyboardInterrupt):
        backup.restore(office.path, saved)
    answer = office("devices")[1]
    assert answer.get("error", {}).get("code") == (None if step == 1 else "no_county_database")
    assert step > 1 or len(answer["devices"]) == 1
    assert office("restore", str(saved))[0] == 0
    assert office("devices")[1]["devices"] == []
    [before] = office.path.glob("county.db.before-*")
    assert office("restore", str(before))[0] == 0
    assert len(office("devices")[1]["devices"]) == 1


def test_the_backup_of_another_county_is_refused_before_anything_is_replaced(office: Office, tmp_path: Path) -> None:
    county(office.path).close()
    with init(tmp_path / "other", OFFICES, "邻县（样例）") as other:
        saved = backup.backup(other, tmp_path / "other.db")
    before = {file.name: file.read_bytes() for file in office.path.iterdir()}
    assert office("restore", str(saved))[1]["error"]["code"] == "foreign_database"
    assert {file.name: file.read_bytes() for file in office.path.iterdir()} == before
    (office.path / "county.db").write_bytes(saved.read_bytes())
    with pytest.raises(FileError, match="foreign_database"):
        open_county_home(office.path)
