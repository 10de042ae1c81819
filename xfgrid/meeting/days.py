"""The days of meetings: an office holds one of a kind a day, and a day that was given up is free again."""

from __future__ import annotations

from datetime import date
from itertools import count

from sqlalchemy import Connection, select

from xfgrid.case.ids import uuid8
from xfgrid.errors import RuleError
from xfgrid.journal import journal
from xfgrid.journal.tables import CaseRow, table_of

_row = table_of(CaseRow)


def claim(connection: Connection, office: str, kind: str, day: date) -> str:
    """The id of a new meeting on a day; RuleError `meeting_exists` where one of its kind holds the day.

    It follows from office, kind and day, so that two clerks who call apart have called one; and from how many were
    called for that day before and were called off or moved away, which both know or neither does.
    """
    check(connection, office, kind, day)
    for earlier in count():
        meeting = uuid8("meeting", office, kind, day.isoformat(), *([earlier] if earlier else []))
        if not journal.load(connection, meeting).state:
            return meeting
    raise AssertionError


def check(connection: Connection, office: str, kind: str, day: date) -> None:
    """Raises RuleError `meeting_exists` where a meeting of the kind holds the day."""
    held = select(_row.c.case).where(
        _row.c.meeting, _row.c.owner == office, _row.c.received == day.isoformat(), _row.c.state != "cancelled"
    )
    if any(journal.load(connection, one).text("sitting") == kind for one in connection.scalars(held).all()):
        raise RuleError("meeting_exists", day=day.isoformat())
