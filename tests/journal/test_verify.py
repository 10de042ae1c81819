"""Whoever changes what is stored is found out, and the event is named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.homes import CASE, PASSPHRASE, desk
from xfgrid.cli.main import main
from xfgrid.journal.desk import Desk

BYTES = ("hash", "header", "body", "body_salt", "body_digest", "text", "text_salt", "text_digest", "sig")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with three cases of two events each."""
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    with desk(tmp_path / "laptop") as laptop:
        for number in range(3):
            case = laptop.register({**CASE, "asked": f"第{number}件"})
            laptop.act(case, "record", {"note": "样例"})
    return tmp_path / "laptop"


def verified(home: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, list[tuple[int, str]]]:
    """Exit code, and number and reason of each fault."""
    capsys.readouterr()
    code = main(["verify", "--home", str(home), "--json"])
    answer = json.loads(capsys.readouterr().out)
    return code, [(fault["seq"], fault["reason"]) for fault in answer["faults"]]


def tamper(home: Path, statement: str) -> None:
    with Desk.open(home, PASSPHRASE) as laptop, laptop.home.store.write() as connection:
        assert connection.exec_driver_sql(statement).rowcount == 1


def test_an_honest_journal_has_no_fault(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verified(home, capsys) == (0, [])


@pytest.mark.parametrize("column", BYTES)
def test_charter_10_one_byte_changed_in_any_part_of_an_event_names_the_event(
    column: str, home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Desk.open(home, PASSPHRASE) as laptop, laptop.home.store.write() as connection:
        row = connection.exec_driver_sql(f"SELECT {column} FROM event WHERE seq = 4").one()
        changed = bytearray(row[0])
        changed[len(changed) // 2] ^= 1
        connection.exec_driver_sql(f"UPDATE event SET {column} = ? WHERE seq = 4", (bytes(changed),))
    code, found = verified(home, capsys)
    assert code == 9
    assert 4 in {seq for seq, _ in found}


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("DELETE FROM event WHERE seq = 6", (0, "stale_view")),
        ("UPDATE event SET status = 2 WHERE seq = 4", (0, "stale_view")),
        ("UPDATE event SET type = 'closed' WHERE seq = 4", (4, "bad_columns")),
        (
            'UPDATE case_sum SET digest = zeroblob(32) WHERE "case" = (SELECT min("case") FROM case_sum)',
            (0, "stale_view"),
        ),
    ],
)
def test_what_is_taken_away_or_put_elsewhere_is_a_fault(
    statement: str, fault: tuple[int, str], home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tamper(home, statement)
    code, found = verified(home, capsys)
    assert code == 9
    assert fault in found


def test_an_event_put_in_the_place_of_another_breaks_the_chain_after_it(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Desk.open(home, PASSPHRASE) as laptop, laptop.home.store.write() as connection:
        columns = "header, body, body_salt, body_digest, text, text_salt, text_digest, sig"
        other = connection.exec_driver_sql(f"SELECT {columns} FROM event WHERE seq = 2").one()
        places = ", ".join(f"{name} = ?" for name in columns.split(", "))
        connection.exec_driver_sql(f"UPDATE event SET {places} WHERE seq = 4", tuple(other))
    assert (4, "bad_hash") in verified(home, capsys)[1]
    with Desk.open(home, PASSPHRASE) as laptop, laptop.home.store.write() as connection:
        connection.exec_driver_sql("UPDATE event SET hash = zeroblob(32) WHERE seq = 4")
    assert (5, "broken_chain") in verified(home, capsys)[1]
