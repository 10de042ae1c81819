"""The floor: a plain SQLite log of JSON records that sends its rows as zstd, 500 a request, with the same durability."""

from __future__ import annotations

import json
import secrets
import sqlite3
import time
from pathlib import Path

import httpx
import zstandard
from fastapi import FastAPI, Request, Response

from benchmarks._laptops import notes, served, texts

BATCH = 500


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


def measure(folder: Path, records: int) -> dict[str, tuple[float, ...]]:
    folder.mkdir()
    first, second, server = (_Log(folder / name) for name in ("first", "second", "server"))
    found: dict[str, tuple[float, ...]] = {}
    with served(_floor_app(server)) as url, httpx.Client(base_url=url) as client:
        first.add(lines(records))
        found[f"first push of {records}"] = _push(client, first, 0)
        found[f"first pull of {records}"] = _pull(client, second)
        first.add(lines(10))
        found["push of ten new"] = _push(client, first, records)
        found["pull of ten new"] = _pull(client, second)
        first.add(changes())
        found["push of ten changes"] = _push(client, first, records + 10)
        found["pull of ten changes"] = _pull(client, second)
        found["no change"] = _pull(client, second)
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


def lines(count: int) -> list[str]:
    return [
        json.dumps(
            {"id": secrets.token_hex(16), "case": secrets.token_hex(16), "at": time.time(), **text}, ensure_ascii=False
        )
        for text in texts(count)
    ]


def _push(client: httpx.Client, log: _Log, pos: int) -> tuple[float, ...]:
    start, size, requests = time.perf_counter(), 0, 0
    while lines := log.after(pos):
        response = client.post("/push", content=zstandard.compress("\n".join(lines).encode(), 9))
        pos, requests, size = pos + len(lines), requests + 1, size + _bytes(response, up=True)
    return time.perf_counter() - start, size, requests


def _pull(client: httpx.Client, log: _Log) -> tuple[float, ...]:
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


def changes() -> list[str]:
    """The same changes as rows of the floor's log."""
    new = lambda: secrets.token_hex(16)  # noqa: E731
    return [json.dumps({"id": new(), "case": new(), "at": time.time(), "note": n}, ensure_ascii=False) for n in notes()]
