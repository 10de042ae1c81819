"""A case in the words of the screen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec

from xfgrid.case.acts import Actor
from xfgrid.case.clocks import Promise, why
from xfgrid.case.dues import Dues
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.forms import OWN
from xfgrid.case.offices import Offices
from xfgrid.case.timeline import happened_on, timeline, written_on
from xfgrid.terms import Terms
from xfgrid.tui import words
from xfgrid.tui.widgets.prose import Fact

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk

FACTS = ("asked", "facts", "place", "kind", "class", "how", "received", "other_side")
"""Fields shown under the standing, in this order."""
CHOSEN = ("purpose", "asked_by", "why")
"""What is said of an opening or an erasure beside who did it."""
SPOKEN = ("note", "sentence", "reason", "decision", "terms", "organ")
"""Free words of an event that its line in the timeline tells."""


class Shown(msgspec.Struct, frozen=True):
    """The parts of the case's screen, from above to below."""

    title: list[Fact]
    standing: list[Fact]
    dates: list[Fact]
    facts: list[Fact]
    heading: list[Fact]
    timeline: list[Fact]


def shown(desk: Desk, reference: str, terms: Terms) -> Shown:
    """A case as its screen shows it; UnknownError if it is not here (any more)."""
    from xfgrid.journal.rows import title

    case, today = desk.case(reference), desk.today()
    owed, events = desk.dues(case), timeline(case)[::-1]
    return Shown(
        title=[Fact("", f"{case.text('number')}  {title(case)}", "strong")],
        standing=[*_standing(case, owed.due, terms, desk.offices, today), *_contact(desk, case, terms)],
        dates=_dates(owed, terms, today),
        facts=[
            *(Fact(words.named(terms, "field", n), _value(case, n, terms, today)) for n in FACTS if case.text(n)),
            *(Fact(words.named(terms, "field", n), words.said(n, case.get(n), terms)) for n in _own(desk, case)),
            *_same_as(desk, case, terms),
        ],
        heading=[Fact("", terms("screen.case.timeline", count=len(events)), "muted")],
        timeline=[fact for event in events for fact in _happened(case, event, terms, desk.offices, today)],
    )


def _own(desk: Desk, case: Case) -> list[str]:
    """The county's own fields that say something here, as its form has them; those it asks no more at the end."""
    asked = [field.code for field in desk.intake.fields]
    here = sorted(name for name in case.fields if name.startswith(OWN) and case.get(name))
    return [*filter(here.__contains__, asked), *(name for name in here if name not in asked)]


def _contact(desk: Desk, case: Case, terms: Terms) -> list[Fact]:
    """How the contact stands here, where one was ever given."""
    from xfgrid.journal import disclosure

    with desk.home.store.read() as connection:
        state = disclosure.state(connection, case, desk.identity.device)
    words_of = terms(f"screen.contact.{state}") if state != "none" else ""
    return [Fact(terms("case.field.contact"), words_of, "muted")] if words_of else []


def _same_as(desk: Desk, case: Case, terms: Terms) -> list[Fact]:
    """The cases that are the same matter."""
    from xfgrid.journal import linking

    with desk.home.store.read() as connection:
        found = linking.names(connection, case)
    return [Fact(" " if at else terms("screen.case.same_as"), name) for at, name in enumerate(found)]


def _dates(owed: Dues, terms: Terms, today: date) -> list[Fact]:
    """The dates that run: the one owed next with how it was counted, the others in a line each."""
    running = sorted((p for p in owed.promises if p.open), key=lambda p: (p.due, p.rule.id))
    first = next((p for p in running if p.owed), None)
    others = [_date(promise, terms, today) for promise in running if promise is not first]
    counted = [Fact(terms("screen.case.counted"), why(first, terms), "muted")] if first else []
    return [*counted, *others]


def _date(promise: Promise, terms: Terms, today: date) -> Fact:
    day, tone = words.due(terms, promise.due.isoformat(), today)
    name = terms.get(f"clocks.rule.{promise.rule.id}", promise.rule.id)
    kind, effect = terms(f"clocks.kind.{promise.kind}"), terms(f"clocks.effect.{promise.rule.effect}")
    return Fact(terms("screen.case.also"), f"{day} · {name} · {kind} · {effect}", tone if promise.owed else "muted")


def _standing(case: Case, owed: str, terms: Terms, offices: Offices, today: date) -> list[Fact]:
    due, tone = words.due(terms, owed, today)
    state = words.named(terms, "state", case.state)
    facts = [
        Fact(terms("screen.column.state"), state, "strong"),
        Fact(terms("screen.column.owner"), offices.name(case.owner), "strong"),
        Fact(terms("screen.column.due"), due or terms("screen.case.no_due"), tone or "strong"),
    ]
    if case.conflicts:
        names = terms("screen.list_comma").join(words.named(terms, "field", name) for name in case.conflicts)
        facts.append(Fact(terms("screen.case.disputed"), names, "soon"))
    return facts


def _value(case: Case, name: str, terms: Terms, today: date) -> str:
    text = case.text(name)
    if name in ("kind", "how", "class"):
        return words.option(name, text, terms)
    return words.day(terms, text, today) if name == "received" else text


def _happened(case: Case, event: Event, terms: Terms, offices: Offices, today: date) -> list[Fact]:
    actor, values = Actor.parse(event.head.actor), event.values()
    by = f"{offices.name(actor.office)} · {words.named(terms, 'role', actor.role)}"
    what = words.named(terms, "type", event.head.type)
    spoken = [words.named(terms, "reason", str(values.get(name) or "")) for name in SPOKEN]
    told = [Fact("", f"  {line}") for said in spoken for line in said.splitlines()]
    told += [Fact("", f"  {terms(f'case.choice.{n}.{values[n]}')}") for n in CHOSEN if values.get(n)]
    return [Fact("", f"{_when(case, event, terms, today)} · {what} · {by}", "strong"), *told]


def _when(case: Case, event: Event, terms: Terms, today: date) -> str:
    """The day on which it happened; the hour too, where it was written down on that day, else the day it was."""
    happened, written = happened_on(case, event.hash.hex()), words.moment(terms, event.head.at, today)
    if happened == written_on(event):
        return written
    return terms("screen.case.written_later", day=words.day(terms, happened, today), written=written)
