"""Ten changes with more and more cases on both ends: the time and bytes must not grow with them.

`XFGRID_BENCH_CASES` names other sizes; 100000 takes about half an hour to prepare on two cores.
"""

from __future__ import annotations

import os
import statistics
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks._laptops import Row, laptop, note, served, texts, write
from benchmarks.sync import timed
from sync.agent.once import sync_once
from sync.county.app import make_app
from sync.county.county import init
from sync.county.offices import demo_offices
from sync.wire.memory import settle

SIZES = [int(size) for size in os.environ.get("XFGRID_BENCH_CASES", "1000 10000").split()]
BATCH, ROUNDS = 10_000, 5


def run() -> Iterator[Row]:
    """The rows of every size; ratios are to the first."""
    settle()
    least: dict[str, float] = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        init(Path(folder) / "county", demo_offices(), "清源县（样例·虚构）") as county,
        served(make_app(county)) as url,
    ):
        first, second = (laptop(county, Path(folder) / name, url) for name in ("first", "second"))
        held = 0
        for size in SIZES:
            while held < size:
                write(first, texts(min(BATCH, size - held)))
                held += min(BATCH, size - held)
                sync_once(first)
                sync_once(second)
            pushes, pulls = [], []
            for _ in range(ROUNDS):
                note(first)
                pushes.append(timed(lambda: sync_once(first), up=True))
                pulls.append(timed(lambda: sync_once(second), up=False))
            for name, found in (("push", pushes), ("pull", pulls)):
                for at, unit in enumerate(("s", "bytes")):
                    value = statistics.median(row[at] for row in found)
                    base = least.setdefault(name + unit, value)
                    yield {
                        "name": f"{name} of ten changes, {size} cases",
                        "value": value,
                        "unit": unit,
                        "ratio": value / base,
                    }
