"""What the clerk of the joint meeting does, from the call to the approved minutes.

Each function writes events in one transaction, on the meeting and on the cases it points to; nothing needs the county.
A meeting is named by its day, its id or the beginning of it. Days are civil days in Asia/Shanghai.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date

from xfgrid.case.reasons import MEETABLE, postponed
from xfgrid.case.roles import CALLS
from xfgrid.errors import InputError, RuleError, UnknownError
from xfgrid.journal import views
from xfgrid.journal.desk import Desk
from xfgrid.meeting import days, queue
from xfgrid.meeting.former import followed, to_follow
from xfgrid.meeting.items import named, present_due, schedule
from xfgrid.meeting.outcome import SAID, outcome
from xfgrid.meeting.rules import rules
from xfgrid.meeting.sitting import presentations
from xfgrid.meeting.table import Table, looking, writing
from xfgrid.packages import calendar

_HOUR = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


def call(
    desk: Desk,
    day: date,
    kind: str = "monthly",
    convenor: str = "",
    members: Sequence[str] = (),
    sits_at: str = "",
    held: str = "",
) -> str:
    """Calls a meeting and returns its id; what must be heard is presented by the system.

    `held` is why a meeting is typed in after it was held on paper; its items are those of the paper. RuleError
    `meeting_past` for a past day without it, `meeting_exists` where one of the kind holds the day; see `days.claim`.
    """
    rules().notice(kind)
    _check_day(desk, day, held)
    if not convenes(desk):
        raise RuleError("not_convening", office=desk.offices.name(desk.actor.office))
    said = {"convenor": convenor or desk.identity.name, "members": _offices(desk, members), "sits_at": sits_at}
    with writing(desk, "") as table:
        table.meeting = days.claim(table.connection, desk.actor.office, kind, day)
        table.note("call-meeting", {"held_on": day.isoformat(), "sitting": kind, **said, "reason": held or None})
        present_due(table)
        return table.meeting


def convenes(desk: Desk) -> bool:
    """Whether this desk holds meetings: that of a clerk at a township."""
    office = desk.actor.office
    return desk.actor.role in CALLS and desk.offices.township(office) == office


def move(desk: Desk, reference: str, day: date, reason: str) -> str:
    """Puts a meeting on another day before it was held and returns its id; its members must be told anew. RuleError
    `meeting_past` or `meeting_exists` for a day it cannot have."""
    _check_day(desk, day)
    with writing(desk, _id(desk, reference)) as table:
        days.check(table.connection, table.sitting.office, table.sitting.kind, day)
        table.note("move-meeting", {"held_on": day.isoformat(), "reason": reason})
        return table.meeting


def cancel(desk: Desk, reference: str, reason: str) -> str:
    """Calls a meeting off and returns its id. Its items stay on the queue, and its day is free again."""
    with writing(desk, _id(desk, reference)) as table:
        table.note("cancel-meeting", {"reason": reason})
        return table.meeting


def present(desk: Desk, reference: str, case: str, reason: str = "") -> None:
    """Puts a case on the agenda; after the notice it stands on the late list.

    `reason` is needed where no rule brings the case to the queue.
    """
    with writing(desk, _id(desk, reference)) as table:
        found = views.find(table.connection, case)
        entry = next((e for e in queue.standing(table.connection, desk.today()) if e.case == found), None)
        if entry is None and not reason:
            raise RuleError("act_needs", action="present", fields="reason")
        if table.case(found).state not in MEETABLE:
            raise RuleError("state_forbids", action="present", state=table.case(found).state)
        table.note(
            "present-item", {"matter": found, "cause": entry.reason if entry else None, "reason": reason or None}
        )
        schedule(table)


def appoint(desk: Desk, reference: str, case: str, hour: str) -> None:
    """Asks the resident of an item to come at an hour (09:30, Asia/Shanghai) of the day; a later one takes its place."""
    if not _HOUR.fullmatch(hour):
        raise InputError("bad_hour", value=hour)
    with writing(desk, _id(desk, reference)) as table:
        [found] = named(table, [case])
        table.note("present-item", {"matter": found, "hour": hour})


def drop(desk: Desk, reference: str, case: str, reason: str) -> None:
    """Takes an item off before the notice; never one that the rules brought."""
    with writing(desk, _id(desk, reference)) as table:
        found = views.find(table.connection, case)
        item = table.sitting.item(found)
        if item is None:
            raise UnknownError("not_an_item", case=case)
        if item.must:
            raise RuleError("must_be_heard", case=case)
        put_on = presentations(table.stream, table.law)[found]
        table.note("drop-item", {"matter": found, "presented": put_on, "reason": reason})


def order(desk: Desk, reference: str, cases: Sequence[str], routine: Sequence[str] = ()) -> None:
    """Orders the agenda: these first, then the others as they stood. `routine` makes the consent block anew."""
    with writing(desk, _id(desk, reference)) as table:
        first = named(table, cases)
        quiet = named(table, routine)
        if any(item.must for item in table.sitting.items if item.case in quiet):
            raise RuleError("not_routine")
        rest = [item.case for item in table.sitting.items if item.case not in first]
        table.note("order-agenda", {"agenda": first + rest, "routine": quiet})


def freeze(desk: Desk, reference: str, on: date | None = None, reason: str = "") -> None:
    """Closes the agenda on a day, today or the meeting's if that is past, and puts its cases on it; what comes later
    stands apart.

    RuleError `notice_short` if that leaves the members fewer working days than the rule, unless a reason is given,
    which the minutes will print.
    """
    with writing(desk, _id(desk, reference)) as table:
        held_on = _day(table.sitting.held_on)
        on, notice = on or min(desk.today(), held_on), table.law.notice(table.sitting.kind)
        earliest = calendar().add_working(on, notice)
        if earliest > held_on and not reason:
            raise RuleError("notice_short", days=notice, held_on=held_on.isoformat(), earliest=earliest.isoformat())
        present_due(table)
        agenda = [item.case for item in table.sitting.items]
        table.note("freeze-agenda", {"agenda": agenda, "on": on.isoformat(), "reason": reason or None})
        schedule(table)


def open_(
    desk: Desk, reference: str, attended: Sequence[str], apologies: Sequence[str] = (), attending: str = ""
) -> None:
    """Opens the session: who is there (office codes, names in free words), how the former decisions stand.

    RuleError `meeting_not_today` before its day: the members were told of that one.
    """
    with writing(desk, _id(desk, reference)) as table:
        held_on, today = _day(table.sitting.held_on), desk.today()
        if today < held_on:
            raise RuleError("meeting_not_today", held_on=table.sitting.held_on)
        present_due(table)
        day = held_on if table.sitting.typed_in else today
        heard = [followed(table.case(case), day) for case in to_follow(table)]
        said = _presence(desk, attended, apologies, attending)
        table.note("open-meeting", {**said, "followed": heard, "on": day.isoformat()})
        schedule(table)


def unopen(desk: Desk, reference: str, reason: str) -> None:
    """Takes back an opening by mistake; the meeting then waits for its day as before, and what was noted stays.

    RuleError `meeting_has_decided` once an item was decided or postponed.
    """
    with writing(desk, _id(desk, reference)) as table:
        said = [item.case for item in table.sitting.items if _outcome(table, item.case) in SAID]
        if said:
            raise RuleError("meeting_has_decided", numbers=" ".join(table.case(case).text("number") for case in said))
        nobody = {"attended": [], "apologies": [], "attending": ""}
        table.note("unopen-meeting", {**nobody, "reason": reason})


def attend(
    desk: Desk, reference: str, attended: Sequence[str], apologies: Sequence[str] = (), attending: str = ""
) -> None:
    """Writes down anew who is there."""
    with writing(desk, _id(desk, reference)) as table:
        table.note("take-attendance", _presence(desk, attended, apologies, attending))


def recuse(desk: Desk, reference: str, case: str, office: str, reason: str) -> None:
    """A member takes no part in an item (回避), for instance because its office is complained about."""
    with writing(desk, _id(desk, reference)) as table:
        [found] = named(table, [case])
        table.note("recuse-member", {"matter": found, "member": desk.offices[office].code, "reason": reason})


def note(desk: Desk, reference: str, case: str, words: str, side: str = "", *, strike: bool = False) -> None:
    """Writes down what was said on an item; `side` "asker" or "other" for the position of one of them."""
    with writing(desk, _id(desk, reference)) as table:
        [found] = named(table, [case])
        table.note("note-item", {"matter": found, "note": words, "side": side or None}, strike=strike)


def decide(desk: Desk, reference: str, case: str, decision: Mapping[str, str], *, strike: bool = False) -> None:
    """Decides an item: `decision`, exactly one `owner` office, one `due` day (ISO) and the `sentence` the resident will
    be told, or it is not saved. The case is then assigned to that office."""
    with writing(desk, _id(desk, reference)) as table:
        found = _called(table, case, "decide")
        barred = table.case(found).barred
        if decision.get("owner") in barred:
            raise RuleError("owner_barred", office=desk.offices.name(str(decision["owner"])))
        here = _here(table)
        if decision.get("due") and _day(decision["due"]) < _day(here["on"]):
            raise InputError("due_past", due=decision["due"])
        table.act(found, "decide", {**decision, **here}, strike=strike)


def postpone(desk: Desk, reference: str, case: str, reason: str, *, strike: bool = False) -> None:
    """Puts an item off to the next meeting; RuleError `postponed_enough` where the limit is reached."""
    with writing(desk, _id(desk, reference)) as table:
        found = _called(table, case, "postpone")
        times = postponed(table.case(found))
        if times >= table.law.postponements:
            raise RuleError("postponed_enough", times=times)
        table.act(found, "postpone", {"reason": reason, **_here(table)}, strike=strike)


def close(desk: Desk, reference: str) -> None:
    """Ends the session; RuleError `items_open` while an item is neither decided nor postponed."""
    with writing(desk, _id(desk, reference)) as table:
        stood = {item.case: _outcome(table, item.case) for item in table.sitting.items}
        waiting = [table.case(case).text("number") for case, kind in stood.items() if kind == "open"]
        if waiting:
            raise RuleError("items_open", numbers=" ".join(waiting))
        table.note("close-session", {"left": [[case, kind] for case, kind in stood.items() if kind not in SAID]})


def _check_day(desk: Desk, day: date, held: str = "") -> None:
    """A meeting lies ahead, unless it was held on paper and is typed in now."""
    if day < desk.today() and not held:
        raise RuleError("meeting_past", day=day.isoformat())
    if day > desk.today() and held:
        raise InputError("day_in_future", field="held_on", value=day)


def _here(table: Table) -> dict[str, str]:
    """What a decision says of its session: the meeting, and the day it sat where that is long past."""
    day = table.sitting.opened if table.sitting.typed_in else table.desk.today().isoformat()
    return {"meeting": table.meeting, "on": day}


def _called(table: Table, case: str, action: str) -> str:
    """The case of an item that this session can decide on now."""
    if table.sitting.state != "in_session":
        raise RuleError("not_in_session", action=action)
    [found] = named(table, [case])
    if not table.sitting.deciders(found, table.case(found).barred):
        raise RuleError("no_decider")
    return found


def _outcome(table: Table, case: str) -> str:
    return outcome(table.case(case), table.meeting).kind


def _presence(desk: Desk, attended: Sequence[str], apologies: Sequence[str], attending: str) -> dict[str, object]:
    present_, away = _offices(desk, attended), _offices(desk, apologies)
    return {"attended": present_ or None, "apologies": away, "attending": attending or None}


def _offices(desk: Desk, codes: Sequence[str]) -> list[str]:
    return [desk.offices[code].code for code in codes]


def _id(desk: Desk, reference: str) -> str:
    with looking(desk, reference) as table:
        return table.meeting


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise InputError("bad_date", value=text) from error
