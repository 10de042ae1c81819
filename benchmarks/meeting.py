"""The queue of a township, read anew, against a floor of the same run: counting the rows of the same database."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import delete, insert

from tests import homes
from xfgrid.journal.desk import Desk
from xfgrid.journal.search import listed
from xfgrid.journal.tables import CaseRow, table_of
from xfgrid.meeting.queue import queue

SIZES = (2_000, 20_000)
ROUNDS = 7
EVERY = 50
"""One case in so many stands on the queue."""

_row = table_of(CaseRow)


def run() -> Iterator[dict[str, object]]:
    """Milliseconds for the whole queue, the best of some rounds, on SQLCipher."""
    with tempfile.TemporaryDirectory() as folder, homes.desk(Path(folder) / "h") as desk:
        for size in SIZES:
            _fill(desk, size)
            floor = _best(lambda: desk.count("live"))
            found = len(queue(desk))
            value = _best(lambda: queue(desk))
            yield {"name": f"floor: {size} rows counted", "value": floor, "unit": "ms", "ratio": 1.0}
            yield {
                "name": f"queue of {size} cases, {found} on it",
                "value": value,
                "unit": "ms",
                "ratio": value / floor,
            }


def _fill(desk: Desk, size: int) -> None:
    """Rows as the journal writes them: most live and not due, some on the ladder, some brought by their events."""
    today = desk.today()
    late, later = (today - timedelta(30)).isoformat(), (today + timedelta(30)).isoformat()
    with desk.home.store.write() as connection:
        connection.execute(delete(_row))
        rows = [_case(n, late if n % (2 * EVERY) == 0 else later, n % (2 * EVERY) == EVERY) for n in range(size)]
        connection.execute(insert(_row), rows)


def _case(number: int, agenda: str, brought: bool) -> dict[str, object]:
    return {
        "case": f"{number:08x}-0000-7000-8000-000000000000",
        "number": f"B7E8-{number:05d}",
        "title": "请协调灌溉用水的先后顺序",
        "asked": "请协调灌溉用水的先后顺序，近半月轮灌不按约定，下游地里干裂。" * 3,
        "kind": "neighbours",
        "state": "sent_up" if brought else "handling",
        "owner": homes.TOWN,
        "place_office": homes.VILLAGE,
        "due": agenda,
        "agenda": agenda,
        "reasons": "sent_up" if brought else "",
        "listed": listed(agenda, f"{number}"),
        "digest": bytes(32),
    }


def _best(call: Callable[[], object]) -> float:
    best = float("inf")
    for _ in range(ROUNDS):
        begin = perf_counter()
        call()
        best = min(best, perf_counter() - begin)
    return best * 1e3
