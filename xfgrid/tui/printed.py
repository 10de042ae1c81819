"""Today's list as a sheet for the printer: CSV that WPS and Excel open as it is."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import TYPE_CHECKING

from xfgrid.terms import Terms
from xfgrid.tui import words

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk

COLUMNS = ("why", "number", "title", "state", "owner", "due")


def write(desk: Desk, terms: Terms) -> Path:
    """Writes `today-<day>.csv` into the home, over an earlier one of the day, and returns where it is."""
    path = desk.home.path / f"today-{desk.today().isoformat()}.csv"
    with path.open("w", encoding="utf-8-sig", newline="") as file:  # the mark tells Excel that it is UTF-8
        sheet = csv.writer(file)
        sheet.writerow([terms(f"screen.column.{name}") for name in COLUMNS])
        sheet.writerows(lines(desk, terms))
    return path


def lines(desk: Desk, terms: Terms) -> list[list[str]]:
    """The cells of today's list."""
    from xfgrid.journal.today import today

    return [
        [
            terms(f"screen.section.{task.section}"),
            task.line.number,
            task.line.title,
            words.named(terms, "state", task.line.state),
            desk.offices.name(task.line.owner),
            task.line.due,
        ]
        for task in today(desk)
    ]
