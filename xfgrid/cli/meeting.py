"""`xfgrid meeting`: the township joint meeting, from the call to the approved minutes."""

from __future__ import annotations

from typing import Annotated

import typer

from xfgrid.cli.outputs import meeting as outputs
from xfgrid.cli.shell import Answer, Shell, table
from xfgrid.journal.desk import Desk, civil_day
from xfgrid.meeting import clerk, minutes, words
from xfgrid.meeting.agenda import agenda
from xfgrid.meeting.brief import Brief
from xfgrid.meeting.notices import notices
from xfgrid.meeting.rules import rules
from xfgrid.meeting.table import looking, meetings

NAMED_BY = 8
"""Characters of an id by which `list` names a meeting, where its day does not."""

Meeting = Annotated[str, typer.Argument(metavar="MEETING")]
Case = Annotated[str, typer.Argument(metavar="CASE")]
Reason = Annotated[str, typer.Option("--reason")]
Strike = Annotated[bool, typer.Option("--strike")]


def meeting_call(
    shell: Shell,
    day: Annotated[str, typer.Argument(metavar="DAY")],
    sitting: Annotated[str, typer.Option("--kind", metavar="KIND")] = "monthly",
    convenor: Annotated[str, typer.Option("--convenor", metavar="NAME")] = "",
    member: Annotated[list[str] | None, typer.Option("--member", metavar="OFFICE")] = None,
    sits_at: Annotated[str, typer.Option("--place")] = "",
    instead: Annotated[str, typer.Option("--instead", metavar="MEETING")] = "",
    reason: Reason = "",
    held: Annotated[str, typer.Option("--held", metavar="WHY")] = "",
) -> Answer:
    with _desk(shell) as desk:
        if instead:
            moved = clerk.move(desk, instead, civil_day(day), reason)
            return _done(shell, desk, moved, "moved", day=day)
        meeting = clerk.call(desk, civil_day(day), sitting, convenor, member or (), sits_at, held)
        return _done(shell, desk, meeting, "called", day=day, sitting=shell.terms(f"meeting.sitting.{sitting}"))


def meeting_cancel(shell: Shell, meeting: Meeting, reason: Reason = "") -> Answer:
    with _desk(shell) as desk:
        return _done(shell, desk, clerk.cancel(desk, meeting, reason), "cancelled")


def meeting_present(
    shell: Shell,
    meeting: Meeting,
    case: Case,
    reason: Reason = "",
    off: Annotated[bool, typer.Option("--off")] = False,
    hour: Annotated[str, typer.Option("--hour", metavar="HH:MM")] = "",
) -> Answer:
    with _desk(shell) as desk:
        if not hour or not _is_item(desk, meeting, case):
            (clerk.drop if off else clerk.present)(desk, meeting, case, reason)
        if hour:
            clerk.appoint(desk, meeting, case, hour)
        return _done(shell, desk, meeting, "dropped" if off else "presented")


def meeting_order(
    shell: Shell,
    meeting: Meeting,
    cases: Annotated[list[str] | None, typer.Argument(metavar="CASE...")] = None,
    routine: Annotated[list[str] | None, typer.Option("--routine", metavar="CASE")] = None,
) -> Answer:
    with _desk(shell) as desk:
        clerk.order(desk, meeting, cases or (), routine or ())
        return _done(shell, desk, meeting, "ordered")


def meeting_freeze(
    shell: Shell, meeting: Meeting, on: Annotated[str, typer.Option("--on", metavar="DAY")] = "", reason: Reason = ""
) -> Answer:
    with _desk(shell) as desk:
        clerk.freeze(desk, meeting, civil_day(on) if on else None, reason)
        return _done(shell, desk, meeting, "frozen")


def meeting_open(
    shell: Shell,
    meeting: Meeting,
    attend: Annotated[list[str] | None, typer.Option("--attend", metavar="OFFICE")] = None,
    apologies: Annotated[list[str] | None, typer.Option("--apologies", metavar="OFFICE")] = None,
    names: Annotated[str, typer.Option("--names", metavar="NAMES")] = "",
    undo: Annotated[bool, typer.Option("--undo")] = False,
    reason: Reason = "",
) -> Answer:
    with _desk(shell) as desk:
        if undo:
            clerk.unopen(desk, meeting, reason)
            return _done(shell, desk, meeting, "unopened")
        with looking(desk, meeting) as found:
            again = found.sitting.state == "in_session"
        (clerk.attend if again else clerk.open_)(desk, meeting, attend or (), apologies or (), names)
        return _done(shell, desk, meeting, "attended" if again else "opened")


def meeting_recuse(
    shell: Shell,
    meeting: Meeting,
    case: Case,
    office: Annotated[str, typer.Argument(metavar="OFFICE")],
    reason: Reason = "",
) -> Answer:
    with _desk(shell) as desk:
        clerk.recuse(desk, meeting, case, office, reason)
        return _done(shell, desk, meeting, "recused")


