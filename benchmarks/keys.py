"""From a key to the painted screen, and what an open ledger costs in memory, from 1,000 to 100,000 cases.

Each home is measured in a process of its own, which has only opened it.
"""

from __future__ import annotations

import asyncio
import gc
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

import psutil
from textual.pilot import Pilot

from benchmarks.screen import SIZES, filled
from tests import homes
from tests.tui.kit import opened, settled
from xfgrid.tui.widgets.rows import Rows

TICK = 0.001
"""Seconds between two looks at the screen: the error of a figure, and time for the worker to read in."""
PRESSES = 100
LETTERS = "水纠纷灌溉"


def run() -> Iterator[dict[str, object]]:
    """Milliseconds p99, the ratio as growth over the smaller home; mebibytes over an empty ledger."""
    with tempfile.TemporaryDirectory() as folder:
        before = _alone(homes.enrol(Path(folder) / "empty"))
        least: dict[str, float] = {}
        for size in SIZES:
            desk = filled(Path(folder) / str(size), size)
            desk.home.store.close()
            found = _alone(desk.home.path)
            for name in ("page down", "letter of a filter"):
                ratio = found[name] / least.setdefault(name, found[name])
                yield {
                    "name": f"{name} to paint, p99, {size:,} cases",
                    "value": found[name],
                    "unit": "ms",
                    "ratio": ratio,
                }
            more = found["memory"] - before["memory"]
            yield {"name": f"memory over an empty ledger, {size:,} cases", "value": more, "unit": "MiB", "ratio": None}


def _alone(home: Path) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-m", "benchmarks.keys", home], stdout=subprocess.PIPE, check=True)
    return dict(json.loads(done.stdout))


async def _measured(home: Path) -> dict[str, float]:
    async with opened(home, "ledger", size=(80, 24)) as pilot:
        await pilot.press("left")
        await settled(pilot)
        pages = [await _painted(pilot, "pagedown") for _ in range(PRESSES)]
        await pilot.press("home", "slash")
        letters = [await _painted(pilot, sign) for sign in LETTERS]
        letters += [await _painted(pilot, key) for _ in range(8) for key in (*["backspace"] * len(LETTERS), *LETTERS)]
        gc.collect()
        return {
            "page down": _p99(pages),
            "letter of a filter": _p99(letters),
            "memory": psutil.Process().memory_info().rss / 2**20,
        }


async def _painted(pilot: Pilot[int], key: str) -> float:
    """Milliseconds from a key until the first row it leads to stands on the screen."""
    rows = pilot.app.screen.query_one(Rows)
    begin = perf_counter()
    pilot.app.simulate_key(key)
    pages = rows._pages
    while True:
        await asyncio.sleep(TICK)
        changed = key == "pagedown" or rows._pages is not pages
        if changed and not pilot.app._message_queue.qsize() and (rows.current is not None or not rows.count):
            return (perf_counter() - begin) * 1000


def _p99(times: list[float]) -> float:
    return sorted(times)[int(len(times) * 0.99) - 1]


if __name__ == "__main__":
    print(json.dumps(asyncio.run(_measured(Path(sys.argv[1])))))
