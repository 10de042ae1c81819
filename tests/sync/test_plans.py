"""An exchange looks up what it needs: no statement of either end reads a table that grows from end to end (样例·虚构).

So ten changes take as long among 100,000 cases as among 1,000, up to the depth of an index.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Engine, event

from sync.agent import wanting
from tests.homes import GRID, TOWN
from tests.sync.kit import Laptop, county
from tests.sync.test_keys import NOTICE, approve, both

SMALL = {"setting", "package", "roster", "office_key", "device", "draft", "CONSTANT", "(subquery-1)", "above"}
"""What grows with offices, computers and versions, not with cases; constants; the page that was just read."""
FEW = ("USING INDEX box_unsent", "USING INDEX event_aside", "USING INDEX case_disputed")
"""Indexes over the few rows that are out of the ordinary."""
COUNTED = "SCAN erasure USING COVERING INDEX erasure_state ← SELECT count(*)"
"""A laptop counts its entries of the ledger: a fraction of a millisecond for thousands."""


@contextmanager
def plans() -> Iterator[set[str]]:
    """What SQLite plans for every statement while it lasts: `step of the plan ← statement`."""
    found: set[str] = set()

    def explain(_: Any, cursor: Any, statement: str, given: Any, __: Any, many: bool) -> None:
        if statement.split()[0] in {"SELECT", "UPDATE", "DELETE", "INSERT", "WITH"}:
            values = given[0] if many and given else given
            asked = cursor.connection.cursor()
            asked.execute(f"EXPLAIN QUERY PLAN {statement}", values)
            found.update(f"{row[3]} ← {statement}" for row in asked.fetchall())

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield found
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


FEED = re.compile(r"SEARCH .+ \(feed=\?\)")
"""A step that goes through all of a feed, which grows as a table does."""


def _read_whole(found: set[str]) -> list[str]:
    """The plans that read a table, an index of it or a feed from end to end."""
    whole = [(re.match(r"SCAN (\S+)", plan), plan) for plan in found]
    grown = [plan for scan, plan in whole if scan and scan[1] not in SMALL and not plan.startswith(COUNTED)]
    grown += [plan for plan in found if FEED.match(plan) and "UPDATE feed SET" not in plan and "FROM feed " not in plan]
    return sorted(plan for plan in grown if not any(index in plan for index in FEW))


def test_ten_changes_are_pushed_and_pulled_without_reading_any_growing_table_whole(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        both(town)
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        both(grid, town)
        approve(town, grid)
        cases = [grid.register(**NOTICE) for _ in range(12)]
        with patch.object(wanting, "now_ms", lambda: 0):  # the first exchange of a day looks at every contact
            both(grid, town)
            for case in cases[:10]:
                grid.act(case, "record", note="样例：量过水位")
            with plans() as found:
                assert grid.sync().pushed == 10
                assert town.sync().pulled == 10
    assert any("SEARCH event" in plan for plan in found), "the plans are heard"
    assert _read_whole(found) == []
