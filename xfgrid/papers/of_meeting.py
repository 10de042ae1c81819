"""The papers of a joint meeting: what the meeting knows, in the plain values its papers are made of."""

from __future__ import annotations

from typing import Any

from xfgrid.case.offices import Offices
from xfgrid.journal.desk import Desk
from xfgrid.journal.rows import title
from xfgrid.meeting import words
from xfgrid.meeting.agenda import Agenda, agenda
from xfgrid.meeting.brief import Brief
from xfgrid.meeting.minutes import Minutes, internal, open_form
from xfgrid.meeting.minutes import MinutesItem as Item
from xfgrid.meeting.table import Table, looking
from xfgrid.papers import meetings
from xfgrid.papers.cases import TERMS, chinese
from xfgrid.papers.meetings import AgendaItem, FormerDecision, Head, MinutesItem, OpenItem, Seal


def of_meeting(desk: Desk, kind: str, about: str) -> dict[str, Any]:
    """The facts of `agenda`, `notice`, `minutes` or `minutes_open`. UnknownError for a meeting nobody knows."""
    with looking(desk, about) as table:
        if kind in ("agenda", "notice"):
            return _before(table, kind, desk.offices)
        return _after(table, kind, desk.offices)


def _before(table: Table, kind: str, offices: Offices) -> dict[str, Any]:
    found = agenda(table)
    sitting = found.sitting
    head = Head(
        office=offices.name(sitting.office),
        kind=TERMS(f"meeting.sitting.{sitting.kind}"),
        held_on=sitting.held_on,
        sits_at=sitting.sits_at,
        convenor=sitting.convenor,
        members=[offices.name(code) for code in sitting.members],
        hurried=sitting.hurried,
    )
    items = _items(found, offices)
    if kind == "notice":
        return meetings.of_notice(head, items, sitting.noticed or table.desk.today().isoformat())
    return meetings.of_agenda(head, _former(table, found, offices), items)


def _former(table: Table, found: Agenda, offices: Offices) -> list[FormerDecision]:
    cases = [table.case(one.case) for one in found.first]
    return [
        FormerDecision(c.text("number"), title(c), offices.name(o.owner), o.due, _stands(o.stood))
        for c, o in zip(cases, found.first, strict=True)
    ]


def _stands(stood: str) -> str:
    return TERMS(f"meeting.followed.{stood}")


def _items(found: Agenda, offices: Offices) -> list[AgendaItem]:
    parts = (("routine", found.routine), ("item", found.items), ("late", found.late))
    return [_item(brief, part, offices) for part, briefs in parts for brief in briefs]


def _item(brief: Brief, part: str, offices: Offices) -> AgendaItem:
    return AgendaItem(
        no=brief.no,
        part=part,
        number=brief.number,
        title=brief.title,
        kind=words.kind(brief.kind, TERMS),
        owner=offices.name(brief.owner),
        reason=words.cause(brief, TERMS),
        asked=brief.asked,
        facts=brief.facts,
        done=[_happened(h.on, h.office, h.type, h.words, offices) for h in brief.happened],
        sides=[f"{TERMS(f'meeting.side.{side}')}：{said}" for side, said in brief.sides],
        dates=[_dated(legal, brief) for legal in (True, False) if any(d.legal == legal for d in brief.deadlines)],
        options=[TERMS(f"meeting.option.{option.id}") for option in brief.options],
    )


def _happened(on: str, office: str, type_: str, said: str, offices: Offices) -> str:
    what = TERMS.get(f"case.type.{type_}", type_)
    return f"{chinese(on)} {offices.name(office)} {what}{'：' if said else ''}{said}"


def _dated(legal: bool, brief: Brief) -> str:
    """The legal dates in one line, the internal ones in another: they are never mixed."""
    name = TERMS(f"meeting.item.{'legal' if legal else 'internal'}")
    return f"{name}：{'；'.join(words.deadline(d, TERMS) for d in brief.deadlines if d.legal == legal)}"


def _after(table: Table, kind: str, offices: Offices) -> dict[str, Any]:
    minutes = internal(table)
    if kind == "minutes":
        items = [_minutes_item(item, offices) for item in minutes.items]
        return meetings.of_minutes(_head(minutes, offices), _followed(minutes, offices), items, _seal(minutes))
    bare = open_form(minutes, table)
    items_ = [OpenItem(i.no, _outcome(i), offices.name(i.outcome.owner), i.outcome.due) for i in bare.items]
    hidden = TERMS("meeting.minutes.hidden")
    counts = [(words.kind(code, TERMS), hidden if n is None else f"{n}件") for code, n in bare.counts]
    return meetings.of_open_minutes(_head(bare, offices), _followed(bare, offices), items_, counts, _seal(bare))


def _head(minutes: Minutes, offices: Offices) -> Head:
    return Head(
        office=offices.name(minutes.office),
        kind=TERMS(f"meeting.sitting.{minutes.kind}"),
        held_on=minutes.held_on,
        sits_at=minutes.sits_at,
        convenor=minutes.convenor,
        members=[offices.name(code) for code in minutes.attended],
        guests=minutes.attending,
        apologies=[offices.name(code) for code in minutes.apologies],
        hurried=minutes.hurried,
    )


def _followed(minutes: Minutes, offices: Offices) -> list[FormerDecision]:
    return [
        FormerDecision(one.number, one.title, offices.name(one.owner), one.due, _stands(one.stood))
        for one in minutes.followed
    ]


def _minutes_item(item: Item, offices: Offices) -> MinutesItem:
    found = item.outcome
    given = (found.decision, offices.name(found.owner), found.due, found.sentence) if found.kind == "decided" else ()
    return MinutesItem(item.no, item.number, item.title, _said(item, offices), _outcome(item), *given)


def _said(item: Item, offices: Offices) -> list[str]:
    recused = [
        TERMS("meeting.minutes.recused", office=offices.name(office), reason=reason) for office, reason in item.recused
    ]
    notes = [
        TERMS("meeting.minutes.note", side=TERMS(f"meeting.side.{side}"), words=said)
        if side
        else TERMS("meeting.minutes.noted", words=said)
        for side, said in item.notes
    ]
    return [f"{sentence.rstrip('。')}。" for sentence in (*recused, *notes)]


def _outcome(item: Item) -> str:
    found = item.outcome
    if found.kind == "postponed" and found.reason:
        return f"{TERMS('meeting.minutes.postponed', times=found.times, reason=found.reason).rstrip('。')}。"
    return TERMS(f"meeting.outcome.{found.kind}")


def _seal(minutes: Minutes) -> Seal:
    if minutes.changed:
        checked = TERMS("meeting.minutes.changed")
    elif minutes.checked and minutes.checker:
        checked = TERMS("meeting.minutes.checked", checker=minutes.checker)
    else:
        checked = TERMS("meeting.state.checked" if minutes.checked else "meeting.minutes.unchecked")
    approved = TERMS("meeting.minutes.approved", day=chinese(minutes.approved_on)) if minutes.approved_on else ""
    return Seal(f"{checked}。", f"{approved}。" if approved else "", minutes.digest, minutes.chain)
