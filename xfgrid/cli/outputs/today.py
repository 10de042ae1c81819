"""What the commands of `xfgrid.cli.today` answer with."""

from __future__ import annotations

import msgspec


class TodayCase(msgspec.Struct):
    """`section` is why it is here: disputed, overdue, due_today, returned, not_taken or resident."""

    section: str
    case: str
    number: str
    title: str
    state: str
    owner: str
    due: str


class TodayList(msgspec.Struct):
    """`today`: what this office has to do, the most pressing first. Dates and offices as in `list`."""

    today: list[TodayCase]
