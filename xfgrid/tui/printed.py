"""What the screen saves for the printer: today's list as CSV (here for the command line) and papers as PDF."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from xfgrid.terms import Terms
from xfgrid.tui import words

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.papers.cases import Here

COLUMNS = ("why", "number", "title", "state", "owner", "due")


def today(desk: Desk) -> Path:
    """Writes `today-<day>.pdf` into the home, over an earlier one of the day, and returns where it is."""
    from xfgrid.papers.today import of_today

    return _paper(desk, "today", of_today(desk, _here(desk)), f"today-{desk.today().isoformat()}.pdf")


def blank(desk: Desk) -> Path:
    """Writes a blank intake form with the next number into the home, and returns where it is."""
    from xfgrid.papers.blank import numbered

    facts = numbered(desk, _here(desk))
    return _paper(desk, "intake", facts, f"intake-{facts['sheet']}.pdf")


def _here(desk: Desk) -> Here:
    from xfgrid.papers.cases import Here

    return Here(desk.actor.office, desk.identity.name, desk.today())


def _paper(desk: Desk, code: str, facts: dict[str, object], name: str) -> Path:
    from xfgrid.papers.make import make

    path = desk.home.path / name
    path.write_bytes(make(code, facts, "pdf", desk.home.path).data)
    show(path)
    return path


def show(path: Path) -> None:
    """Opens a file in the program the system has for it, where there is a desktop to show it on."""
    if sys.platform == "win32":
        os.startfile(path)
    elif os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        if opener := shutil.which("xdg-open"):
            quiet = subprocess.DEVNULL
            subprocess.Popen([opener, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)


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
