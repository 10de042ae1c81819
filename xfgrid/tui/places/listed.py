"""How a case stands in a list: its columns, and its line in them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from xfgrid.terms import Terms
from xfgrid.tui import words
from xfgrid.tui.widgets.rows import Column, Row

if TYPE_CHECKING:
    from xfgrid.case.offices import Offices
    from xfgrid.journal.lists import Line


def columns(terms: Terms) -> Sequence[Column]:
    """The columns of a list of cases; wide screens show more of them."""
    wide = terms.language != "zh-CN"
    return (
        Column(terms("screen.column.number"), 10),
        Column(terms("screen.column.title")),
        Column(terms("screen.column.kind"), 14, 116),
        Column(terms("screen.column.place"), 16, 100),
        Column(terms("screen.column.received"), 10, 132),
        Column(terms("screen.column.state"), 14 if wide else 11),
        Column(terms("screen.column.owner"), 14, 76),
        Column(terms("screen.column.due"), 15 if wide else 13),
    )


def row(line: Line, terms: Terms, offices: Offices, today: date) -> Row:
    """One case in these columns."""
    state = words.named(terms, "state", line.state)
    return Row(
        line.case,
        (
            (line.number, "muted"),
            (line.title, ""),
            (words.kind(line.kind, terms), ""),
            (line.place, ""),
            (words.day(terms, line.received, today), ""),
            (f"{state}{terms('screen.disputed')}" if line.conflicts else state, "soon" if line.conflicts else ""),
            (offices.name(line.owner), ""),
            words.due(terms, line.due, today),
        ),
    )
