"""Every endpoint and command as every role: no reply carries a readable contact, and the county's own role never comes to
one; no table keys, indexes or refers to what a contact holds (样例·虚构)."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import typer
from sqlmodel import SQLModel

from sync.agent.line import Line
from sync.county.app import make_app
from sync.county.county import County
from sync.wire import messages
from sync.wire.columns import pack
from sync.wire.keys import pack_places
from sync.wire.messages import (
    Cursor,
    Enrol,
    Enrolled,
    Hello,
    Keyed,
    Keys,
    Noted,
    Pull,
    Pulled,
    Push,
    Pushed,
    Report,
    Shown,
    Welcome,
)
from tests.contact import canary
from tests.homes import CASE, COUNTY, GRID, PASSPHRASE, TOWN
from tests.sync.kit import Direct, Laptop, county
from tests.sync.test_keys import NOTICE, PHONE, approve, both
from xfgrid.case.contact.standing import key_in
from xfgrid.cli.main import main
from xfgrid.cli.main import make_app as app
from xfgrid.errors import RefusedError
from xfgrid.journal import stored
from xfgrid.journal.contact import naming
from xfgrid.journal.contact.keyring import Keyring
from xfgrid.journal.contact.tables import BoxRow
from xfgrid.journal.desk import Desk
from xfgrid.journal.tables import table_of
from xfgrid.terms import Terms

WORDS = (PHONE, "13800138000", "样例王某")
GROUPS = {"sync", "bundle", "meeting", "contact", "device", "staff", "county"}
ROLES = {"grid_worker": GRID, "liaison": GRID, "township": TOWN, "county": COUNTY}
BOX = table_of(BoxRow)
COMMANDS = (
    ["show", "CASE", "--why"],
    ["show", "CASE", "--json"],
    ["list", "--json"],
    ["today", "--json"],
    ["queue", "--json"],
    ["conflicts", "--json"],
    ["act", "CASE"],
    ["offices"],
    ["offices", "--json"],
    ["digest"],
    ["verify"],
    ["doctor"],
    ["sync", "status"],
    ["device", "waiting"],
    ["paper", "intake", "CASE", "--out", "OUT.docx"],
    ["paper", "receipt", "CASE", "--out", "OUT2.docx"],
    ["bundle", "export", "OUT.bundle"],
    ["bundle", "import", "OUT.bundle"],
    ["paper", "orders", TOWN, "--out", "OUT3.pdf"],
    ["likely", "--from", "IN.json"],
    ["new", "--from", "IN.json"],
    ["transfer", "县纪委监委（样例）"],
    ["county", "transfer", "样例·经办", "样例·接手"],
    ["staff", "list"],
    ["device", "approve", "00000000"],
    ["contact", "set", "CASE"],
    ["contact", "confirm-time"],
    ["meeting", "list"],
    ["meeting", "show", "2026-12-08"],
)
COUNTY_COMMANDS = (
    ["county", "devices"],
    ["county", "quarantine"],
    ["county", "erasures"],
    ["county", "offices"],
    ["county", "enrol", "--office", TOWN, "--role", "township", "--name", "样例"],
    ["county", "backup", "OUT.db"],
    ["county", "keys", "OUTKEYS"],
    ["county", "revoke", "00000000"],
    ["county", "clocks"],
    ["county", "form"],
    ["county", "confirm-time"],
    ["digest", "--device", "DEVICE"],
    ["bundle", "export", "OUTBACK.bundle", "--for", "DEVICE"],
    ["verify"],
    ["doctor"],
)
APART = {
    "enrol": "makes a home",
    "county init": "makes a home",
    "county serve": "waits for requests, tried as endpoints",
    "county restore": "replaces the county's database",
    "serve": "shows the screen",
    "sync": "tried as endpoints",
    "sync address": "tried as endpoints",
    "sync install": "writes a unit file",
    "demo": "makes homes",
    "import": "reads a workbook, whose contacts it drops",
    "staff add": "asks for a PIN",
    "meeting": "a meeting's acts answer with its name and day alone",
}
"""Commands that are not tried here, and why they cannot show a contact."""
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
        _ask_everything(server, laptop, case, heard)
        assert heard.replies.keys() == set(messages.PATHS.values())
        for replies in heard.replies.values():
            for at, reply in enumerate(replies):
                (tmp_path / f"reply{at}").write_bytes(canary.opened_reply(reply))
                assert canary.in_file(tmp_path / f"reply{at}", WORDS) == set()


def _ask_everything(server: County, laptop: Laptop, case: str, heard: Heard) -> None:
    """Every request there is, in this device's name, for all it could be given."""
    identity = laptop.identity
    line = Line(Direct(server, heard), identity.key, server.key.public, 0)
    with laptop.desk() as desk, desk.home.store.read() as connection:
        events = stored.events_of(connection, [case])
        places = naming.places(connection, {f"case:{case}:{key}" for e in events if (key := key_in(e))})
    assert places
    welcome = line.ask(Hello(protocol=(1, 1), program="x", cursor=Cursor(), package=0, heads=[], own=True), Welcome)
    for _ in range(2):
        line.ask(Pull(cursor=Cursor(welcome.epoch, welcome.feed.name, 0), own=True), Pulled)
        keyed = line.ask(Keys(about=pack_places(list(places.values())), ask=True), Keyed)
        line.ask(Push(events=pack(events), missing=True), Pushed)
    assert (keyed.boxes is None) == (identity.role == "county")
    line.ask(Report(digest=bytes(32)), Noted)
    line.ask(Shown(packages=welcome.packages, roster=welcome.roster), Noted)
    with suppress(RefusedError):
        line.ask(Enrol(key=identity.key.public, secret=bytes(10)), Enrolled)


