"""The screen: first frame against a hello-world program and peers of the same run; search, pages, saving, unlocking.

Each start is a process of its own under a pseudo-terminal, ended at once when it has painted, so that nothing of what
follows is counted; the best of some runs counts.
XFGRID_PEERS is a folder with a virtual environment each for `posting` and `harlequin`, to be measured beside it; `make
bench` makes it where a package index can be reached.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert

from tests import homes
from xfgrid.journal import drafts, listing
from xfgrid.journal.desk import Desk
from xfgrid.journal.likely import likely
from xfgrid.journal.search import listed
from xfgrid.journal.tables import CaseRow, table_of
from xfgrid.journal.vault import key_of

SIZES = (1_000, 100_000)
STARTS = 9
FLOOR = "floor: hello-world shown"
TRIES = 40
SIGNS = (
    "请协调灌溉用水的先后顺序要求修复村口被冲坏道路拖欠工资邻里纠纷宅基地边界水渠路灯合同装车费果品收购点退还商定日期"
)
WORDS = {"one character": "水", "two": "纠纷", "three": "灌溉用", "four, absent": "没有这个", "in every row": "AB12"}

HELLO = """
import os
from textual.app import App
from textual.widgets import Static
class Hello(App):
    def compose(self): yield Static("hello")
    def on_ready(self): os._exit(0)
Hello().run()
"""
START = """
import gc, os, sys
gc.disable()
from pathlib import Path
from xfgrid.tui import run
from xfgrid.tui.app import Program
{leave}
run(Path(sys.argv[1]), bytes.fromhex(sys.argv[2]), sys.argv[3])
"""
"""As `xfgrid` starts, with the raw key at hand."""
FRAME = START.format(leave="Program.on_ready = lambda self: os._exit(0)")
ROW = START.format(leave="Program.on_rows_shown = lambda self: self.call_after_refresh(os._exit, 0)")
"""The first real row is there when the list has read its first page and was painted anew."""


PEER = """
import os, sys
from importlib.metadata import entry_points
from textual.app import App
App.on_ready = lambda self: os._exit(0)
sys.argv = [sys.argv[1]]
[entry] = [e for e in entry_points(group="console_scripts") if e.name == sys.argv[0]]
entry.load()()
"""
PEERS = ("posting", "harlequin")


def run() -> Iterator[dict[str, object]]:
    """Milliseconds; starts as a ratio to hello-world, the others as growth over the smallest home."""
    with tempfile.TemporaryDirectory() as folder:
        yield from _starts(Path(folder))
        before: dict[str, float] = {}
        for size in SIZES:
            for name, value in _figures(filled(Path(folder) / str(size), size)):
                yield {
                    "name": f"{name}, {size:,} cases",
                    "value": value,
                    "unit": "ms",
                    "ratio": _over(before, name, value),
                }


def _over(before: dict[str, float], name: str, value: float) -> float:
    return value / before.setdefault(name, value)


def _starts(folder: Path) -> Iterator[dict[str, object]]:
    home = filled(folder / "start", 20_000)
    home.home.store.close()
    key = key_of(folder / "start", homes.PASSPHRASE).hex()
    programs = {FLOOR: [sys.executable, "-c", HELLO], **_peers()}
    for place in ("today", "ledger"):
        for name, script in (("first frame", FRAME), ("first real row", ROW)):
            ours = [sys.executable, "-c", script, str(folder / "start"), key, place]
            programs[f"{name}, {place}, 20,000 cases"] = ours
    best = _started(programs)
    for name, value in best.items():
        yield {"name": name, "value": value, "unit": "ms", "ratio": value / best[FLOOR]}


def _peers() -> dict[str, list[str]]:
    pythons = {name: Path(os.environ.get("XFGRID_PEERS", "")) / name / "bin" / "python" for name in PEERS}
    return {f"peer: {name} shown": [str(one), "-c", PEER, name] for name, one in pythons.items() if one.exists()}


def _started(programs: dict[str, list[str]]) -> dict[str, float]:
    """The best time of each program, which leaves by itself once it has painted, under a terminal. They start in turn, so
    that what disturbs the machine meets all of them."""
    main, side = os.openpty()
    threading.Thread(target=_drained, args=(main,), daemon=True).start()
    times: dict[str, list[float]] = {name: [] for name in programs}
    try:
        for _ in range(STARTS):
            for name, command in programs.items():
                run = partial(subprocess.run, command, stdin=side, stdout=side, stderr=side, check=True)
                times[name].append(_timed(run))
        return {name: min(found) for name, found in times.items()}
    finally:
        os.close(side)


def _drained(terminal: int) -> None:
    """Reads what is painted and says where the cursor is, as a terminal does, until its other end is closed."""
    with suppress(OSError):
        while painted := os.read(terminal, 1 << 16):
            if b"\x1b[6n" in painted:
                os.write(terminal, b"\x1b[1;2R")


def filled(path: Path, size: int) -> Desk:
    """A home of which the list shows so many invented cases."""
    desk, chosen = homes.desk(path), random.Random(size)
    with desk.home.store.write() as connection:
        for start in range(0, size, 1000):
            rows = [_row(number, chosen) for number in range(start, min(start + 1000, size))]
            connection.execute(insert(table_of(CaseRow)), rows)
            listing.index(connection, rows)
    return desk


def _row(number: int, chosen: random.Random) -> dict[str, object]:
    asked = "".join(chosen.choices(SIGNS, k=chosen.randint(8, 30)))
    due = (date(2026, 1, 1) + timedelta(chosen.randrange(400))).isoformat() if chosen.random() < 0.8 else ""
    case = f"{chosen.getrandbits(128):032x}"
    texts = dict.fromkeys(("kind", "registrar", "due_kind", "agenda"), "")
    places = {"state": "registered", "owner": homes.TOWN, "place_office": homes.VILLAGE, "place": asked[:8]}
    flags = {"provisional": False, "live": chosen.random() < 0.6, "conflicts": 0}
    named = {"case": case, "number": f"AB12-{number:06d}", "title": asked, "asked": asked, "received": "2026-01-01"}
    return {**texts, **places, **flags, **named, "due": due, "listed": listed(due, case)}


def _figures(desk: Desk) -> Iterator[tuple[str, float]]:
    for name, words in WORDS.items():
        yield f"first 50 hits, {name}", _slowest(lambda words=words: desk.cases("all", words, 0, 50))  # type: ignore[misc]
    yield "exact count of a search", _slowest(lambda: desk.count("all", WORDS["two"]))
    half = desk.count("live") // 2
    yield "a page from the middle of a view", _slowest(lambda: desk.cases("live", "", half, 100))
    yield "count of a view", _slowest(lambda: desk.count("live"))
    yield "draft saved durably", _slowest(lambda: drafts.keep(desk.home.store, "bench", "intake", {"facts": SIGNS * 4}))
    yield "case saved durably", _slowest(lambda: desk.register(homes.CASE))
    yield "likely same matters", _slowest(lambda: _likely(desk))
    yield "unlocked by passphrase", _slowest(lambda: Desk.open(desk.home.path, homes.PASSPHRASE).home.store.close())


def _likely(desk: Desk) -> None:
    with desk.home.store.read() as connection:
        likely(connection, homes.CASE)


def _slowest(call: Callable[[], object]) -> float:
    """The p99 of some tries, the first, which warms up, left out."""
    times = sorted(_timed(call) for _ in range(TRIES + 1))[:TRIES]
    return times[-1]


def _timed(call: Callable[[], object]) -> float:
    begin = perf_counter()
    call()
    return (perf_counter() - begin) * 1000
