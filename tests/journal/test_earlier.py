"""A home made by an earlier program opens with this one and loses nothing."""

from __future__ import annotations

import hashlib
from pathlib import Path
from unittest.mock import patch

from tests.homes import CASE, PASSPHRASE, desk
from xfgrid.case.canon import canonical
from xfgrid.data import read_folder
from xfgrid.journal import cipher, settings
from xfgrid.journal.clocks import SHIPPED
from xfgrid.journal.desk import Desk


def test_rows_with_other_columns_are_made_anew_from_the_events_and_found_by_search(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        laptop.register(CASE)
        before = laptop.cases()
        with laptop.home.store.write() as connection:
            connection.exec_driver_sql("DROP TABLE case_text")
            connection.exec_driver_sql("DROP TABLE case_row")
            connection.exec_driver_sql('CREATE TABLE case_row ("case" TEXT PRIMARY KEY, title TEXT)')
    with Desk.open(tmp_path / "laptop", PASSPHRASE) as again:
        assert again.cases() == before
        assert again.cases(search="灌溉") == before
        again.register({**CASE, "asked": "另一件：修桥"})
        assert len(again.cases(search="修桥")) == 1


def test_a_database_in_smaller_pages_opens_and_goes_on_in_them(tmp_path: Path) -> None:
    with patch.object(cipher, "PAGES", cipher.PAGES[1:]), desk(tmp_path / "laptop") as laptop:
        first = laptop.register(CASE)
    with Desk.open(tmp_path / "laptop", PASSPHRASE) as again:
        second = again.register({**CASE, "asked": "另一件：修桥"})
        with again.home.store.read() as connection:
            size = connection.exec_driver_sql("PRAGMA cipher_page_size").scalar()
    assert int(size) == cipher.PAGES[1]
    with Desk.open(tmp_path / "laptop", PASSPHRASE) as last:
        assert {line.case for line in last.cases()} == {first, second}


def test_a_home_whose_lists_another_program_counted_by_its_rules_is_counted_anew(tmp_path: Path) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register(CASE)
        before = laptop.cases()
        with laptop.home.store.write() as connection:
            connection.exec_driver_sql("UPDATE case_row SET due = '2026-03-01'")
            settings.put(connection, "counted_by", "00000000")
    with Desk.open(tmp_path / "laptop", PASSPHRASE) as again:
        assert again.cases() == before
        assert again.dues(again.case(case)).due == before[0].due


def test_the_rules_written_down_are_those_shipped() -> None:
    assert hashlib.sha256(canonical(list(read_folder("clocks")))).hexdigest()[:8] == SHIPPED
