"""Papers as PDF, written into the home and shown."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.papers.make import Step


def paper(desk: Desk, kind: str, about: str, name: str, step: Step) -> Path:
    """Writes a paper about a case, an office, a meeting or nothing among the prints of the home as
    `<title>-<name or today>.pdf`; see `xfgrid.journal.prints` for how long it stays.

    A file that is there is never written over: the next one is numbered. Returns where it is, and shows it where there
    is a desktop. `step` is told what is done next, as `xfgrid.papers.make` does, and at last `writing`. Raises what making
    the paper raises.
    """
    from xfgrid.journal import prints
    from xfgrid.papers.gathered import at_desk
    from xfgrid.papers.template import template

    found = template(kind)
    made = at_desk(desk, kind, about, "pdf", step)
    step("writing")
    case = desk.case(about).id if found.about == "case" else ""
    path = prints.keep(desk.home, f"{found.title}-{name or desk.today().isoformat()}", made.data, case)
    show(path)
    return path


def ready(desk: Desk, case: str) -> list[str]:
    """The papers there can be of a case as it stands, by kind; the receipt, which everybody gets, first."""
    from xfgrid.papers.template import codes, template

    found = desk.case(case)
    about = [template(code) for code in codes() if template(code).about == "case"]
    kinds = [one.code for one in about if not one.after or found.of_type(*one.after)]
    return sorted(kinds, key=lambda kind: kind != "receipt")


def show(path: Path) -> None:
    """Opens a file in the program the system has for it, where there is a desktop to show it on."""
    if sys.platform == "win32":
        os.startfile(path)
    elif os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"):
        if opener := shutil.which("xdg-open"):
            quiet = subprocess.DEVNULL
            subprocess.Popen([opener, str(path)], stdin=quiet, stdout=quiet, stderr=quiet, start_new_session=True)
