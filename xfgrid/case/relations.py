"""How an actor stands to the office that owns a case (`roles.RELATIONS`)."""

from __future__ import annotations

from xfgrid.case.fold import Case
from xfgrid.case.offices import Offices
from xfgrid.case.roles import Actor


def relation(case: Case, actor: Actor, offices: Offices) -> str:
    """How an actor stands to a case, one of RELATIONS."""
    if actor.role == "resident":
        return "own"
    if not case.owner:
        return "new"
    if actor.role == "liaison" and str(actor) not in case.registrars:
        return "none"
    return _between(case, actor.office, offices)


def _between(case: Case, office: str, offices: Offices) -> str:
    if office == case.owner:
        return "owner"
    if offices.within(case.owner, office):
        return "above"
    if offices.within(office, case.owner):
        return "below"
    touched = offices.within(case.text("place_office"), office) or office in case.offered
    return "reach" if touched else "none"
