"""Sync of records of about 600 bytes against a floor of the same run: a plain SQLite log that sends its rows as zstd.

Both go by HTTP over loopback to a server of their own, both commit with synchronous=FULL, both send 500 records a
request in the floor's case and what the agent chooses in ours. Bytes are bodies with headers.
"""

from __future__ import annotations

import json
import random
import secrets
import sqlite3
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import uvicorn
import zstandard
from fastapi import FastAPI, Request, Response

from sync.agent.enrol import enrol
from sync.agent.once import Report, sync_once
from sync.county import codes
from sync.county.app import make_app
from sync.county.county import County, init
from sync.county.offices import demo_offices
from xfgrid.case import acts
from xfgrid.case.acts import Actor, Setting
from xfgrid.case.fold import Case
from xfgrid.case.offices import Offices
from xfgrid.journal import home, journal, package
from xfgrid.journal.keys import verify
from xfgrid.journal.writer import Writer

RECORDS = 10_000
BATCH = 500
TOWN = "371999101"
WORDS = (
    "水渠轮灌田埂道路排水邻里宅基地围墙采光噪声垃圾清运拖欠工资合同赔偿承包地边界果树树枝老井旱厕路灯维修漏雨养殖气味"
)
Row = dict[str, object]


def run(records: int = RECORDS) -> Iterator[Row]:
    """The rows: seconds, bytes and requests of first push, first pull, ten changes and no change."""
    with tempfile.TemporaryDirectory() as folder:
        floor, ours = _floor(Path(folder) / "floor", records), _ours(Path(folder) / "ours", records)
    for name, mine in ours.items():
        low = floor.get(name)
        for unit, value, least in zip(("s", "bytes", "requests"), mine, low or (None, None, None), strict=True):
            yield {"name": name, "value": value, "unit": unit, "ratio": value / least if least else None}


def _texts(count: int) -> list[dict[str, object]]:
    dice = random.Random(1)
    words = lambda n: "".join(dice.choices(WORDS, k=n))  # noqa: E731
    return [
        {"asked": words(24), "facts": words(120), "place": words(8), "kind": "neighbour", "received": "2026-03-05",
         "how": "in_person", "number": f"A1B2-{n:05d}", "place_office": f"{TOWN}201", "owner": TOWN}
        for n in range(count)
    ]  # fmt: skip


@contextmanager
def _served(app: FastAPI) -> Iterator[str]:
    config = uvicorn.Config(app, port=0, log_config=None, server_header=False, date_header=False)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


def _ours(folder: Path, records: int) -> dict[str, tuple[float, ...]]:
    found: dict[str, tuple[float, ...]] = {}
    with init(folder / "county", demo_offices(), "清源县（样例·虚构）") as county, _served(make_app(county)) as url:
        first, second = (_laptop(county, folder / name, url) for name in ("first", "second"))
        _write(first, _texts(records))
        found[f"first push of {records}"] = _timed(lambda: sync_once(first), up=True)
        found[f"first pull of {records}"] = _timed(lambda: sync_once(second), up=False)
        found["  of which signatures"] = (_verifying(first), 0, 0)
        _write(first, _texts(10))
        found["push of ten new"] = _timed(lambda: sync_once(first), up=True)
        found["pull of ten new"] = _timed(lambda: sync_once(second), up=False)
        _note(first)
        found["push of ten changes"] = _timed(lambda: sync_once(first), up=True)
        found["pull of ten changes"] = _timed(lambda: sync_once(second), up=False)
        found["no change"] = _timed(lambda: sync_once(second), up=None)
        first.store.close()
        second.store.close()
    return found


def _laptop(county: County, path: Path, url: str) -> home.Home:
    enrol(url, codes.make_code(county, TOWN, "township", "样例"), path, "样例口令")
    return home.open_home(path, "样例口令")


def _write(opened: home.Home, texts: list[dict[str, object]]) -> None:
    identity = opened.identity()
    with opened.store.read() as connection:
        version = package.newest(connection).version
    writer = Writer(identity.key, identity.epoch, version)
    actor = Actor("1", identity.role, identity.office)
    drafts = [acts.act(Case(writer.new_id()), "register", actor, text) for text in texts]
    with opened.store.write() as connection:
        writer.write(connection, drafts)


def _note(opened: home.Home) -> None:
    """A note of thirty characters on each of ten cases."""
    identity = opened.identity()
    with opened.store.read() as connection:
        version = package.newest(connection).version
        cases = [journal.load(connection, e.head.case) for e in list(journal.everything(connection))[:10]]
    writer, actor = Writer(identity.key, identity.epoch, version), Actor("1", identity.role, identity.office)
    setting = Setting(Offices(demo_offices()), "2026-03-09")
    drafts = [
        acts.act(c, "record", actor, {"note": n, "on": "2026-03-09"}, setting)
        for c, n in zip(cases, _notes(), strict=True)
    ]
    with opened.store.write() as connection:
        writer.write(connection, drafts)


