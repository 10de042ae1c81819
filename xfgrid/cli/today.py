"""`today`: what this office has to do today, as on the screen."""

from __future__ import annotations

import csv
import io
from typing import Annotated

import typer

from xfgrid.cli.outputs import today as outputs
from xfgrid.cli.shell import Answer, Shell, table
from xfgrid.journal.desk import Desk
from xfgrid.journal.tasks import Task

COLUMNS = ("why", "number", "title", "state", "owner", "due")


def today(shell: Shell, as_csv: Annotated[bool, typer.Option("--csv")] = False) -> Answer:
    with Desk.open(shell.home, shell.passphrase()) as desk:
        found = desk.tasks()
        cells = [_cells(task, desk, shell) for task in found]
    listed = [
        outputs.TodayCase(t.section, t.line.case, t.line.number, t.line.title, t.line.state, t.line.owner, t.line.due)
        for t in found
    ]
    text = _csv(shell, cells) if as_csv else table([tuple(row) for row in cells])
    return Answer(outputs.TodayList(listed), text or shell.terms("cli.said.nothing"))


def _cells(task: Task, desk: Desk, shell: Shell) -> list[str]:
    line, why = task.line, shell.terms(f"screen.section.{task.section}")
    state = shell.terms.get(f"case.state.{line.state}", line.state)
    return [why, line.number, line.title, state, desk.offices.name(line.owner), line.due]


def _csv(shell: Shell, cells: list[list[str]]) -> str:
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n")
    writer.writerow([shell.terms(f"screen.column.{name}") for name in COLUMNS])
    writer.writerows(cells)
    return sheet.getvalue().rstrip("\n")
