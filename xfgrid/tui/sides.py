"""A dispute as its sides: what each wrote, who and when, and what a settlement may choose."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from xfgrid.case.fold import Case, Write
from xfgrid.case.offices import Offices
from xfgrid.case.vocabulary import ENDED, RESERVED
from xfgrid.terms import Terms
from xfgrid.tui import words


@dataclass(frozen=True, slots=True)
class Side:
    """One side: its value as events carry it and in words, and who wrote it when."""

    value: object
    shown: str
    by: str


@dataclass(frozen=True, slots=True)
class Dispute:
    """One disputed field. `free`: another value than the sides' may be written; acts choose among theirs."""

    field: str
    label: str
    sides: tuple[Side, ...]
    free: bool


def disputes(case: Case, offices: Offices, terms: Terms, today: date) -> list[Dispute]:
    """Every disputed field of a case with its sides."""
    return [_dispute(case, name, offices, terms, today) for name in case.conflicts]


def _dispute(case: Case, name: str, offices: Offices, terms: Terms, today: date) -> Dispute:
    by: dict[str, list[str]] = {}
    values: dict[str, object] = {}
    for head in _choosable(case, name):
        author = case.author(head.event)
        role = words.named(terms, "role", author.role)
        at = words.moment(terms, case.events[head.event].head.at, today)
        values[str(head.value)] = head.value
        by.setdefault(str(head.value), []).append(f"{offices.name(author.office)} · {role} · {at}")
    sides = tuple(Side(v, _said(name, v, offices, terms), "；".join(by[key])) for key, v in values.items())
    return Dispute(name, words.named(terms, "field", name), sides, name not in RESERVED)


def _choosable(case: Case, name: str) -> Sequence[Write]:
    """The heads a settlement may choose; see `law`: of acts those that kept the rules, and no ending over a living
    case."""
    heads = case.fields[name].heads
    if name not in RESERVED:
        return heads
    lawful = [head for head in heads if head.lawful] or list(heads)
    live = [head for head in lawful if head.value not in ENDED]
    return live if name == "state" and live else lawful


def _said(name: str, value: object, offices: Offices, terms: Terms) -> str:
    text = "" if value is None else str(value)
    if name in ("owner", "offered"):
        return offices.name(text)
    if name in ("kind", "how", "class"):
        return words.option(name, text, terms)
    if name in ("state", "mediation"):
        return words.named(terms, "state", text)
    return terms.choice(name, text) or "—"
