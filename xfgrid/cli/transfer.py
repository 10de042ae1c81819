"""`county transfer`: all open work of one person to another, with a list to print."""

from __future__ import annotations

from typing import Annotated

import typer

from xfgrid.case.fold import Case
from xfgrid.cli.outputs import transfer as outputs
from xfgrid.cli.shell import Answer, Shell, opened, table
from xfgrid.cli.shown import promise_line
from xfgrid.journal.desk import Desk
from xfgrid.journal.rows import title
from xfgrid.journal.transfer import transfer
from xfgrid.terms import Terms


def transfer_work(
    shell: Shell,
    giver: Annotated[str, typer.Argument(metavar="FROM")],
    taker: Annotated[str, typer.Argument(metavar="TO")],
) -> Answer:
    with opened(shell) as desk:
        found = [_handed(desk, case, shell.terms) for case in transfer(desk, giver, taker)]
    data = outputs.Transferred(giver, taker, found)
    said = "cli.said.transfer_work" if found else "cli.said.transfer_none"
    head = shell.terms(said, count=len(found), giver=giver, taker=taker)
    return Answer(data, "\n".join([head, *(_told(one, shell.terms) for one in found)]))


def _handed(desk: Desk, case: Case, terms: Terms) -> outputs.HandedOn:
    owed = desk.dues(case)
    running = [promise_line(promise, terms) for promise in owed.promises if promise.open]
    return outputs.HandedOn(case.id, case.text("number"), title(case), owed.due, running)


def _told(one: outputs.HandedOn, terms: Terms) -> str:
    rows = [("", p.due, terms.get(f"clocks.rule.{p.rule}", p.rule)) for p in one.promises]
    return "\n".join(filter(None, [table([(one.number, one.due, one.title)]), table(rows)]))
