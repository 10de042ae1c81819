"""Commands on cases: new, list, show, act, queue."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, Any

import msgspec
import typer

from xfgrid.cli import outputs
from xfgrid.cli.shell import Answer, Shell, table
from xfgrid.cli.shown import due_words, shown
from xfgrid.errors import FileError, InputError
from xfgrid.journal.desk import Desk
from xfgrid.journal.views import Line
from xfgrid.meeting import queue as meeting_queue
from xfgrid.terms import Terms


def new(
    shell: Shell,
    source: Annotated[str, typer.Option("--from", metavar="FILE.json|-")] = "-",
    strike: Annotated[bool, typer.Option("--strike")] = False,
) -> Answer:
    values = _object(_text(source))
    with _desk(shell) as desk:
        case = desk.register(values, strike=strike)
    return Answer(outputs.New(case), shell.terms("cli.said.new", case=case))


def list_(
    shell: Shell,
    view: Annotated[str, typer.Option("--view")] = "all",
    search: Annotated[str, typer.Option("--search")] = "",
) -> Answer:
    with _desk(shell) as desk:
        found = desk.cases(view, search)
        rows = [_row(c, desk, shell.terms) for c in found]
    listed = [
        outputs.ListedCase(c.case, c.number, c.title, c.state, c.owner, c.due, c.due_kind, c.provisional) for c in found
    ]
    return Answer(outputs.CaseList(listed), table(rows) or shell.terms("cli.said.nothing"))


def _row(line: Line, desk: Desk, terms: Terms) -> tuple[str, ...]:
    due = due_words(line.due, line.due_kind, line.provisional, terms)
    state = terms.get(f"case.state.{line.state}", line.state)
    return line.number, due, state, desk.offices.name(line.owner), line.title


def show(shell: Shell, case: Annotated[str, typer.Argument(metavar="CASE")]) -> Answer:
    with _desk(shell) as desk:
        return shown(desk, desk.case(case), shell.terms)


def act(
    shell: Shell,
    case: Annotated[str, typer.Argument(metavar="CASE")],
    action: Annotated[str, typer.Argument(metavar="ACTION")],
    text: Annotated[str, typer.Option("--text")] = "",
    to: Annotated[str, typer.Option("--to", metavar="OFFICE")] = "",
    field: Annotated[list[str] | None, typer.Option("--field", metavar="NAME=VALUE")] = None,
    strike: Annotated[bool, typer.Option("--strike")] = False,
) -> Answer:
    with _desk(shell) as desk:
        event, after = desk.act(case, action, _values(desk, text, to, field or []), strike=strike)
    state = shell.terms.get(f"case.state.{after.state}", after.state)
    return Answer(outputs.Acted(event.hash.hex(), after.state), shell.terms("cli.said.act", state=state))


def queue(shell: Shell) -> Answer:
    with _desk(shell) as desk:
        found = meeting_queue.queue(desk)
    entries = [outputs.QueuedCase(e.case, e.number, e.title, e.sentence(shell.terms), e.due) for e in found]
    text = table([(e.number, e.due, e.title, e.reason) for e in entries]) or shell.terms("cli.said.nothing")
    return Answer(outputs.Queue(entries), text)


def _desk(shell: Shell) -> Desk:
    return Desk.open(shell.home, shell.passphrase())


def _text(source: str) -> str:
    if source == "-":
        return sys.stdin.read()
    try:
        return Path(source).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise FileError("unreadable_file", file=source) from error


def _object(text: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise InputError("bad_json", reason=str(error)) from error


def _values(desk: Desk, text: str, to: str, fields: list[str]) -> dict[str, object]:
    values: dict[str, object] = {"note": text} if text else {}
    if to:
        values["owner"] = desk.offices[to].code
    for pair in fields:
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise InputError("bad_field", field=pair)
        values[name] = value
    return values
