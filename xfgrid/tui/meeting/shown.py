"""A meeting and its items in the words of the screen; for the room without anything a resident told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import msgspec

from xfgrid.case.offices import Offices
from xfgrid.case.privacy import scan, strike
from xfgrid.terms import Terms
from xfgrid.tui import words
from xfgrid.tui.widgets.prose import Fact
from xfgrid.tui.widgets.rows import Row

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.meeting.agenda import Agenda
    from xfgrid.meeting.brief import Brief, Deadline, Happening
    from xfgrid.meeting.sitting import Sitting

TONES = {"decided": "", "postponed": "soon", "open": "strong", "disputed": "late"}
IN_ROOM = 3
"""Ways open that a projector shows; the law stands beside each."""


class Shown(msgspec.Struct, frozen=True):
    """One meeting as its place shows it; `meetings` are the ids of all, the earliest first; no `sitting`: none yet.
    `convenes`: whoever looks at it holds meetings."""

    meetings: list[str]
    at: str
    heading: list[Fact]
    rows: list[Row]
    sitting: Sitting | None = None
    convenes: bool = False

    @property
    def state(self) -> str:
        """The state of the meeting, '' where there is none."""
        return self.sitting.state if self.sitting else ""


def meeting(desk: Desk, wanted: str, terms: Terms) -> Shown:
    """The meeting of an id; with '' the one in session, else the next, else the last. None is an empty screen."""
    from xfgrid.meeting.agenda import agenda
    from xfgrid.meeting.clerk import convenes
    from xfgrid.meeting.rules import rules
    from xfgrid.meeting.table import looking, meetings

    with desk.home.store.read() as connection:
        found = meetings(connection, rules())
    ids = [one.id for one in found]
    now = [m.id for m in found if m.state == "in_session"] + [m.id for m in found if m.state in ("called", "frozen")]
    at = wanted or (now or ids[-1:] or [""])[0]
    if not at:
        mine = convenes(desk)
        nothing = [Fact("", terms("screen.meeting.none" if mine else "screen.meeting.none_here"), "muted")]
        return Shown([], "", nothing, [], convenes=mine)
    with looking(desk, at) as table:
        shown = agenda(table)
    rows = [_row(brief, terms) for brief in shown.all]
    return Shown(ids, at, _heading(shown, terms, desk.offices), rows, shown.sitting, convenes(desk))


def minutes(desk: Desk, meeting: str, terms: Terms) -> list[Fact]:
    """The minutes as they stand, to be read on the screen."""
    from xfgrid.meeting.minutes import internal
    from xfgrid.meeting.table import looking
    from xfgrid.meeting.words import minutes_lines

    with looking(desk, meeting) as table:
        return [Fact("", line) for line in minutes_lines(internal(table), terms, desk.offices)]


def served(desk: Desk, meeting: str) -> list[tuple[str, str]]:
    """Code and name of the offices that this meeting's decisions reach on paper only."""
    from xfgrid.meeting.notices import notices
    from xfgrid.meeting.table import looking

    with looking(desk, meeting) as table:
        return [(notice.office, desk.offices.name(notice.office)) for notice in notices(table) if notice.paper]


def _heading(agenda: Agenda, terms: Terms, offices: Offices) -> list[Fact]:
    from xfgrid.meeting.words import heading

    stood = [line.stood for line in agenda.first]
    counts = {name: stood.count(name) for name in ("done", "running", "late")}
    first = terms("meeting.minutes.first_count", **counts) if stood else terms("meeting.minutes.first_none")
    facts = [
        Fact("", heading(agenda.sitting, terms), "strong"),
        Fact("", f"{terms('meeting.minutes.first')} · {first}", "late" if counts["late"] else ""),
    ]
    if agenda.sitting.attended:
        names = terms("screen.list_comma").join(offices.name(code) for code in agenda.sitting.attended)
        facts.append(Fact("", terms("meeting.minutes.attended", offices=names), "muted"))
    return facts