def meeting_note(
    shell: Shell,
    meeting: Meeting,
    case: Case,
    text: Annotated[str, typer.Option("--text")] = "",
    side: Annotated[str, typer.Option("--side", metavar="asker|other")] = "",
    strike: Strike = False,
) -> Answer:
    with _desk(shell) as desk:
        clerk.note(desk, meeting, case, text, side, strike=strike)
        return _done(shell, desk, meeting, "noted")


def meeting_decide(
    shell: Shell,
    meeting: Meeting,
    case: Case,
    to: Annotated[str, typer.Option("--to", metavar="OFFICE")] = "",
    due: Annotated[str, typer.Option("--due", metavar="DAY")] = "",
    decision: Annotated[str, typer.Option("--decision")] = "",
    sentence: Annotated[str, typer.Option("--sentence")] = "",
    strike: Strike = False,
) -> Answer:
    said = {"owner": to, "due": due, "decision": decision, "sentence": sentence}
    with _desk(shell) as desk:
        clerk.decide(desk, meeting, case, said, strike=strike)
        return _done(shell, desk, meeting, "decided", owner=desk.offices.name(to), due=due)


def meeting_postpone(shell: Shell, meeting: Meeting, case: Case, reason: Reason = "", strike: Strike = False) -> Answer:
    with _desk(shell) as desk:
        clerk.postpone(desk, meeting, case, reason, strike=strike)
        times = next(b.postponed for b in _briefs(desk, meeting) if b.item.case == desk.case(case).id)
        return _done(shell, desk, meeting, "postponed", times=times)


def meeting_close(shell: Shell, meeting: Meeting) -> Answer:
    with _desk(shell) as desk:
        clerk.close(desk, meeting)
        return _done(shell, desk, meeting, "closed")


def meeting_minutes(
    shell: Shell,
    meeting: Meeting,
    open_form: Annotated[bool, typer.Option("--open")] = False,
    check: Annotated[bool, typer.Option("--check")] = False,
    by: Annotated[str, typer.Option("--by", metavar="NAME")] = "",
) -> Answer:
    with _desk(shell) as desk:
        if check:
            minutes.check(desk, meeting, by)
        with looking(desk, meeting) as found:
            shown = minutes.internal(found)
            if open_form:
                shown = minutes.open_form(shown, found)
        text = "\n".join(words.minutes_lines(shown, shell.terms, desk.offices))
    return Answer(outputs.MeetingMinutes(shown), text)


def meeting_approve(
    shell: Shell, meeting: Meeting, at: Annotated[str, typer.Option("--at", metavar="MEETING")] = ""
) -> Answer:
    with _desk(shell) as desk:
        minutes.approve(desk, meeting, at)
        return _done(shell, desk, meeting, "approved")


def meeting_list(shell: Shell) -> Answer:
    with _desk(shell) as desk, desk.home.store.read() as connection:
        found = meetings(connection, rules())
    lines = [outputs.MeetingLine(m.id, m.held_on, m.kind, m.state, len(m.items)) for m in found]
    rows = [
        (
            m.id[:NAMED_BY],
            m.held_on,
            shell.terms(f"meeting.sitting.{m.kind}"),
            shell.terms(f"meeting.state.{m.state}"),
            str(len(m.items)),
        )
        for m in found
    ]
    return Answer(outputs.MeetingList(lines), table(rows) or shell.terms("meeting.said.none"))


def meeting_show(shell: Shell, meeting: Meeting) -> Answer:
    with _desk(shell) as desk:
        with looking(desk, meeting) as found:
            shown, given = agenda(found), notices(found)
        lines = words.agenda_lines(shown, shell.terms, desk.offices)
        lines += ["", *words.notice_lines(given, shell.terms, desk.offices)] if given else []
    return Answer(outputs.MeetingShown(shown, given), "\n".join(lines))


def _desk(shell: Shell) -> Desk:
    return Desk.open(shell.home, shell.passphrase())


def _is_item(desk: Desk, meeting: str, case: str) -> bool:
    with looking(desk, meeting) as found:
        return found.sitting.item(desk.case(case).id) is not None


def _briefs(desk: Desk, meeting: str) -> list[Brief]:
    with looking(desk, meeting) as found:
        return list(agenda(found).all)


def _done(shell: Shell, desk: Desk, meeting: str, said: str, **facts: object) -> Answer:
    with looking(desk, meeting) as found:
        sitting = found.sitting
    counts = {"count": len(sitting.items), "followed": len(sitting.followed), "meeting": sitting.id}
    text = shell.terms(f"meeting.said.{said}", **{**counts, **facts})
    return Answer(outputs.MeetingDone(sitting.id, sitting.state, len(sitting.items)), text)
