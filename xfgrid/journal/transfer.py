"""Somebody leaves: everything open that was theirs gets another person in charge, in one act."""

from __future__ import annotations

from xfgrid.case import acts
from xfgrid.case.fold import Case
from xfgrid.case.roles import Actor
from xfgrid.errors import InputError
from xfgrid.journal import roster
from xfgrid.journal.desk import Desk

FIRST = "1"
"""The sign-in of the person a computer was enrolled for; their name stands on its card."""


def transfer(desk: Desk, giver: str, taker: str) -> list[Case]:
    """Makes `taker` the one in charge (`lead`) of every open case of `giver`, all or none; returns them as they were.

    `giver` is a name, or the beginning (≥ 8 digits) of a computer's fingerprint. Theirs is a case they lead or, where it
    has no lead, the one they took last. InputError `same_person`; RuleError `role_may_not`, `not_your_case` where one of
    the cases is not this desk's to direct.
    """
    if giver == taker:
        raise InputError("same_person", name=taker)
    found = [case for case in (desk.case(line.case) for line in desk.cases("live")) if _is_of(desk, case, giver)]
    desk.write([acts.act(case, "lead", desk.actor, {"lead": taker}, desk.setting()) for case in found])
    return found


def _is_of(desk: Desk, case: Case, giver: str) -> bool:
    lead = case.text("lead")
    return lead == giver if lead else giver in _taker(desk, case, giver)


def _taker(desk: Desk, case: Case, giver: str) -> set[str]:
    """Names of whoever took or else registered the case last: sign-in, name of the enrolment, and `giver` if it is the
    computer."""
    took = [e.head for e in case.events.values() if e.head.type in ("taken", "taken_over", "registered")]
    last = max(took, key=lambda head: head.id, default=None)
    if last is None:
        return set()
    device, staff = last.writer.partition(".")[0], Actor.parse(last.actor).staff
    with desk.home.store.read() as connection:
        card = roster.card(connection, device)
    own = desk.identity.name if device == desk.identity.device else card.name if card else ""
    here = {giver} if len(giver) >= 8 and device.startswith(giver) else set()
    return here | {own if staff == FIRST else staff}
