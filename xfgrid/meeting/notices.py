"""Supervision notices (督办单): what a meeting gave to which office, and whether it goes there on paper."""

from __future__ import annotations

from dataclasses import dataclass

from xfgrid.journal import roster
from xfgrid.meeting.agenda import agenda
from xfgrid.meeting.table import Table


@dataclass(frozen=True, slots=True)
class Order:
    """One decision: the case's number and title, what was decided, and the ISO day the answer is due."""

    case: str
    number: str
    title: str
    decision: str
    sentence: str
    due: str


@dataclass(frozen=True, slots=True)
class Notice:
    """All orders to one office, the earliest date first. `paper`: no device of the office is known here, so the notice is printed
    and its signed reply typed in by the township (代录: `via` paper, `for` the office, `on` the date of the paper)."""

    office: str
    paper: bool
    orders: tuple[Order, ...]


def notices(table: Table) -> list[Notice]:
    """The notices that follow from a meeting, one an office."""
    given: dict[str, list[Order]] = {}
    for brief in agenda(table).all:
        done = brief.outcome
        if done.kind == "decided":
            order = Order(brief.item.case, brief.number, brief.title, done.decision, done.sentence, done.due)
            given.setdefault(done.owner, []).append(order)
    connected = {card.office for card in roster.everybody(table.connection) if not card.revoked}
    connected.add(table.desk.actor.office)
    return [
        Notice(office, office not in connected, tuple(sorted(orders, key=lambda o: (o.due, o.number))))
        for office, orders in sorted(given.items())
    ]
