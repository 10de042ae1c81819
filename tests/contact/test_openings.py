"""The list of openings is complete by construction: the event is written first, in one transaction (样例·虚构)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError

from tests.contact.test_clock import CONTACT
from tests.homes import CASE, desk
from xfgrid.errors import FileError
from xfgrid.journal import disclosure
from xfgrid.journal.desk import Desk

ROOT = Path(__file__).parent.parent.parent


def _openings(laptop: Desk, case: str) -> int:
    return sum(event.head.type == "contact_opened" for event in laptop.case(case).events.values())


@pytest.mark.parametrize("table", ["event", "case_sum", "case_row", "setting"])
def test_charter_05_an_opening_that_cannot_be_written_down_shows_nothing(tmp_path: Path, table: str) -> None:
    with desk(tmp_path / "laptop") as laptop:
        case = laptop.register({**CASE, **CONTACT})
        with laptop.home.store.write() as connection:
            for when in ("INSERT", "UPDATE"):
                full = f"CREATE TRIGGER no_{when} BEFORE {when} ON {table} BEGIN SELECT RAISE(ABORT, 'disk full'); END"
                connection.exec_driver_sql(full)
        with pytest.raises((FileError, DBAPIError)) as caught:
            disclosure.open_contact(laptop, case, "progress")
        assert "13800138000" not in str(caught.value)
        assert _openings(laptop, case) == 0
        with laptop.home.store.write() as connection:
            for when in ("INSERT", "UPDATE"):
                connection.exec_driver_sql(f"DROP TRIGGER no_{when}")
        disclosure.open_contact(laptop, case, "progress")
        assert _openings(laptop, case) == 1


def test_charter_05_no_other_code_of_the_program_opens_a_contact() -> None:
    """`unseal` is called where the opening is written down, and nowhere else."""
    callers = set()
    for folder in ("xfgrid", "sync"):
        for file in (ROOT / folder).rglob("*.py"):
            if re.search(r"\bunseal\(", file.read_text(encoding="utf-8")):
                callers.add(str(file.relative_to(ROOT)))
    assert callers == {"xfgrid/case/contact/sealing.py", "xfgrid/journal/disclosure.py"}
