"""The county on PostgreSQL: the same path, and several writers at once whose commits no reader skips."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from unittest.mock import patch

import pytest
from sqlalchemy import Connection, event, select, text

from sync.agent import bundle
from sync.agent.exchange import Exchange
from sync.agent.line import Line
from sync.county import admin, pages, schema
from sync.county.county import County, found
from sync.county.digest import digest
from sync.county.intake import Intake
from sync.county.schema import prepare
from sync.county.tables import CommitRow
from sync.wire.messages import Cursor, Pull
from tests.homes import GRID, OFFICES, OTHER_GRID, PASSPHRASE, TOWN, VILLAGE
from tests.sync.kit import Direct, Laptop
from tests.sync.postgresql import cluster, database
from xfgrid.case.event import Event
from xfgrid.errors import IntegrityError
from xfgrid.journal import home, settings
from xfgrid.journal.keys import SigningKey
from xfgrid.journal.opening import open_county
from xfgrid.journal.store import Store
from xfgrid.journal.synced import Synced
from xfgrid.journal.tables import table_of

_commit = table_of(CommitRow)
KEY = SigningKey(bytes(32))


@pytest.fixture(scope="module")
def pg() -> Iterator[str]:
    """The URL of a fresh PostgreSQL of this test module."""
    with cluster() as url:
        yield url


@pytest.fixture
def url(pg: str, request: pytest.FixtureRequest) -> str:
    """An empty database of its own."""
    return database(pg, f"t{abs(hash(request.node.name)) % 10**9}")


def _servers(url: str, count: int) -> list[County]:
    """Several server processes' worth of counties before one database."""
    servers = [County(open_county(url, prepare), KEY) for _ in range(count)]
    found(servers[0], OFFICES, "清源县（样例）")
    return servers


def test_the_path_from_laptop_to_laptop_is_the_same(url: str, tmp_path: Path) -> None:
    [server] = _servers(url, 1)
    with server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        case = grid.register(place_office=OTHER_GRID)
        grid.sync()
        assert town.sync().in_step
        town.act(case, "assign", owner=OTHER_GRID, due="2026-06-01")
        assert town.sync().in_step
        report = grid.sync()
        assert (report.in_step, grid.cases()) == (True, set())
        assert digest(server, town.identity.device)["events"] == 2


def test_servers_that_store_one_setting_at_once_wait_for_each_other(url: str) -> None:
    servers, start = _servers(url, 4), Barrier(4)

    def store(server: County) -> None:
        try:
            for number in range(20):
                start.wait()
                with server.store.write() as connection:
                    settings.put(connection, f"day {number}", number)
        except BaseException:
            start.abort()
            raise

    with ThreadPoolExecutor(len(servers)) as pool:
        list(pool.map(store, servers))
    with servers[0].store.read() as connection:
        assert [settings.get(connection, f"day {number}") for number in range(20)] == list(range(20))
    for server in servers:
        server.store.close()


def test_laptops_that_push_at_once_through_several_servers_lose_nothing_and_no_reader_skips(
    url: str, tmp_path: Path
) -> None:
    servers = _servers(url, 4)
    offices = [GRID, OTHER_GRID, VILLAGE, GRID]
    laptops = [
        Laptop(server, tmp_path / str(n), "grid_worker", office)
        for n, (server, office) in enumerate(zip(servers, offices, strict=True))
    ]
    town = Laptop(servers[0], tmp_path / "town", "township", TOWN)
    start = Barrier(len(laptops) + 1)

    def write(laptop: Laptop) -> set[str]:
        start.wait()
        made = set()
        for _ in range(5):
            made.add(laptop.register())
            laptop.sync()
        return made

    def read() -> None:
        start.wait()
        for _ in range(8):
            town.sync()

    with ThreadPoolExecutor(len(laptops) + 1) as pool:
        reading = pool.submit(read)
        cases = set().union(*pool.map(write, laptops))
        reading.result()
    assert town.sync().in_step
    assert town.cases() == cases
    with servers[0].store.read() as connection:
        seqs = connection.scalars(select(_commit.c.seq).where(_commit.c.feed == TOWN).order_by(_commit.c.seq)).all()
    assert list(seqs) == list(range(1, len(cases) + 1))
    for laptop in laptops:
        assert laptop.sync().in_step
    for server in servers:
        server.store.close()


def test_what_others_commit_between_two_statements_of_a_page_makes_nobody_read_his_feed_anew(
    url: str, tmp_path: Path
) -> None:
    first, second = _servers(url, 2)
    town = Laptop(first, tmp_path / "town", "township", TOWN)
    grid = Laptop(second, tmp_path / "grid", "grid_worker", GRID)
    for laptop in (grid, town, grid, town):
        laptop.register()
        laptop.sync()
    asked, at = list[str](), 0

    def meanwhile(_: object, __: object, statement: str, *___: object) -> None:
        if "feed" not in statement:
            return
        asked.append(statement)
        if len(asked) == at:
            grid.register()
            grid.sync_events()

    event.listen(first.store.engine, "after_cursor_execute", meanwhile)
    with home.open_home(town.path, PASSPHRASE) as opened:
        while at <= len(asked):  # once after every statement that asks about a feed
            asked, at = [], at + 1
            line = Line(Direct(first), town.identity.key, first.key.public, 0)
            exchange = Exchange(opened.store, opened.identity(), line)
            assert exchange.run()
            assert exchange.healed == 0
    assert at > 3
    assert town.sync().in_step
    assert town.cases() >= grid.cases()
    for server in (first, second):
        server.close()