def _row(brief: Brief, terms: Terms) -> Row:
    from xfgrid.meeting.words import cause

    kind = brief.outcome.kind
    late = terms("screen.meeting.late") if brief.item.late else ""
    routine = terms("screen.meeting.routine") if brief.item.routine else ""
    return Row(
        brief.item.case,
        (
            (str(brief.no), "muted"),
            (brief.number, "muted"),
            (f"{late}{routine}{brief.title}", ""),
            (cause(brief, terms), ""),
            (terms(f"meeting.outcome.{kind}"), TONES.get(kind, "muted")),
        ),
    )


def item(brief: Brief, terms: Terms, offices: Offices) -> list[Fact]:
    """An item as the clerk reads it out."""
    from xfgrid.meeting.words import cause

    t = terms
    dates = sorted(brief.deadlines, key=lambda one: not one.legal)
    happened = [
        Fact(t("meeting.item.happened") if at == 0 else " ", _happening(one, t, offices))
        for at, one in enumerate(brief.happened)
    ]
    return [
        Fact("", f"{brief.no} · {brief.number} · {brief.title}", "strong"),
        Fact(t("meeting.item.why"), cause(brief, t)),
        Fact(t("meeting.item.what"), brief.asked),
        *happened,
        *(Fact(t("meeting.item.sides"), f"{t(f'meeting.side.{side}')}: {said}") for side, said in brief.sides[1:]),
        *(_date(one, t) for one in dates),
        *_options(brief, t, len(brief.options)),
        *(Fact(t("meeting.item.recused"), f"{offices.name(office)} {why}") for office, why in brief.item.recused),
        *_outcome(brief, t, offices),
    ]


def room(brief: Brief, terms: Terms, offices: Offices) -> list[Fact]:
    """An item as the room reads it: nothing of what a resident told but the request, and that without numbers."""
    from xfgrid.meeting.words import cause, kind

    asked = strike(brief.asked)[0] if scan(brief.asked) else brief.asked
    nearest = [next((d for d in brief.deadlines if d.legal is legal), None) for legal in (True, False)]
    return [
        Fact("", f"{brief.no} · {kind(brief.kind, terms)} · {brief.number}", "strong"),
        Fact("", ""),
        Fact(terms("meeting.item.what"), asked, "strong"),
        Fact(terms("meeting.item.why"), cause(brief, terms)),
        Fact(terms("meeting.item.owner"), offices.name(brief.owner)),
        *(_date(one, terms) for one in nearest if one),
        *_options(brief, terms, IN_ROOM),
        Fact("", ""),
        *_outcome(brief, terms, offices),
    ]


def _happening(one: Happening, terms: Terms, offices: Offices) -> str:
    said = f"{one.on} {words.named(terms, 'type', one.type)} · {offices.name(one.office)}"
    return f"{said} · {one.words}" if one.words else said


def _date(one: Deadline, terms: Terms) -> Fact:
    from xfgrid.meeting.words import deadline

    label = terms(f"meeting.item.{'legal' if one.legal else 'internal'}")
    return Fact(label, deadline(one, terms), "late" if one.left < 0 else "")


def _options(brief: Brief, terms: Terms, most: int) -> Sequence[Fact]:
    label = terms("meeting.item.options")
    return [
        Fact(label if at == 0 else " ", f"{terms(f'meeting.option.{option.id}')} {option.source}", "muted")
        for at, option in enumerate(brief.options[:most])
    ]


def _outcome(brief: Brief, terms: Terms, offices: Offices) -> list[Fact]:
    done = brief.outcome
    label = terms("meeting.item.decision")
    if done.kind == "decided":
        said = terms("meeting.minutes.decided", decision=done.decision, owner=offices.name(done.owner), due=done.due)
        return [Fact(label, said, "strong"), Fact(terms("meeting.item.sentence"), done.sentence)]
    if done.kind == "postponed":
        return [Fact(label, terms("meeting.minutes.postponed", times=done.times, reason=done.reason), "soon")]
    return [Fact(label, terms(f"meeting.outcome.{done.kind}"), TONES.get(done.kind, "muted"))]
