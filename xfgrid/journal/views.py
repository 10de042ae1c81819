"""Lists as a connection of SQLAlchemy reads them, and the case a person means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, false, or_, select, text

from xfgrid.errors import UnknownError
from xfgrid.journal.lists import Run
from xfgrid.journal.search import literal
from xfgrid.journal.tables import CaseRow, table_of

_case = table_of(CaseRow)


def run(connection: Connection) -> Run:
    """What runs the statements of `lists` in a transaction."""
    return lambda sql, facts: connection.execute(text(sql), facts)


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
