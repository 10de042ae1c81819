"""A case as `show` answers it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from xfgrid.case.acts import Actor
from xfgrid.case.civil import minute
from xfgrid.case.clocks import Promise, why
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.timeline import happened_on, timeline
from xfgrid.cli.outputs import shown as outputs
from xfgrid.cli.shell import Answer
from xfgrid.journal import disclosure, linking
from xfgrid.journal.desk import Desk
from xfgrid.journal.rows import title
from xfgrid.terms import Terms
from xfgrid.tui import words

CHOSEN = ("purpose", "asked_by", "why")
"""What is said of an opening or an erasure beside who did it."""
_STANDING = ("state", "owner", "due", "contact")
"""Fields said in the first lines already; of a contact only how it stands."""


def shown(desk: Desk, case: Case, terms: Terms, *, why: bool = False) -> Answer:
    """The case with its timeline, the earliest entry first; `why` adds every promise and how it was counted."""
    owed = desk.dues(case)
    data = outputs.ShownCase(
        case=case.id,
        number=case.text("number"),
        title=title(case),
        state=case.state,
        owner=case.owner,
        due=owed.due,
        due_kind=owed.kind,
        provisional=owed.provisional,
        fields={name: case.get(name) for name in sorted(case.fields)},
        conflicts=case.conflicts,
        timeline=[_entry(desk, case, event, terms) for event in timeline(case)],
        promises=[promise_line(promise, terms) for promise in owed.promises] if why else [],
        contact=_contact(desk, case),
        same_as=_same_as(desk, case),
    )
    return Answer(data, "\n\n".join(filter(None, map("\n".join, _blocks(desk, data, terms)))))


def _contact(desk: Desk, case: Case) -> str:
    with desk.home.store.read() as connection:
        return disclosure.state(connection, case, desk.identity.device)


def _same_as(desk: Desk, case: Case) -> list[str]:
    with desk.home.store.read() as connection:
        return linking.names(connection, case)


def due_words(due: str, kind: str, provisional: bool, terms: Terms) -> str:
    """A due date with its kind, and whether it is estimated; '' for none."""
    marks = [terms(f"clocks.mark.{kind}")] if kind else []
    if provisional:
        marks.append(terms("clocks.mark.provisional"))
    return " ".join([due, *marks]) if due else ""


def value_words(desk: Desk, name: str, value: object, terms: Terms) -> str:
    """The value of a field as people say it; a code nobody has words for stays as it is."""
    if value in (None, ""):
        return terms("cli.said.no_value")
    if name in ("owner", "offered", "place_office"):
        return desk.offices.name(str(value))
    if name == "state":
        return terms.get(f"case.state.{value}", str(value))
    return words.said(name, value, terms)


def author(desk: Desk, event: Event, terms: Terms) -> str:
    """Who wrote an event: the office and the role, never a name."""
    actor = Actor.parse(event.head.actor)
    return f"{desk.offices.name(actor.office)} {terms.get(f'case.role.{actor.role}', actor.role)}".strip()


def _entry(desk: Desk, case: Case, event: Event, terms: Terms) -> outputs.TimelineEntry:
    values = event.values()
    text = next((str(values[name]) for name in ("note", "sentence", "reason", "asked") if values.get(name)), "")
    chosen = [terms(f"case.choice.{name}.{values[name]}") for name in CHOSEN if values.get(name)]
    text = terms.get(f"case.reason.{text}", text) or terms("cli.said.comma").join(chosen)
    on = happened_on(case, event.hash.hex())
    return outputs.TimelineEntry(event.hash.hex(), event.head.type, event.head.at, on, author(desk, event, terms), text)


def promise_line(promise: Promise, terms: Terms) -> outputs.PromiseLine:
    """A promised date with how it was counted."""
    met, ended = _iso(promise.met), _iso(promise.ended)
    rule, due = promise.rule, promise.due.isoformat()
    return outputs.PromiseLine(
        rule.id, rule.kind, rule.effect, due, promise.provisional, met, ended, why(promise, terms)
    )


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def _blocks(desk: Desk, case: outputs.ShownCase, terms: Terms) -> Sequence[Sequence[str]]:
    state = value_words(desk, "state", case.state, terms)
    due = due_words(case.due, case.due_kind, case.provisional, terms) or "—"
    head = [
        f"{case.number}  {case.title}",
        terms("cli.said.stands", state=state, owner=desk.offices.name(case.owner), due=due),
    ]
    if case.contact != "none":
        head.append(terms(f"cli.said.contact_{case.contact}", number=case.number))
    head += [f"{terms('screen.case.same_as')}: {name}" for name in case.same_as]
    facts = [
        f"{terms.get(f'case.field.{name}', name)}: {value_words(desk, name, value, terms)}"
        for name, value in case.fields.items()
        if name not in _STANDING and value not in (None, "")
    ]
    happened = [
        f"{_when(e, terms)}  {terms.get(f'case.type.{e.type}', e.type)}  {e.by}  {e.text}".rstrip()
        for e in case.timeline
    ]
    legal, internal = ([p for p in case.promises if p.kind == kind] for kind in ("legal", "internal"))
    return head, facts, happened, _why("legal", legal, terms), _why("internal", internal, terms)


def _when(entry: outputs.TimelineEntry, terms: Terms) -> str:
    """The day on which it happened; the hour too, where it was written down on that day, else when it was."""
    written = minute(entry.at)
    return (
        written if written.startswith(entry.on) else terms("screen.case.written_later", day=entry.on, written=written)
    )


def _why(kind: str, promises: Sequence[outputs.PromiseLine], terms: Terms) -> list[str]:
    """Promises of one kind, never mixed with the other, each with its count."""
    if not promises:
        return []
    lines = [f"  {terms.get(f'clocks.rule.{p.rule}', p.rule)}: {p.due}\n    {p.why}" for p in promises]
    return [terms(f"clocks.kind.{kind}"), *lines]
