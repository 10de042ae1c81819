"""What lists show of the cases of a home, in the SQL of its SQLCipher file: saved views, orders, search, a page at a time.

Nothing here needs SQLAlchemy, so that the first screen can be filled before that is loaded (`glance`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, NamedTuple

import msgspec

from xfgrid.errors import UnknownError
from xfgrid.journal.search import before, phrase

Run = Callable[[str, Mapping[str, object]], Iterable[Any]]
"""Runs a statement with its `:named` facts and returns its rows."""
VIEWS = ("all", "live", "mine", "overdue", "disputed", "ended")
ORDERS = ("due", "received", "number")
"""Orders of a list: the earliest due date first and cases without one last; the newest first; by number."""

_VIEWS = {
    "all": "TRUE",
    "live": "live",
    "mine": "live AND owner = :office",
    "overdue": "live AND case_row.listed < :before",
    "disputed": "conflicts > 0",
    "ended": "NOT live",
}
_ORDERS = {"due": "listed", "received": "received DESC, listed DESC", "number": "number, listed"}
_PLAIN, _SEARCHED = "case_row", "case_text JOIN case_row ON case_row.listed = case_text.rowid"


class Line(msgspec.Struct, frozen=True):
    """One case in a list. Dates are ISO civil days, '' for none; `owner` is an office code.

    `due_kind` says whether the due date is legal or internal, `provisional` whether it is estimated (暂估).
    """

    case: str
    number: str
    title: str
    state: str
    owner: str
    due: str
    due_kind: str
    provisional: bool
    kind: str
    place: str
    received: str
    conflicts: int


COLUMNS = ", ".join(f'"{name}"' for name in Line.__struct_fields__)


class Where(NamedTuple):
    """A condition over `case_row` and the facts it names."""

    sql: str
    facts: Mapping[str, object]


def condition(view: str, office: str, today: date) -> Where:
    """The rows of a saved view, as seen from an office; UnknownError for a view nobody knows."""
    if view not in _VIEWS:
        raise UnknownError("unknown_view", view=view, known=" ".join(VIEWS))
    return Where(f"NOT meeting AND {_VIEWS[view]}", {"office": office, "before": before(today)})


def lines(
    run: Run, where: Where, search: str = "", start: int = 0, limit: int = -1, order: str = ORDERS[0]
) -> list[Line]:
    """Rows of a view that contain the search text, in one of ORDERS."""
    found, facts = _found(where, search)
    first = "case_text.rowid" if search and order == ORDERS[0] else _ORDERS[order]
    page = f"SELECT case_row.listed {found} ORDER BY {first} LIMIT :limit OFFSET :start"
    query = f"SELECT {COLUMNS} FROM case_row WHERE listed IN ({page}) ORDER BY {_ORDERS[order]}"
    return [line(row) for row in run(query, {**facts, "limit": limit, "start": start})]


def count(run: Run, where: Where, search: str = "") -> int:
    """How many rows a view has."""
    found, facts = _found(where, search)
    [[number]] = run(f"SELECT count(*) {found}", facts)
    return int(number)


def line(row: Iterable[Any]) -> Line:
    """A row of COLUMNS."""
    case, number, title, state, owner, due, due_kind, provisional, *rest = row
    return Line(case, number, title, state, owner, due, due_kind, bool(provisional), *rest)


def _found(where: Where, search: str) -> tuple[str, Mapping[str, object]]:
    """The rows of a condition that contain some words."""
    if not search:
        return f"FROM {_PLAIN} WHERE {where.sql}", where.facts
    words = {**where.facts, "words": phrase(search)}
    return f"FROM {_SEARCHED} WHERE case_text MATCH :words AND {where.sql}", words
