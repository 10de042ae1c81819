"""Sync of records of about 600 bytes against a floor of the same run (`_floor`), and PouchDB beside it where npm is there.

All go by HTTP over loopback to a server of their own and commit durably. Bytes are bodies with headers. Ratios are to the
floor, those of rows that end in "to PouchDB" to that. Signatures are verified at both ends; what they cost stands apart.
Garbage is looked for as seldom as in agent and server.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import _floor, _pouchdb
from benchmarks._laptops import Row, laptop, note, process, texts, write
from sync.agent.once import sync_once
from sync.county.county import init
from sync.county.offices import demo_offices
from sync.wire.memory import settle
from xfgrid.journal import home, stored
from xfgrid.journal.keys import verify
from xfgrid.journal.synced import Synced
from xfgrid.journal.threads import on_two

RECORDS = 10_000
Measured = dict[str, tuple[float, ...]]


def run(records: int = RECORDS) -> Iterator[Row]:
    """The rows: seconds, bytes and requests of first push, first pull, ten changes and no change."""
    settle()
    with tempfile.TemporaryDirectory() as folder:
        floor, ours = _floor.measure(Path(folder) / "floor", records), _ours(Path(folder) / "ours", records)
        peer = _pouchdb.measure(Path(folder) / "peer", _floor.lines(records)) if _pouchdb.there() else {}
    yield from _rows(ours, floor, "")
    yield from _rows({name: value for name, value in ours.items() if name in peer}, peer, ", to PouchDB")


def _rows(ours: Measured, other: Measured, mark: str) -> Iterator[Row]:
    for name, mine in ours.items():
        low = other.get(name)
        for unit, value, least in zip(("s", "bytes", "requests"), mine, low or (None, None, None), strict=True):
            yield {"name": name + mark, "value": value, "unit": unit, "ratio": value / least if least else None}


def _ours(folder: Path, records: int) -> Measured:
    found: Measured = {}
    with init(folder / "county", demo_offices(), "清源县（样例·虚构）") as county, process(folder / "county") as url:
        first, second = (laptop(county, folder / name, url) for name in ("first", "second"))
        write(first, texts(records))
        found[f"first push of {records}"] = timed(lambda: sync_once(first), up=True)
        found[f"first pull of {records}"] = timed(lambda: sync_once(second), up=False)
        found["  of which signatures"] = (_verifying(first), 0, 0)
        write(first, texts(10))
        found["push of ten new"] = timed(lambda: sync_once(first), up=True)
        found["pull of ten new"] = timed(lambda: sync_once(second), up=False)
        note(first)
        found["push of ten changes"] = timed(lambda: sync_once(first), up=True)
        found["pull of ten changes"] = timed(lambda: sync_once(second), up=False)
        found["no change"] = timed(lambda: sync_once(second), up=None)
        first.store.close()
        second.store.close()
    return found


def timed(sync: Callable[[], Synced], up: bool | None) -> tuple[float, ...]:
    start = time.perf_counter()
    report = sync()
    seconds = time.perf_counter() - start
    assert report.in_step
    both = report.bytes_up + report.bytes_down
    return seconds, both if up is None else report.bytes_up if up else report.bytes_down, report.requests


def _verifying(opened: home.Home) -> float:
    """Seconds that the pulling laptop spends on signatures alone."""
    with opened.store.read() as connection:
        events = list(stored.everything(connection))
    public, start = opened.identity().key.public, time.perf_counter()
    assert all(on_two(lambda e: verify(public, e.hash, e.sig), events))
    return time.perf_counter() - start
