"""What lists show: saved views over `case_row`, a page at a time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Select, and_, false, func, or_, select, true

from xfgrid.errors import UnknownError
from xfgrid.journal.search import before, hits, literal
from xfgrid.journal.tables import CaseRow

_case = CaseRow.__table__  # type: ignore[attr-defined]
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


ORDERS = ("due", "received", "number")
"""Orders of a list: the earliest due date first and cases without one last; the newest first; by number."""

_ORDERS = {
    "due": (_case.c.listed,),
    "received": (_case.c.received.desc(), _case.c.listed.desc()),
    "number": (_case.c.number, _case.c.listed),
}
_COLUMNS = [_case.c[name] for name in Line.__struct_fields__]


def condition(view: str, office: str, today: date) -> ColumnElement[bool]:
    """The rows of a saved view, as seen from an office; UnknownError for a view nobody knows."""
    conditions: dict[str, ColumnElement[bool]] = {
        "all": true(),
        "live": _case.c.live,
        "mine": and_(_case.c.live, _case.c.owner == office),
        "overdue": and_(_case.c.live, _case.c.listed < before(today)),
        "disputed": _case.c.conflicts > 0,
        "ended": _case.c.live == false(),
    }
    if view not in conditions:
        raise UnknownError("unknown_view", view=view, known=" ".join(VIEWS))
    return and_(_case.c.meeting == false(), conditions[view])


def lines(
    connection: Connection,
    where: ColumnElement[bool],
    search: str = "",
    start: int = 0,
    limit: int = -1,
    order: str = ORDERS[0],
) -> list[Line]:
    """Rows of a view that contain the search text, in one of ORDERS."""
    page = _places(connection, where, search)
    page = page.order_by(*_ORDERS[order] if order != ORDERS[0] else page.selected_columns).offset(start)
    page = page.limit(limit) if limit >= 0 else page
    query = select(*_COLUMNS).where(_case.c.listed.in_(page)).order_by(*_ORDERS[order])
    return [Line(*row) for row in connection.execute(query)]


def count(connection: Connection, where: ColumnElement[bool], search: str = "") -> int:
    """How many rows a view has."""
    places = _places(connection, where, search)
    return connection.scalar(places.with_only_columns(func.count(), maintain_column_froms=True)) or 0


def find(connection: Connection, reference: str) -> str:
    """The case a person means by an id, the beginning of one (≥ 4 characters) or a number.

    UnknownError if there is none, or more than one.
    """
    numbered = _case.c.number == reference
    begins = _case.c.case.like(f"{literal(reference)}%", escape="\\") if len(reference) >= 4 else false()
    cases: Sequence[Any] = connection.scalars(
        select(_case.c.case).where(_case.c.meeting == false(), or_(numbered, begins)).limit(2)
    ).all()
    if len(cases) != 1:
        raise UnknownError("several_cases" if cases else "unknown_case", case=reference)
    return str(cases[0])


def _places(connection: Connection, where: ColumnElement[bool], words: str) -> Select[Any]:
    """The places of the rows of a view that contain the words."""
    return (hits(connection, words) if words else select(_case.c.listed)).where(where)
