"""From a key to the painted screen, and the memory of the program, with few cases and with many (样例·虚构).

The program runs as it is, in a process of its own, on a screen of 80 by 24 that no terminal shows. A key counts until the
frame that shows what it did is painted, with what the driver of a terminal would be given. Memory is what the process has
for itself (USS) after the same keys.
"""

from __future__ import annotations

import asyncio
import random
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from time import perf_counter

import msgspec
import psutil
from textual import events
from textual.pilot import Pilot

from benchmarks.screen import SIGNS, filled
from tests import homes
from xfgrid.journal.config import Config
from xfgrid.journal.vault import key_of
from xfgrid.tui.app import Program
from xfgrid.tui.widgets.rows import Rows

SIZES = (0, 100_000)
PAGES, ROUNDS = 150, 25
"""Pages turned; times that three letters are typed and taken back."""
REST, LOOK = 0.05, 0.0005
"""Seconds between two keys, as in fast typing; and between two looks whether a key has done its work, which leaves the
interpreter to the thread that reads."""


class Found(msgspec.Struct):
    """Milliseconds from key to paint, and bytes of the process."""

    keys: dict[str, list[float]]
    memory: int


def run() -> Iterator[dict[str, object]]:
    """Milliseconds at the median, p95 and p99 of the largest home; memory as it grows from an empty one."""
    with tempfile.TemporaryDirectory() as folder:
        found = {size: _apart(Path(folder) / str(size), size) for size in SIZES}
    largest = found[SIZES[-1]]
    for name, times in largest.keys.items():
        for share in (50, 95, 99):
            value = sorted(times)[len(times) * share // 100]
            yield {"name": f"{name} to paint, p{share} of {len(times)}", "value": value, "unit": "ms", "ratio": None}
    grown = (largest.memory - found[SIZES[0]].memory) / 1e6
    yield {"name": f"memory over an empty home, {SIZES[-1]:,} cases", "value": grown, "unit": "MB", "ratio": None}


def _apart(path: Path, size: int) -> Found:
    filled(path, size).home.store.close()
    command = [sys.executable, "-m", "benchmarks.paint", str(path), key_of(path, homes.PASSPHRASE).hex(), str(size)]
    return msgspec.json.decode(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout, type=Found)


async def _measured(home: Path, key: bytes, size: int) -> Found:
    program = Program(home, key, Config(), "ledger")
    async with program.run_test(size=(80, 24)) as pilot:
        while program.desk is None:
            await pilot.pause()
        await asyncio.sleep(1)  # what is loaded after the first rows
        keys = {} if size == 0 else {"PgDn": await _pages(pilot), **await _letters(pilot)}
        for pressed in ("escape", "f2", "f5", "f3", "end", "home"):
            await pilot.press(pressed)
            await pilot.pause()
        return Found(keys, psutil.Process().memory_full_info().uss)


async def _pages(pilot: Pilot[int]) -> list[float]:
    rows = pilot.app.screen.query_one(Rows)
    times = []
    for _ in range(PAGES):
        before = rows.cursor
        times.append(await _painted(pilot, "pagedown", None, partial(_turned, rows, before)))
    return times


def _turned(rows: Rows, before: int) -> bool:
    return rows.cursor != before and rows.current is not None


async def _letters(pilot: Pilot[int]) -> dict[str, list[float]]:
    await pilot.press("home", "slash")
    rows, chosen = pilot.app.screen.query_one(Rows), random.Random(1)
    times: dict[str, list[float]] = {"filter letter": [], "letter taken back": []}
    for _ in range(ROUNDS):
        for sign in chosen.choices(SIGNS, k=3):
            times["filter letter"].append(await _painted(pilot, sign, sign, partial(_renewed, rows, rows._pages)))
        for _ in range(3):
            times["letter taken back"].append(
                await _painted(pilot, "backspace", None, partial(_renewed, rows, rows._pages))
            )
    return times


def _renewed(rows: Rows, before: object) -> bool:
    return rows._pages is not before


async def _painted(pilot: Pilot[int], key: str, sign: str | None, done: Callable[[], bool]) -> float:
    """Milliseconds until what a key did was painted."""
    app, painted, begun = pilot.app, asyncio.Event(), perf_counter()
    app.post_message(events.Key(key, sign))
    while not done():
        await asyncio.sleep(LOOK)
    app.screen.call_after_refresh(painted.set)
    await painted.wait()
    took = (perf_counter() - begun) * 1000
    await asyncio.sleep(REST)
    return took


if __name__ == "__main__":
    where, unlocking, cases = sys.argv[1:]
    print(msgspec.json.encode(asyncio.run(_measured(Path(where), bytes.fromhex(unlocking), int(cases)))).decode())
