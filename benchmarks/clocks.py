"""Promises of cases and days of the calendar, against a floor of the same run: adding days to a date."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from time import perf_counter
from typing import TypeVar

from xfgrid.case.clocks import Milestone, next_due, promises
from xfgrid.packages import calendar, clocks

T = TypeVar("T")

DAYS = 1000
ROUNDS = 10
FACTS = {"class": "request", "route": "6"}
LIFE = ("registered", "received", "accepted", "taken", "progressed", "answered", "told", "rated", "closed")


def run() -> Iterator[dict[str, object]]:
    """Microseconds each, the best of some rounds over 1,000 starting days of 2024–2026."""
    starts = [date(2024, 1, 1) + timedelta(n) for n in range(DAYS)]
    table, rules = calendar(), clocks()
    live = [[Milestone("registered", day, "a", "1")] for day in starts]
    whole = [[Milestone(name, day + timedelta(2 * n), name, "1") for n, name in enumerate(LIFE)] for day in starts]
    floor = _best(starts, lambda day: day + timedelta(15))
    rows: dict[str, float] = {
        "ten working days on": _best(starts, lambda day: table.add_working(day, 10)),
        "promises and next due day of a new case": _best(live, lambda m: next_due(promises(m, FACTS, lambda _: rules))),
        "promises of a whole life, nine milestones": _best(whole, lambda m: promises(m, FACTS, lambda _: rules)),
    }
    yield {"name": "floor: fifteen days added to a date", "value": floor, "unit": "us", "ratio": 1.0}
    for name, value in rows.items():
        yield {"name": name, "value": value, "unit": "us", "ratio": value / floor}


def _best(given: Sequence[T], count: Callable[[T], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        begin = perf_counter()
        for item in given:
            count(item)
        best = min(best, perf_counter() - begin)
    return best / len(given) * 1e6
