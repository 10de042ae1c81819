"""What lists show: saved views over `case_row`, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select, true

from xfgrid.errors import UnknownError
from xfgrid.journal.tables import CaseRow

_case = CaseRow.__table__  # type: ignore[attr-defined]
SEARCHED = ("number", "title", "asked", "place", "kind")
"""The columns a search covers: never the account of a matter, a note or a name (charter rule 1)."""

VIEWS = ("all", "live", "mine", "overdue", "disputed", "ended")


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


_COLUMNS = [_case.c[name] for name in Line.__struct_fields__]


def condition(view: str, office: str, today: date) -> ColumnElement[bool]:
    """The rows of a saved view, as seen from an office; UnknownError for a view nobody knows."""
    conditions: dict[str, ColumnElement[bool]] = {
        "all": true(),
        "live": _case.c.live,
        "mine": and_(_case.c.live, _case.c.owner == office),
        "overdue": and_(_case.c.live, _case.c.due != "", _case.c.due < today.isoformat()),
        "disputed": _case.c.conflicts > 0,
        "ended": _case.c.live == false(),
    }
    if view not in conditions:
        raise UnknownError("unknown_view", view=view, known=" ".join(VIEWS))
    return conditions[view]


def lines(
    connection: Connection, where: ColumnElement[bool], search: str = "", start: int = 0, limit: int = -1
) -> list[Line]:
    """Rows of a view that contain the search text, the earliest due date first, cases without one last."""
    query = _searched(select(*_COLUMNS).where(where), search)
    query = query.order_by(_case.c.due == "", _case.c.due, _case.c.case).offset(start)
    if limit >= 0:
        query = query.limit(limit)
    return [Line(*row) for row in connection.execute(query)]


def count(connection: Connection, where: ColumnElement[bool], search: str = "") -> int:
    """How many rows a view has."""
    return connection.scalar(_searched(select(func.count()).select_from(_case).where(where), search)) or 0


def find(connection: Connection, reference: str) -> str:
    """The case a person means by an id, the beginning of one (≥ 4 characters) or a number.

    UnknownError if there is none, or more than one.
    """
    numbered = _case.c.number == reference
    begins = _case.c.case.like(f"{_literal(reference)}%", escape="\\") if len(reference) >= 4 else false()
    found: Sequence[Any] = connection.scalars(select(_case.c.case).where(or_(numbered, begins)).limit(2)).all()
    if len(found) != 1:
        raise UnknownError("several_cases" if found else "unknown_case", case=reference)
    return str(found[0])


def _searched(query: Select[Any], search: str) -> Select[Any]:
    if not search:
        return query
    pattern = f"%{_literal(search)}%"
    return query.where(or_(*(_case.c[name].like(pattern, escape="\\") for name in SEARCHED)))


def _literal(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
