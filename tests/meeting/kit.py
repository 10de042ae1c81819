"""A township's laptop with cases that stand before the joint meeting, on days of a test's own choosing (样例·虚构)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import time_machine

from tests import homes
from tests.homes import COURT, TOWN, VILLAGE
from xfgrid.journal import journal, stored
from xfgrid.journal.desk import Desk
from xfgrid.meeting import clerk
from xfgrid.meeting.agenda import Agenda, agenda
from xfgrid.meeting.table import looking

MEMBERS = (TOWN, COURT)
DAY = date(2026, 12, 8)
"""The day of the meeting, a week after the day on which its tests begin."""
SHANGHAI = ZoneInfo("Asia/Shanghai")


_clocks: list[time_machine.Coordinates] = []


@contextmanager
def at(day: str) -> Iterator[None]:
    """Nine in the morning of a civil day in Shanghai; clocks run on from there."""
    with time_machine.travel(_nine(day)) as clock:
        _clocks.append(clock)
        yield
        _clocks.pop()


def comes(day: str) -> None:
    """It becomes nine in the morning of a later day, until the clock of `at` is put back."""
    _clocks[-1].move_to(_nine(day))


def _nine(day: str) -> datetime:
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), SHANGHAI).replace(hour=9).astimezone(UTC)


def desk(path: Path, role: str = "township", office: str = TOWN) -> Desk:
    """An open desk on a new home."""
    return homes.desk(path, role, office)


def shown(desk: Desk, meeting: str) -> Agenda:
    """What a meeting's agenda shows."""
    with looking(desk, meeting) as table:
        return agenda(table)


def items(desk: Desk, meeting: str) -> list[str]:
    """The cases on a meeting's agenda, in order."""
    return [brief.item.case for brief in shown(desk, meeting).all]


def case(desk: Desk, asked: str = "请协调灌溉用水的先后顺序", **values: str) -> str:
    """A new case, received today."""
    received = {"received": desk.today().isoformat(), "kind": "neighbours"}
    return desk.register({**homes.CASE, **received, "asked": asked, **values})


def sent_up(desk: Desk, asked: str = "村里办不了的事") -> str:
    """A case that a person may present."""
    found = case(desk, asked)
    desk.act(found, "send-up", {"note": "村里办不了"})
    return found


def returned_twice(desk: Desk, asked: str = "两次被退回的事") -> str:
    """A case that the system presents."""
    found = case(desk, asked)
    for _ in range(2):
        desk.act(found, "assign", {"owner": VILLAGE, "due": "2027-12-01"})
        desk.act(found, "return", {"note": "不属本单位"})
    return found


def in_session(desk: Desk, *cases: str, day: str = "2026-12-08", attended: tuple[str, ...] = MEMBERS) -> str:
    """A meeting with these cases, and what the rules bring, on its agenda; its day has come and it is in session."""
    meeting = clerk.call(desk, date.fromisoformat(day), convenor="样例·镇长", members=MEMBERS)
    for one in cases:
        clerk.present(desk, meeting, one)
    clerk.freeze(desk, meeting, desk.today())
    opens(desk, meeting, attended)
    return meeting


def opens(desk: Desk, meeting: str, attended: Sequence[str] = MEMBERS, *more: Sequence[str]) -> None:
    """The day of the meeting comes and it is opened; `more` as `clerk.open_`."""
    with looking(desk, meeting) as table:
        comes(table.sitting.held_on)
    clerk.open_(desk, meeting, attended, *more)


def decision(owner: str = VILLAGE, due: str = "2027-12-30", **said: str) -> dict[str, str]:
    """All that a decision needs."""
    return {"owner": owner, "due": due, "decision": "由村委会牵头商定轮灌", "sentence": "村里月底前来商定", **said}


def meet(*desks: Desk) -> None:
    """Each laptop comes to hold what any of them holds, as the county would bring it."""
    held = []
    for one in desks:
        with one.home.store.read() as connection:
            held += list(stored.everything(connection))
    for one in desks:
        with one.home.store.write() as connection:
            journal.append(connection, held)
