"""A case as `show` answers it."""

from __future__ import annotations

from xfgrid.case.acts import Actor
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.timeline import timeline
from xfgrid.cli import outputs
from xfgrid.cli.shell import Answer
from xfgrid.journal.desk import Desk
from xfgrid.journal.rows import title
from xfgrid.terms import Terms


def shown(desk: Desk, case: Case, terms: Terms) -> Answer:
    """The case with its timeline, the earliest entry first."""
    entries = [_entry(desk, event, terms) for event in timeline(case)]
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
        timeline=entries,
    )
    return Answer(data, _text(desk, data, terms))


def _entry(desk: Desk, event: Event, terms: Terms) -> outputs.TimelineEntry:
    values = event.values()
    actor = Actor.parse(event.head.actor)
    by = f"{desk.offices.name(actor.office)} {terms.get(f'case.role.{actor.role}', actor.role)}"
    text = str(values.get("note") or values.get("asked") or "")
    return outputs.TimelineEntry(
        event.hash.hex(), event.head.type, event.head.at, str(values.get("on") or ""), by, text
    )


def _text(desk: Desk, case: outputs.ShownCase, terms: Terms) -> str:
    state = terms.get(f"case.state.{case.state}", case.state)
    due = due_words(case.due, case.due_kind, case.provisional, terms) or "—"
    head = [
        f"{case.number}  {case.title}",
        terms("cli.said.stands", state=state, owner=desk.offices.name(case.owner), due=due),
    ]
    facts = [
        f"{terms.get(f'case.field.{n}', n)}: {v}" for n, v in case.fields.items() if n not in ("state", "owner", "due")
    ]
    timeline = [
        f"{e.at[:16].replace('T', ' ')}  {terms.get(f'case.type.{e.type}', e.type)}  {e.by}  {e.text}".rstrip()
        for e in case.timeline
    ]
    return "\n".join([*head, "", *facts, "", *timeline])


def due_words(due: str, kind: str, provisional: bool, terms: Terms) -> str:
    """A due date with its kind, and whether it is estimated; '' for none."""
    marks = [terms(f"clocks.mark.{kind}")] if kind else []
    if provisional:
        marks.append(terms("clocks.mark.provisional"))
    return " ".join([due, *marks]) if due else ""
