"""A walk through every place on an invented home whose clock stands still (样例·虚构): pictures and looks are taken of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random

import time_machine

from tests import homes
from tests.tui.kit import carry
from xfgrid.journal.writer import Writer

NOW = "2026-03-09T02:00:00Z"
WALK = {
    "today": ("f2",), "menu": ("f8",), "act": ("enter",), "ledger": ("escape", "f3"), "filter": ("slash",),
    "case": ("escape", "down", "enter"), "intake": ("f4",), "queue": ("f5",), "meeting": ("f11",), "imports": ("f9",),
    "conflicts": ("f10",), "settle": ("enter",), "line": ("escape", "f12"), "help": ("f1",),
    "palette": ("escape", "ctrl+p"),
}  # fmt: skip
"""View → the keys that lead there from the one before."""
CASES = (
    ("请协调灌溉用水的先后顺序", "桥头村一组水渠", "2026-02-10", "neighbours"),
    ("要求修好村口坏了的路灯", "柳树沟村村口", "2026-03-02", "other"),
    (
        "请把多扣的装车费退回来，并说明依据，以后按公示的标准收，不再口头约定",
        "柳树沟村果品收购点",
        "2026-03-05",
        "contract",
    ),
)


@contextmanager
def village(folder: Path) -> Iterator[Path]:
    """The home, in a new folder; the clock stands still while it is used."""
    with time_machine.travel(NOW, tick=False):
        with homes.desk(folder / "h") as town, homes.desk(folder / "g", "grid_worker", homes.GRID) as grid:
            for desk in (
                town,
                grid,
            ):  # an event's hash, and with it the provisional side of a dispute, hangs on its salts
                identity, salts = desk.identity, Random(desk.actor.role).randbytes
                desk.writer = Writer(identity.key, identity.epoch, desk.version, random=salts)
            made = [
                town.register({**homes.CASE, "asked": asked, "place": place, "received": day, "kind": kind})
                for asked, place, day, kind in CASES
            ]
            town.act(made[1], "take", {})
            town.act(made[2], "assign", {"owner": homes.COURT, "due": "2026-03-20"})
            disputed = grid.register({**homes.CASE, "received": "2026-03-06", "kind": "other"})
            carry(grid, town, disputed)
            grid.act(disputed, "correct", {"asked": "请协调两村轮流灌溉", "reason": "写错了"})
            town.act(disputed, "correct", {"asked": "请协调灌溉用水并修渠", "reason": "本人补充"})
            carry(grid, town, disputed)
        yield folder / "h"
