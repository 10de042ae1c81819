"""Importing into a home, as the command does it, and reading back what is there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.ledger.books import Rows, written
from xfgrid.case.fold import Case
from xfgrid.cli.ledger import answer
from xfgrid.cli.outputs.ledger import Imported
from xfgrid.journal.desk import Desk
from xfgrid.ledger import importer
from xfgrid.ledger.layout import Layout
from xfgrid.terms import Terms


def imported(desk: Desk, path: Path, sheets: Sequence[str] = (), by_hand: Layout | None = None) -> Imported:
    """Looks, then writes; what the command answers."""
    return answer(importer.write(desk, importer.look(desk, path, sheets, by_hand)), Terms())


def imported_rows(desk: Desk, rows: Rows, **marks: Any) -> Imported:
    """Imports one sheet with these rows."""
    folder = desk.home.path.parent
    return imported(desk, written(folder, rows, f"{len(list(folder.iterdir()))}.xlsx", **marks))


def cases(desk: Desk) -> list[Case]:
    """Every case of a home, by id."""
    return sorted((desk.case(line.case) for line in desk.cases()), key=lambda case: case.id)


def facts(desk: Desk) -> list[str]:
    """The accounts of all cases, sorted."""
    return sorted(case.text("facts") for case in cases(desk))


def notes(case: Case) -> str:
    """All notes of a case."""
    return "\n".join(str(event.values().get("note", "")) for event in case.events.values())
