"""A planted phone, name and sentence, searched in every place after every stage of a case's life (样例·虚构).

The sentence stands in the open (`facts`), so each search that finds it shows that it would have found the others.
"""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sync.agent import bundle as agent_bundle
from sync.county import admin, backup, erasures
from sync.county import bundle as county_bundle
from sync.county.county import County
from sync.wire import bundle, payload
from sync.wire.messages import Refusal
from tests import homes
from tests.contact import canary
from tests.homes import GRID, PASSPHRASE, TOWN, VILLAGE
from tests.papers.kit import facts
from tests.sync import postgresql
from tests.sync.kit import Laptop, county
from tests.sync.test_keys import NOTICE, PHONE, approve, both, opened
from xfgrid.cli.main import main
from xfgrid.journal import forgetting, settings
from xfgrid.journal.keys import SigningKey
from xfgrid.papers import make as papers

NAME, SENTENCE = "样例王某", "样例：他说起了邻居家的事"
WORDS = (PHONE, "13800138000", NAME, SENTENCE)
SECOND = {**NOTICE, "contact": "样例 13900139000", "contact_name": "样例李某"}
LATER = ("13900139000", "样例李某")


@pytest.fixture(scope="module")
def cluster() -> Iterator[str]:
    with postgresql.cluster() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def make(request: pytest.FixtureRequest, tmp_path: Path) -> Callable[[], County]:
    """A county on either database."""
    if request.param == "sqlite":
        return lambda: county(tmp_path / "county")
    url = postgresql.database(request.getfixturevalue("cluster"), f"c{abs(hash(request.node.name)) % 10**9}")
    return lambda: county(tmp_path / "county", url)


class Places:
    """Two laptops and a county, and what is written beside them: backups, bundles, papers, what commands print."""

    def __init__(self, server: County, folder: Path, environment: pytest.MonkeyPatch) -> None:
        self.server, self.folder = server, folder
        (folder / "temp").mkdir()
        for name, value in (("TMPDIR", str(folder / "temp")), ("XFGRID_PASSPHRASE", PASSPHRASE)):
            environment.setenv(name, value)
        self.town = Laptop(server, folder / "town", "township", TOWN)
        both(self.town)
        self.grid = Laptop(server, folder / "grid", "grid_worker", GRID)
        both(self.grid, self.town)
        approve(self.town, self.grid)
        both(self.town, self.grid)

    def find(self, stage: str, case: str) -> dict[str, set[str]]:
        """Which of the planted words stand where; '' where a place has none of them."""
        words = (*WORDS, *LATER)
        out = self.folder / f"out-{stage}"
        out.mkdir()
        self._export(out, case)
        found = {laptop.path.name: canary.in_home(laptop.path, words) for laptop in (self.town, self.grid)}
        found |= {file.name: canary.in_file(file, words) for file in out.iterdir()}
        found["temp"] = canary.in_folder(self.folder / "temp", words)
        found["county"] = canary.in_folder(self.folder / "county", words)
        if self.server.store.engine.dialect.name != "sqlite":
            found["county"] |= canary.in_postgresql(self.server, words)
        return found

    def _export(self, out: Path, case: str) -> None:
        """Everything that leaves a database as a file."""
        if self.server.store.engine.dialect.name == "sqlite":
            backup.backup(self.server, out / "backup.db")
        with self.town.desk() as desk:
            (out / "laptop.bundle").write_bytes(agent_bundle.packed(desk.home.store, desk.identity, "", bytes(16)).data)
        (out / "county.bundle").write_bytes(county_bundle.packed(self.server, self.town.identity.device).data)
        for line in (["show", case, "--why"], ["list"], ["today"], ["queue"], ["verify"], ["doctor"]):
            self._run(out / f"{line[0]}.txt", [*line, "--json"])
            self._run(out / f"{line[0]}-words.txt", line)
        for name in ("receipt.pdf", "receipt.docx", "orders.pdf"):
            kind, about = name.partition(".")[0], {"receipt": case, "orders": TOWN}
            self._run(out / f"{name}.txt", ["paper", kind, about[kind], "--out", str(out / name)])

    def _run(self, out: Path, line: list[str]) -> None:
        said = io.StringIO()
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            assert main([*line, "--home", str(self.town.path)]) in (0, 2, 5)
        out.write_text(said.getvalue(), encoding="utf-8")


SHOWING = {"town", "grid", "county", "backup.db", "laptop.bundle", "county.bundle", "show.txt", "show-words.txt"}
SHOWING |= {"receipt.pdf", "receipt.docx"}
"""Places that hold the sentence while it stands: the control of the search in them."""