def _notes() -> list[str]:
    dice = random.Random(2)
    return ["".join(dice.choices(WORDS, k=30)) for _ in range(10)]


def _changes() -> list[str]:
    """The same changes as rows of the floor's log."""
    new = lambda: secrets.token_hex(16)  # noqa: E731
    return [
        json.dumps({"id": new(), "case": new(), "at": time.time(), "note": n}, ensure_ascii=False) for n in _notes()
    ]


def _timed(sync: Callable[[], Report], up: bool | None) -> tuple[float, ...]:
    start = time.perf_counter()
    report = sync()
    seconds = time.perf_counter() - start
    assert report.in_step
    both = report.bytes_up + report.bytes_down
    return seconds, both if up is None else report.bytes_up if up else report.bytes_down, report.requests


def _verifying(opened: home.Home) -> float:
    """Seconds that the pulling laptop spends on signatures alone."""
    with opened.store.read() as connection:
        events = list(journal.everything(connection))
    public, start = opened.identity().key.public, time.perf_counter()
    assert all(verify(public, e.hash, e.sig) for e in events)
    return time.perf_counter() - start


class _Log:
    """A table of numbered JSON records."""

    def __init__(self, path: Path) -> None:
        self.db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        for pragma in ("journal_mode=WAL", "synchronous=FULL"):
            self.db.execute(f"PRAGMA {pragma}")
        self.db.execute("CREATE TABLE log (id TEXT PRIMARY KEY, pos INTEGER, record TEXT)")
        self.count = 0

    def add(self, lines: list[str]) -> None:
        self.db.execute("BEGIN IMMEDIATE")
        rows = [(json.loads(line)["id"], self.count + n, line) for n, line in enumerate(lines, 1)]
        self.db.executemany("INSERT OR IGNORE INTO log VALUES (?, ?, ?)", rows)
        self.db.execute("COMMIT")
        self.count += len(lines)

    def after(self, pos: int) -> list[str]:
        query = "SELECT record FROM log WHERE pos > ? ORDER BY pos LIMIT ?"
        return [row[0] for row in self.db.execute(query, (pos, BATCH))]


def _floor(folder: Path, records: int) -> dict[str, tuple[float, ...]]:
    folder.mkdir()
    first, second, server = (_Log(folder / name) for name in ("first", "second", "server"))
    found: dict[str, tuple[float, ...]] = {}
    with _served(_floor_app(server)) as url, httpx.Client(base_url=url) as client:
        first.add(_lines(records))
        found[f"first push of {records}"] = _floor_push(client, first, 0)
        found[f"first pull of {records}"] = _floor_pull(client, second)
        first.add(_lines(10))
        found["push of ten new"] = _floor_push(client, first, records)
        found["pull of ten new"] = _floor_pull(client, second)
        first.add(_changes())
        found["push of ten changes"] = _floor_push(client, first, records + 10)
        found["pull of ten changes"] = _floor_pull(client, second)
        found["no change"] = _floor_pull(client, second)
    return found


def _floor_app(log: _Log) -> FastAPI:
    app = FastAPI()

    @app.post("/push")
    async def push(request: Request) -> Response:
        log.add(zstandard.decompress(await request.body()).decode().splitlines())
        return Response(b"")

    @app.get("/pull")
    def pull(after: int) -> Response:
        return Response(zstandard.compress("\n".join(log.after(after)).encode(), 9))

    return app


def _lines(count: int) -> list[str]:
    return [
        json.dumps(
            {"id": secrets.token_hex(16), "case": secrets.token_hex(16), "at": time.time(), **text}, ensure_ascii=False
        )
        for text in _texts(count)
    ]


def _floor_push(client: httpx.Client, log: _Log, pos: int) -> tuple[float, ...]:
    start, size, requests = time.perf_counter(), 0, 0
    while lines := log.after(pos):
        response = client.post("/push", content=zstandard.compress("\n".join(lines).encode(), 9))
        pos, requests, size = pos + len(lines), requests + 1, size + _bytes(response, up=True)
    return time.perf_counter() - start, size, requests


def _floor_pull(client: httpx.Client, log: _Log) -> tuple[float, ...]:
    start, size, requests = time.perf_counter(), 0, 0
    while True:
        response = client.get("/pull", params={"after": log.count})
        requests, size = requests + 1, size + _bytes(response, up=False)
        lines = zstandard.decompress(response.content).decode().splitlines() if response.content else []
        log.add(lines)
        if len(lines) < BATCH:
            return time.perf_counter() - start, size, requests


def _bytes(response: httpx.Response, *, up: bool) -> int:
    message = response.request if up else response
    body = response.request.content if up else response.content
    return sum(len(k) + len(v) + 4 for k, v in message.headers.raw) + 40 + len(body)
