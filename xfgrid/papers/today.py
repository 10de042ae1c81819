"""The facts of today's list as a paper: each case, why it is on the list, and room to tick it off."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xfgrid.papers.cases import TERMS, Here, signed

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


def of_today(desk: Desk, here: Here) -> dict[str, Any]:
    """The facts of the list, in its order."""
    tasks = [
        {
            "why": TERMS(f"screen.section.{task.section}"),
            "number": task.line.number,
            "title": task.line.title,
            "owner": desk.offices.name(task.line.owner),
            "due": task.line.due,
        }
        for task in desk.tasks()
    ]
    return {"tasks": tasks, **signed(desk.offices, here)}