def test_charter_05_through_its_whole_life_a_contact_is_nowhere_and_after_erasure_neither_are_the_words(
    make: Callable[[], County], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with make() as server:
        places = Places(server, tmp_path, monkeypatch)
        case = places.grid.register(**NOTICE, asked=SENTENCE, facts=SENTENCE)
        for stage, live in _life(places, case):
            live()
            both(places.grid, places.town)
            found = places.find(stage, case)
            assert set().union(*found.values()) == {SENTENCE}, stage
            assert {place for place, words in found.items() if words} >= SHOWING - _elsewhere(server), stage
        with places.town.desk() as desk:
            forgetting.erase(desk, case, "resident", "wish", words="本人要求（样例）")
        both(places.town, places.grid)
        erasures.settle(server)
        found = places.find("erased", case)
        assert {place: words for place, words in found.items() if words} == {}


def _life(places: Places, case: str) -> list[tuple[str, Callable[[], object]]]:
    grid, town = places.grid, places.town
    return [
        ("registered", lambda: None),
        ("opened", lambda: (opened(grid, case), opened(town, case))),
        ("handled", lambda: grid.act(case, "take")),
        ("noted", lambda: grid.act(case, "record", note="样例：到现场看过")),
        ("replaced", lambda: grid.act(case, "set-contact", **SECOND)),
        (
            "disputed",
            lambda: (grid.act(case, "set-contact", **NOTICE), town.act(case, "assign", owner=GRID, due="2027-01-05")),
        ),
        ("handed over", lambda: town.act(case, "assign", owner=VILLAGE, due="2027-01-05")),
        ("revoked", lambda: _revoked(places)),
        ("ended", lambda: town.act(case, "withdraw", said_how="phone")),
        ("reopened", lambda: town.act(case, "reopen", said_how="phone")),
    ]


def _elsewhere(server: County) -> set[str]:
    """PostgreSQL makes its own backups."""
    return set() if server.store.engine.dialect.name == "sqlite" else {"backup.db"}


def _revoked(places: Places) -> None:
    """A laptop of the grid that held the key is lost."""
    lost = Laptop(places.server, places.folder / "lost", "grid_worker", GRID)
    both(lost, places.town)
    approve(places.town, lost)
    both(places.town, lost)
    assert canary.in_home(lost.path, (*WORDS, *LATER)) == {SENTENCE}
    admin.revoke(places.server, lost.identity.device)


def test_the_search_finds_a_contact_that_is_not_sealed(make: Callable[[], County], tmp_path: Path) -> None:
    with make() as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        with town.desk() as desk, desk.home.store.write() as connection:
            settings.put(connection, "control", {"contact": PHONE, "name": NAME})
            settings.put(connection, "control", {})
        with server.store.write() as connection:
            settings.put(connection, "control", {"contact": PHONE, "name": NAME})
        assert canary.in_home(town.path, WORDS) == set()  # what is deleted is overwritten
        with town.desk() as desk, desk.home.store.write() as connection:
            settings.put(connection, "control", {"contact": PHONE, "name": NAME})
        assert canary.in_home(town.path, WORDS) == {PHONE, "13800138000", NAME}
        found = canary.in_folder(tmp_path / "county", WORDS)
        if server.store.engine.dialect.name != "sqlite":
            found = canary.in_postgresql(server, WORDS)
        assert found == {PHONE, "13800138000", NAME}


@pytest.mark.parametrize("form", ["pdf", "docx", "zst", "bundle"])
def test_the_search_finds_a_contact_in_a_packed_file_whose_bytes_do_not_show_it(form: str, tmp_path: Path) -> None:
    data = _showing(form, f"{NAME} {SENTENCE}", tmp_path)
    assert not {word for word in WORDS if word.encode() in data}
    (tmp_path / "file").write_bytes(data)
    assert canary.in_file(tmp_path / "file", WORDS) == {NAME, SENTENCE}


def _showing(form: str, words: str, folder: Path) -> bytes:
    """A file of this form that has the words unsealed; papers strike every number by themselves."""
    if form == "pdf" or form == "docx":
        with homes.desk(folder / "laptop") as laptop:
            return papers.make("receipt", {**facts(laptop)["receipt"], "asked": words}, form).data
    if form == "bundle":
        said = Refusal(code="x", facts={"said": words * 9})
        return bundle.seal([said], SigningKey(bytes(32)), bundle.ANYBODY, bytes(16))
    return payload.compress((words * 9).encode())
