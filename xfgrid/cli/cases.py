"""Commands on cases: new, list, show, queue."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
import typer

from xfgrid.cli import giving
from xfgrid.cli.outputs import cases as outputs
from xfgrid.cli.shell import Answer, Shell, opened, table
from xfgrid.cli.shown import due_words, shown
from xfgrid.errors import InputError
from xfgrid.journal.desk import Desk
from xfgrid.journal.likely import likely as likely_cases
from xfgrid.journal.lists import ORDERS, Line
from xfgrid.meeting import queue as meeting_queue
from xfgrid.terms import Terms
from xfgrid.tui.doing import sentence


def new(
    shell: Shell,
    source: Annotated[str, typer.Option("--from", metavar="FILE.json|-")] = giving.STDIN,
    contact: Annotated[str, typer.Option("--contact", metavar="ask|FILE|-")] = "",
    notice: Annotated[str, typer.Option("--notice", metavar="spoken|read_out|handed_over")] = "",
    strike: Annotated[bool, typer.Option("--strike")] = False,
) -> Answer:
    if contact and source == giving.STDIN and contact in (giving.ASK, giving.STDIN):
        raise InputError("stdin_twice")
    values = _object(giving.text(source))
    with opened(shell) as desk:
        if contact:
            values |= giving.contact(shell, desk.intake, contact, notice, desk.actor.staff)
        case = desk.register(values, strike=strike)
        number = desk.case(case).text("number")
    return Answer(outputs.New(case), shell.terms("cli.said.new", number=number, case=case))


def likely(shell: Shell, source: Annotated[str, typer.Option("--from", metavar="FILE.json|-")] = "-") -> Answer:
    values = _object(giving.text(source))
    with opened(shell) as desk, desk.home.store.read() as connection:
        found = [
            outputs.LikelyCase(one.line.case, one.line.number, one.line.title, one.line.state, one.why)
            for one in likely_cases(connection, values)
        ]
    rows = [
        (one.number, one.title, shell.terms.get(f"case.state.{one.state}", one.state), " ".join(one.why))
        for one in found
    ]
    return Answer(outputs.Likelies(found), table(rows) or shell.terms("cli.said.nothing"))


def transfer(shell: Shell, organ: Annotated[str, typer.Argument(metavar="ORGAN")]) -> Answer:
    with opened(shell) as desk:
        case = desk.transfer(organ)
    return Answer(outputs.New(case), shell.terms("cli.said.transfer", case=case))


def list_(
    shell: Shell,
    view: Annotated[str, typer.Option("--view", metavar="VIEW")] = "all",
    search: Annotated[str, typer.Option("--search")] = "",
    order: Annotated[str, typer.Option("--order", metavar="|".join(ORDERS))] = ORDERS[0],
) -> Answer:
    if order not in ORDERS:
        raise InputError("usage_value", given="--order", near=" ".join(ORDERS))
    with opened(shell) as desk:
        found = desk.cases(view, search, order=order)
        rows = [_row(c, desk, shell.terms) for c in found]
    listed = [
        outputs.ListedCase(c.case, c.number, c.title, c.state, c.owner, c.due, c.due_kind, c.provisional) for c in found
    ]
    return Answer(outputs.CaseList(listed), table(rows) or shell.terms("cli.said.nothing"))


def _row(line: Line, desk: Desk, terms: Terms) -> tuple[str, ...]:
    due = due_words(line.due, line.due_kind, line.provisional, terms)
    state = terms.get(f"case.state.{line.state}", line.state)
    return line.number, due, state, desk.offices.name(line.owner), line.title


def show(
    shell: Shell,
    case: Annotated[str, typer.Argument(metavar="CASE")],
    why: Annotated[bool, typer.Option("--why")] = False,
    find: Annotated[str, typer.Option("--find", metavar="TEXT")] = "",
    in_a_sentence: Annotated[bool, typer.Option("--sentence")] = False,
) -> Answer:
    with opened(shell) as desk:
        answer = shown(desk, desk.case(case), shell.terms, why=why)
        if in_a_sentence:
            return Answer(answer.data, sentence(desk.case(case), desk, shell.terms))
    if find:
        return Answer(
            answer.data, "\n".join(line for line in answer.text.split("\n") if find.casefold() in line.casefold())
        )
    return answer


def queue(shell: Shell) -> Answer:
    with opened(shell) as desk:
        found = meeting_queue.queue(desk)
    entries = [
        outputs.QueuedCase(
            e.case, e.number, e.title, e.sentence(shell.terms), e.due, list(e.reasons), e.band, e.postponed
        )
        for e in found
    ]
    text = table(
        [(shell.terms(f"meeting.band.{e.band}"), e.number, e.due, e.title, e.reason) for e in entries]
    ) or shell.terms("cli.said.nothing")
    return Answer(outputs.Queue(entries), text)


def _object(text: str) -> dict[str, Any]:
    try:
        return msgspec.json.decode(text, type=dict[str, Any])
    except (msgspec.DecodeError, UnicodeEncodeError) as error:
        raise InputError("bad_json", reason=str(error)) from error
