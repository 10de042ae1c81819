"""Every endpoint and command as every role: no reply carries a readable contact, and the county's own role never comes to
one; no table keys, indexes or refers to what a contact holds (样例·虚构)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import SQLModel

from sync.county.county import County
from sync.wire import messages
from tests.contact import canary
from tests.homes import COUNTY, GRID, PASSPHRASE, TOWN
from tests.sync.kit import Laptop, county
from tests.sync.test_keys import NOTICE, PHONE, approve, both
from xfgrid.cli.main import main
from xfgrid.journal.contact.keyring import Keyring
from xfgrid.journal.contact.tables import BoxRow

WORDS = (PHONE, "13800138000", "样例王某")
ROLES = {"grid_worker": GRID, "liaison": GRID, "township": TOWN, "county": COUNTY}
BOX = BoxRow.__table__  # type: ignore[attr-defined]
COMMANDS = (
    ["show", "CASE", "--why"],
    ["show", "CASE", "--json"],
    ["list", "--json"],
    ["today", "--json"],
    ["queue", "--json"],
    ["conflicts", "--json"],
    ["act", "CASE"],
    ["digest"],
    ["verify"],
    ["doctor"],
    ["sync", "status"],
    ["device", "waiting"],
    ["paper", "intake", "CASE", "--out", "OUT.docx"],
    ["paper", "receipt", "CASE", "--out", "OUT2.docx"],
    ["bundle", "export", "OUT.bundle"],
)
OPENING = (
    ["contact", "open", "CASE", "--reason", "progress"],
    ["erase", "CASE", "--asked-by", "resident", "--reason", "wish"],
)


class Heard:
    """Everything the county ever answered, by path."""

    def __init__(self) -> None:
        self.replies: dict[str, list[bytes]] = {}

    def __call__(self, path: str, body: bytes, reach: Callable[[], bytes]) -> bytes:
        reply = reach()
        self.replies.setdefault(path, []).append(reply)
        return reply


def _stage(server: County, folder: Path, role: str) -> tuple[Laptop, str, Heard]:
    """A laptop of the role that has exchanged everything, and a case with a contact that it can see."""
    town = Laptop(server, folder / "giver", "township", TOWN)
    both(town)
    heard, laptop = Heard(), Laptop(server, folder / role, role, ROLES[role])
    laptop.sync(heard)
    if role == "grid_worker":
        both(town)
        approve(town, laptop)
    giver = laptop if role == "liaison" else town
    case = giver.register(**NOTICE, place_office=GRID)
    for one in (giver, town):
        one.sync()
    for _ in range(3):
        laptop.sync(heard)
    return laptop, case, heard


@pytest.mark.parametrize("role", ROLES)
def test_charter_05_no_endpoint_answers_any_role_with_a_readable_contact(tmp_path: Path, role: str) -> None:
    with county(tmp_path / "county") as server:
        laptop, case, heard = _stage(server, tmp_path, role)
        assert case in laptop.cases()
        asked = set(messages.PATHS.values()) - {messages.PATHS[messages.Enrol]}
        assert heard.replies.keys() >= {messages.PATHS[messages.Hello]}
        assert heard.replies.keys() <= asked
        for replies in heard.replies.values():
            for at, reply in enumerate(replies):
                (tmp_path / f"reply{at}").write_bytes(canary.opened_reply(reply))
                assert canary.in_file(tmp_path / f"reply{at}", WORDS) == set()


@pytest.mark.parametrize("role", ROLES)
def test_charter_05_no_command_but_opening_shows_a_contact_and_the_county_opens_none(
    tmp_path: Path, role: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    with county(tmp_path / "county") as server:
        laptop, case, _ = _stage(server, tmp_path, role)
    (tmp_path / "out").mkdir()
    for line in COMMANDS:
        words = [str(tmp_path / "out" / word) if word.startswith("OUT") else word for word in line]
        main([case if word == "CASE" else word for word in words] + ["--home", str(laptop.path)])
    said = capsys.readouterr()
    (tmp_path / "out" / "said").write_text(said.out + said.err, encoding="utf-8")
    assert "Traceback" not in said.err
    assert canary.in_folder(tmp_path / "out", WORDS) == set()
    for line in OPENING if role == "county" else ():
        assert main([case if word == "CASE" else word for word in line] + ["--home", str(laptop.path)]) != 0
        assert PHONE not in capsys.readouterr().out


def test_the_county_role_is_given_no_box_at_all(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        laptop, case, _ = _stage(server, tmp_path, "county")
        with server.vault.read() as connection:
            every = connection.execute(BOX.select()).all()
        with laptop.desk() as desk, desk.home.store.write() as connection:
            assert connection.execute(BOX.select()).all() == []
            for row in every:
                connection.execute(BOX.insert().values(**row._mapping))
            ring = Keyring(connection, laptop.identity.device)
            assert all(ring.key(row.subject) is None for row in every if row.subject.startswith(f"case:{case}"))


def test_charter_01_no_table_keys_indexes_or_refers_to_what_a_contact_holds() -> None:
    secret = {"sealed", "box"}
    for table in SQLModel.metadata.tables.values():
        assert not table.foreign_keys, table.name
        for group in (table.primary_key, *table.indexes, *table.constraints):
            assert not secret & {column.name for column in getattr(group, "columns", ())}, table.name
        named = {column.name for column in table.columns}
        assert not named & {"phone", "contact_name", "channel", "id_number", "person", "resident"}, table.name
