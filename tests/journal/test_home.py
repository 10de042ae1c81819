"""A home keeps what was typed, encrypted, and says clearly when it cannot be opened."""

from __future__ import annotations

import shutil
from pathlib import Path
from unittest.mock import patch

import msgspec
import pytest
from sqlcipher3 import dbapi2

from tests.homes import CASE, GRID, PASSPHRASE, desk, enrol
from xfgrid.errors import HomeError, XfgridError
from xfgrid.journal import home as homes
from xfgrid.journal.desk import Desk
from xfgrid.journal.home import make_home, open_home
from xfgrid.journal.vault import Vault


def test_what_was_registered_is_there_after_the_home_is_opened_again(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop", "grid_worker", GRID) as first:
        case = first.register(CASE)
    with Desk.open(tmp_path / "laptop", PASSPHRASE) as again:
        assert [line.case for line in again.cases()] == [case]
        assert again.case(case).text("facts") == CASE["facts"]


def test_the_file_shows_no_word_of_a_case_and_its_decrypted_copy_shows_all(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        laptop.register(CASE)
    raw = b"".join(f.read_bytes() for f in (tmp_path / "laptop").iterdir())
    assert CASE["asked"].encode() not in raw
    assert b"SQLite format" not in raw
    clear = _decrypted(tmp_path / "laptop", tmp_path / "clear.db").read_bytes()
    assert CASE["asked"].encode() in clear


def _decrypted(home: Path, target: Path) -> Path:
    with open_home(home, PASSPHRASE) as opened, opened.store.engine.connect() as connection:
        connection.exec_driver_sql("COMMIT")  # ATTACH needs to stand outside a transaction
        connection.exec_driver_sql(f"ATTACH DATABASE '{target}' AS clear KEY ''")
        connection.exec_driver_sql("SELECT sqlcipher_export('clear')")
        connection.exec_driver_sql("DETACH DATABASE clear")
        connection.exec_driver_sql("BEGIN")
    return target


def test_a_wrong_passphrase_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    home = enrol(tmp_path / "laptop")
    before = (home / "xfgrid.db").read_bytes()
    with pytest.raises(HomeError, match="wrong_key"):
        open_home(home, "不是这个")
    assert (home / "xfgrid.db").read_bytes() == before


@pytest.mark.parametrize("content", [b"", b"not a database", b"PK\x03\x04" + bytes(5000)])
def test_a_broken_or_foreign_database_file_is_named_and_left_alone(tmp_path: Path, content: bytes) -> None:
    home = enrol(tmp_path / "laptop")
    for side in ("xfgrid.db-wal", "xfgrid.db-shm"):
        (home / side).unlink(missing_ok=True)
    (home / "xfgrid.db").write_bytes(content)
    with pytest.raises(XfgridError):
        Desk.open(home, PASSPHRASE)
    assert (home / "xfgrid.db").read_bytes()[:20] == content[:20]


def test_a_home_is_never_made_over_another(tmp_path: Path) -> None:
    enrol(tmp_path / "laptop")
    with pytest.raises(HomeError, match="home_exists"):
        make_home(tmp_path / "laptop", PASSPHRASE)


def test_a_passphrase_of_a_new_home_costs_two_passes_over_64_mebibytes(tmp_path: Path) -> None:
    with patch.object(homes, "Vault", Vault):
        make_home(tmp_path / "laptop", PASSPHRASE).store.close()
    made = msgspec.json.decode((tmp_path / "laptop" / "vault.json").read_bytes(), type=Vault)
    assert (made.time, made.memory_kib, len(made.salt)) == (2, 64 << 10, 32)


def test_the_database_is_durable_and_write_ahead(tmp_path: Path) -> None:
    with open_home(enrol(tmp_path / "laptop"), PASSPHRASE) as home, home.store.read() as connection:
        pragmas = {p: connection.exec_driver_sql(f"PRAGMA {p}").scalar() for p in ("journal_mode", "synchronous")}
    assert pragmas == {"journal_mode": "wal", "synchronous": 2}


def test_no_table_opens_without_the_key(tmp_path: Path) -> None:
    home = enrol(tmp_path / "laptop")
    connection = dbapi2.connect(str(home / "xfgrid.db"))
    with pytest.raises(dbapi2.DatabaseError):
        connection.execute("SELECT count(*) FROM sqlite_master")


def test_what_was_saved_stands_in_the_log_until_a_pause_moves_it_into_the_file(tmp_path: Path) -> None:
    with desk(tmp_path / "h") as laptop:
        laptop.home.store.tidy()
        case = laptop.register(CASE)
        assert not _in_the_file_alone(laptop.home.path, tmp_path / "before", case)
        assert laptop.home.store.tidy()
        assert _in_the_file_alone(laptop.home.path, tmp_path / "after", case)


def _in_the_file_alone(home: Path, copy: Path, case: str) -> bool:
    copy.mkdir()
    for name in ("xfgrid.db", "vault.json", "written"):
        shutil.copy(home / name, copy / name)
    with Desk.open(copy, PASSPHRASE) as laptop:
        return case in {line.case for line in laptop.cases()}
