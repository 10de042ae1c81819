"""Several server processes before one PostgreSQL, one of them slow to commit: no reader ever skips."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from sqlalchemy import select

from sync.agent.enrol import enrol
from sync.agent.line import http
from sync.agent.once import sync_once
from sync.county import codes, service
from sync.county.county import County, init, open_county_home
from sync.county.tables import CommitRow, DeviceRow
from sync.wire.columns import pack
from sync.wire.messages import Push
from tests.homes import CASE, GRID, OFFICES, OTHER_GRID, PASSPHRASE, TOWN
from tests.sync.postgresql import cluster, database
from tests.sync.test_process import server
from xfgrid.journal import home, stored
from xfgrid.journal.desk import Desk
from xfgrid.journal.tables import table_of

_commit = table_of(CommitRow)
_device = table_of(DeviceRow)
PEOPLE = {"grid": (GRID, "grid_worker"), "other": (OTHER_GRID, "grid_worker"), "town": (TOWN, "township")}


@pytest.fixture
def urls(tmp_path: Path) -> Iterator[list[str]]:
    """Two server processes of one county, and three laptops enrolled through the first."""
    with cluster() as where, ExitStack() as running:
        url = database(where, "servers")
        with init(tmp_path / "county", OFFICES, "清源县（样例）", url) as made:
            typed = {name: codes.make_code(made, *who, "样例") for name, who in PEOPLE.items()}
        (tmp_path / "county" / "config.toml").write_text(f'[county]\ndatabase = "{url}"\n', encoding="utf-8")
        found = [running.enter_context(server(tmp_path / "county"))[1] for _ in range(2)]
        for name, code in typed.items():
            enrol(found[0], code, tmp_path / name, PASSPHRASE)
        yield found


def _register(path: Path, count: int) -> None:
    with Desk.open(path, PASSPHRASE) as desk:
        for _ in range(count):
            desk.register(CASE)


def _sync(path: Path, url: str) -> tuple[int, bool]:
    with home.open_home(path, PASSPHRASE) as opened:
        report = sync_once(opened, lambda _, settings, trusted: http(url, settings, trusted))
    return report.pulled, report.in_step


def _push_of(path: Path) -> Push:
    with home.open_home(path, PASSPHRASE) as opened, opened.store.read() as connection:
        return Push(events=pack(list(stored.everything(connection))))


def _seqs(county: County) -> list[int]:
    with county.store.read() as connection:
        query = select(_commit.c.seq).where(_commit.c.feed == TOWN).order_by(_commit.c.seq)
        return list(connection.scalars(query))


def test_a_reader_waits_for_no_commit_and_skips_none(urls: list[str], tmp_path: Path) -> None:
    _register(tmp_path / "grid", 3)
    _register(tmp_path / "other", 4)
    with open_county_home(tmp_path / "county") as slow, ThreadPoolExecutor(1) as pool:
        with slow.store.write() as connection:
            with Desk.open(tmp_path / "grid", PASSPHRASE) as desk:
                device = desk.identity.device
            sender = connection.execute(select(_device).where(_device.c.device == device)).first()
            assert len(service.take(slow, connection, sender, _push_of(tmp_path / "grid")).good) == 3
            later = pool.submit(_sync, tmp_path / "other", urls[1])
            assert _sync(tmp_path / "town", urls[0]) == (0, True), "nothing is shown before what comes first"
            assert not later.done(), "a later commit waits for the earlier one"
        assert later.result() == (0, True)
        assert _sync(tmp_path / "town", urls[0]) == (7, True)
        assert _seqs(slow) == list(range(1, 8))