def test_every_endpoint_there_is_was_asked(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        routes = {getattr(route, "path", "") for route in make_app(server).routes}
    assert routes == set(messages.PATHS.values())


def test_every_command_there_is_was_tried_or_says_why_it_shows_no_contact() -> None:
    tried = {_name(line) for line in (*COMMANDS, *COUNTY_COMMANDS, *OPENING)}
    for command in _commands(app(Terms())):
        assert command in tried | APART.keys() or command.split()[0] in APART, command


def _name(line: list[str]) -> str:
    return " ".join(line[: 2 if line[0] in GROUPS else 1])


def _commands(group: typer.Typer, before: str = "") -> Iterator[str]:
    for command in group.registered_commands:
        yield before + str(command.name)
    for inner in group.registered_groups:
        assert inner.typer_instance is not None
        yield from _commands(inner.typer_instance, f"{inner.name} ")


def test_charter_05_no_command_of_the_countys_administrator_shows_a_contact_or_a_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    with county(tmp_path / "county") as server:
        laptop, case, _ = _stage(server, tmp_path, "grid_worker")
    with Desk.open(tmp_path / "giver", PASSPHRASE) as desk, desk.home.store.write() as connection:
        ring = Keyring(connection, desk.identity.device)
        names = [row.subject for row in connection.execute(BOX.select()) if row.subject.startswith(f"case:{case}")]
        secrets = {key for name in names if (key := ring.key(name)) is not None}
    (tmp_path / "out").mkdir()
    known = {"DEVICE": laptop.identity.device}
    for line in COUNTY_COMMANDS:
        words = [str(tmp_path / "out" / word) if word.startswith("OUT") else known.get(word, word) for word in line]
        main([*words, "--home", str(tmp_path / "county")])
    said = capsys.readouterr()
    (tmp_path / "out" / "said").write_text(said.out + said.err, encoding="utf-8")
    assert "Traceback" not in said.err
    assert canary.in_folder(tmp_path / "out", WORDS) == set()
    written = b"".join(file.read_bytes() for file in tmp_path.glob("out/**/*") if file.is_file())
    assert secrets
    assert not any(key in written or key.hex().encode() in written for key in secrets)


@pytest.mark.parametrize("role", ROLES)
def test_charter_05_no_command_but_opening_shows_a_contact_and_the_county_opens_none(
    tmp_path: Path, role: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XFGRID_PASSPHRASE", PASSPHRASE)
    with county(tmp_path / "county") as server:
        laptop, case, _ = _stage(server, tmp_path, role)
    (tmp_path / "out").mkdir()
    (tmp_path / "IN.json").write_text(json.dumps(CASE), encoding="utf-8")
    for line in COMMANDS:
        words = [str(tmp_path / "out" / word) if word.startswith("OUT") else word for word in line]
        words = [str(tmp_path / word) if word.startswith("IN") else word for word in words]
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
