"""Agenda, minutes and notices as lines of words, for the command line and the screen."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from xfgrid.case.offices import Offices
from xfgrid.meeting.agenda import Agenda
from xfgrid.meeting.brief import Brief, Deadline
from xfgrid.meeting.minutes import FollowedLine, Minutes, MinutesItem
from xfgrid.meeting.notices import Notice
from xfgrid.meeting.rules import rules
from xfgrid.meeting.sitting import Sitting
from xfgrid.packages import kinds
from xfgrid.terms import Terms


def heading(sitting: Sitting, terms: Terms) -> str:
    """The meeting in one line: day, kind, state, and why it was typed in late where it was."""
    kind, state = terms(f"meeting.sitting.{sitting.kind}"), terms(f"meeting.state.{sitting.state}")
    late = [terms("meeting.item.typed_in", reason=sitting.typed_in)] if sitting.typed_in else []
    return " · ".join([sitting.held_on, kind, state, *late])


def cause(brief: Brief, terms: Terms) -> str:
    """Why an item is here, in one sentence; before it the hour of an appointment."""
    appointed = terms("meeting.reason.appointed", hour=brief.item.hour) if brief.item.hour else ""
    return appointed + _cause(brief, terms)


def _cause(brief: Brief, terms: Terms) -> str:
    if not brief.item.cause:
        return brief.item.words or terms("meeting.reason.presented")
    late = max((-deadline.left for deadline in brief.deadlines), default=0)
    return terms(f"meeting.reason.{brief.item.cause}", days=max(late, 0), times=brief.postponed)


def kind(code: str, terms: Terms) -> str:
    """The kind of dispute in words; the code itself if this version does not know it."""
    found = next((one for one in kinds().types if one.code == code), None)
    return found.label["en" if terms.language == "en" else "zh-CN"] if found else code


def deadline(one: Deadline, terms: Terms) -> str:
    """A date owed, with the days left or past."""
    key = "late" if one.left < 0 else "left"
    left = terms(f"meeting.item.{key}", days=abs(one.left))
    estimated = terms("meeting.item.provisional") if one.provisional else ""
    return f"{terms.get(f'clocks.rule.{one.rule}', one.rule)} {one.due.isoformat()} {left}{estimated}"


def agenda_lines(agenda: Agenda, terms: Terms, offices: Offices) -> list[str]:
    """The agenda, an item a line."""
    lines = [heading(agenda.sitting, terms), "", terms("meeting.minutes.first")]
    stood = [
        f"  {offices.name(one.owner)}  {one.due}  {terms(f'meeting.followed.{one.stood}')}" for one in agenda.first
    ]
    lines += stood or [f"  {terms('meeting.minutes.first_none')}"]
    blocks = (("routine", agenda.routine), ("", agenda.items), ("late_list", agenda.late))
    for name, briefs in blocks:
        if briefs:
            lines += ["", terms(f"meeting.item.{name}") if name else terms("meeting.minutes.second")]
            lines += [_agenda_line(brief, terms) for brief in briefs]
    return lines


def _agenda_line(brief: Brief, terms: Terms) -> str:
    outcome = terms(f"meeting.outcome.{brief.outcome.kind}")
    return f"  {brief.no}  {brief.number}  {brief.title}  [{outcome}]  {cause(brief, terms)}"


def minutes_lines(minutes: Minutes, terms: Terms, offices: Offices) -> list[str]:
    """The minutes, in either form."""
    return [
        *_head(minutes, terms, offices),
        "",
        terms("meeting.minutes.first"),
        *_first(minutes, terms, offices),
        "",
        terms("meeting.minutes.second"),
        *(line for item in minutes.items for line in _item(item, minutes.form, terms, offices)),
        *(_counts(minutes, terms) if minutes.form == "open" else ()),
        "",
        *_end(minutes, terms),
    ]


def _head(minutes: Minutes, terms: Terms, offices: Offices) -> Iterator[str]:
    key = "meeting.minutes.title_open" if minutes.form == "open" else "meeting.minutes.title"
    yield terms(key, office=offices.name(minutes.office), sitting=terms(f"meeting.sitting.{minutes.kind}"))
    yield terms("meeting.minutes.day", day=minutes.held_on)
    facts = {"place": minutes.sits_at, "convenor": minutes.convenor}
    yield from (terms(f"meeting.minutes.{name}", **{name: value}) for name, value in facts.items() if value)
    yield terms("meeting.minutes.attended", offices=_names(minutes.attended, terms, offices))
    if minutes.attending:
        yield terms("meeting.minutes.names", names=minutes.attending)
    if minutes.apologies:
        yield terms("meeting.minutes.apologies", offices=_names(minutes.apologies, terms, offices))
    if minutes.hurried:
        yield terms("meeting.minutes.hurried", reason=minutes.hurried)


def _first(minutes: Minutes, terms: Terms, offices: Offices) -> Iterator[str]:
    if not minutes.followed:
        yield terms("meeting.minutes.first_none")
        return
    yield from (_followed(line, terms, offices) for line in minutes.followed)
    stood = [line.stood for line in minutes.followed]
    yield terms("meeting.minutes.first_count", **{name: stood.count(name) for name in ("done", "running", "late")})


def _followed(line: FollowedLine, terms: Terms, offices: Offices) -> str:
    stood = terms(f"meeting.followed.{line.stood}")
    facts = {"number": line.number, "title": line.title, "due": line.due or "—", "stood": stood}
    return terms("meeting.minutes.first_line", owner=offices.name(line.owner), **facts).strip(" ·")


def _item(item: MinutesItem, form: str, terms: Terms, offices: Offices) -> Iterator[str]:
    outcome = item.outcome
    if form == "open":
        yield terms("meeting.minutes.item_open", no=item.no, outcome=terms(f"meeting.outcome.{outcome.kind}"))
        if outcome.kind == "decided":
            yield terms("meeting.minutes.decided_open", owner=offices.name(outcome.owner), due=outcome.due)
        return
    yield terms("meeting.minutes.item", no=item.no, number=item.number, title=item.title)
    yield from _said(item, terms, offices)
    if outcome.kind == "decided":
        owner = offices.name(outcome.owner)
        yield terms("meeting.minutes.decided", decision=outcome.decision, owner=owner, due=outcome.due)
        yield terms("meeting.minutes.sentence", sentence=outcome.sentence)
    elif outcome.kind == "postponed":
        yield terms("meeting.minutes.postponed", times=outcome.times, reason=outcome.reason)
        yield from _for_county(outcome.times, terms)
    else:
        yield terms(f"meeting.outcome.{outcome.kind}")


def _for_county(times: int, terms: Terms) -> Iterator[str]:
    if times >= rules().postponements:
        yield terms("meeting.minutes.postponed_county", times=times)


def _said(item: MinutesItem, terms: Terms, offices: Offices) -> Iterator[str]:
    for office, reason in item.recused:
        yield terms("meeting.minutes.recused", office=offices.name(office), reason=reason)
    for side, words in item.notes:
        if side:
            yield terms("meeting.minutes.note", side=terms(f"meeting.side.{side}"), words=words)
        else:
            yield terms("meeting.minutes.noted", words=words)


def _counts(minutes: Minutes, terms: Terms) -> Iterator[str]:
    yield ""
    yield terms("meeting.minutes.kinds")
    if not minutes.counts:
        yield terms("meeting.minutes.kinds_none")
    for code, count in minutes.counts:
        shown = terms("meeting.minutes.hidden") if count is None else count
        yield terms("meeting.minutes.kind_line", kind=kind(code, terms), count=shown)


def _end(minutes: Minutes, terms: Terms) -> Iterator[str]:
    if minutes.changed:
        yield terms("meeting.minutes.changed")
    elif minutes.checked:
        by = minutes.checker
        yield terms("meeting.minutes.checked", checker=by) if by else terms("meeting.minutes.checked_open")
    else:
        yield terms("meeting.minutes.unchecked")
    if minutes.approved_on:
        yield terms("meeting.minutes.approved", day=minutes.approved_on)
    yield terms("meeting.minutes.digest", digest=minutes.digest)
    yield terms("meeting.minutes.chain", chain=minutes.chain)


def notice_lines(notices: Sequence[Notice], terms: Terms, offices: Offices) -> list[str]:
    """The supervision notices, an order a line; an office served on paper is named as such."""
    lines = [terms("meeting.notices.title")] if notices else []
    for notice in notices:
        owner = offices.name(notice.office)
        for one in notice.orders:
            facts = {"number": one.number, "title": one.title, "decision": one.decision, "due": one.due}
            lines.append(terms("meeting.notices.line", owner=owner, **facts))
        lines += [terms("meeting.notices.paper", office=owner)] if notice.paper else []
    return lines


def _names(codes: Sequence[str], terms: Terms, offices: Offices) -> str:
    return terms("screen.list_comma").join(offices.name(code) for code in codes) or terms("meeting.item.none")