def test_two_laptops_that_bring_the_same_held_event_at_once_through_two_servers_both_get_their_answer(
    url: str, tmp_path: Path
) -> None:
    servers = _servers(url, 2)
    towns = [Laptop(server, tmp_path / str(n), "township", TOWN) for n, server in enumerate(servers)]
    grid = Laptop(servers[0], tmp_path / "grid", "grid_worker", GRID)
    for laptop in (*towns, grid, *towns):
        laptop.sync()
    grid.register()
    with home.open_home(grid.path, PASSPHRASE) as opened:
        bundle.export(opened, tmp_path / "stick.xfb")
    for town in towns:
        with home.open_home(town.path, PASSPHRASE) as opened:
            bundle.import_(opened, tmp_path / "stick.xfb")
    admin.revoke(servers[0], grid.identity.device)
    late: list[Future[Synced]] = []

    def meanwhile(taken: Intake, event: Event, reason: str, believed: bool) -> None:
        if not late:
            late.append(pool.submit(towns[1].sync))
            _until_somebody_waits(servers[0], late[0])
        hold(taken, event, reason, believed)

    hold = Intake._hold
    with ThreadPoolExecutor(1) as pool, patch.object(Intake, "_hold", meanwhile):
        assert towns[0].sync().outstanding == 0
        assert late[0].result().outstanding == 0
    assert [row["reason"] for row in admin.quarantine(servers[0])] == ["revoked"]
    for server in servers:
        server.store.close()


def test_of_two_servers_that_start_at_once_after_an_update_one_migrates_and_the_other_waits_for_it(url: str) -> None:
    [server], late, runs = _servers(url, 1), list[Future[Store]](), list[int]()
    mark = text("UPDATE alembic_version SET version_num = :now")
    with server.store.write() as connection:
        connection.execute(mark, {"now": "0003"})

    def migrate(connection: Connection) -> None:
        runs.append(1)
        if not late:
            late.append(pool.submit(open_county, url, prepare))
            _until_somebody_waits(server, late[0])
        connection.execute(mark, {"now": schema.NEWEST})

    with ThreadPoolExecutor(1) as pool, patch.object(schema, "migrate", migrate):
        open_county(url, prepare).close()
        late[0].result().close()
    assert len(runs) == 1
    server.store.close()


def _until_somebody_waits(server: County, other: Future[Synced]) -> None:
    """Until another connection waits for a lock, or what it does has ended."""
    waits = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
    while not other.done():
        with server.store.read() as connection:
            if connection.scalar(waits):
                return


PAST = """
INSERT INTO event (hash, "case", writer, seq, type, status, header, sig)
SELECT sha256(n::text::bytea), 'case' || n, CASE WHEN mod(n, 50) = 0 THEN 'mine.1' ELSE 'other.1' END, n, '', 0, '', ''
FROM generate_series(1, 20000) n;
INSERT INTO feed_commit (feed, seq, "case", hash)
SELECT 'town', n, 'case' || n, sha256(n::text::bytea) FROM generate_series(1, 20000) n;
INSERT INTO feed_commit (feed, seq, "case") SELECT 'town', n, 'gone' || n FROM generate_series(20001, 20400) n;
INSERT INTO feed (feed, seq, digest, events, cases) VALUES ('town', 20400, '', 20000, 20000);
ANALYZE event; ANALYZE feed_commit
"""


def test_a_short_page_of_a_long_feed_reads_no_table_from_end_to_end(url: str) -> None:
    [server] = _servers(url, 1)
    asked, sender = list[tuple[str, dict[str, object]]](), SimpleNamespace(feed="town", device="mine")
    with server, server.store.write() as connection:
        for statement in PAST.split(";"):
            connection.exec_driver_sql(statement)
        cursor = Cursor(server.epoch(connection), "town", 19_990)
        event.listen(
            connection, "before_cursor_execute", lambda _, __, text, values, *___: asked.append((text, values))
        )
        with pytest.raises(IntegrityError, match="bad_header"):  # the invented rows hold no event
            pages.page(server, connection, sender, Pull(cursor=cursor, limit=10))
        read = [one for one in asked if "FROM feed_commit" in one[0]]
        plans = ["\n".join(row[0] for row in connection.exec_driver_sql(f"EXPLAIN {sql}", at)) for sql, at in read]
    assert len(plans) == 2
    assert all("feed_commit_case" in plan and "Seq Scan" not in plan for plan in plans), plans
