"""代录: the acts of an office that runs no program, typed in by the clerk of its township; and whose a case is then."""

from __future__ import annotations

from collections.abc import Collection

from xfgrid.case import gates
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.case.roles import HANDLES, Actor
from xfgrid.case.setting import Setting
from xfgrid.case.vocabulary import BY_ACTION
from xfgrid.errors import XfgridError


def supposed(case: Case, action: str, actor: Actor, setting: Setting, enrolled: Collection[str]) -> str:
    """The owner office, where an act is its paper unless somebody says otherwise: it has no computer, and in the actor's
    own name the act would take the case from it. '' everywhere else, as for what was sent up to the actor.

    `enrolled` are the offices that have a computer.
    """
    row = BY_ACTION.get(action)
    if row is None or row.who is not HANDLES or "owner" not in row.fields:
        return ""
    if case.owner in ("", actor.office) or case.owner in enrolled or case.state == "sent_up":
        return ""
    paper = {"for": case.owner, "via": "paper", "on": setting.today}
    try:
        gates.standing(case, row, actor, gates.acting(actor, paper, setting), setting)
    except XfgridError:
        return ""
    return case.owner


def new_owner(case: Case, event: Event) -> str:
    """The office that owes the answer since an event, '' where the event changed nothing of that."""
    bases = event.head.bases.get("owner")
    before = {case.value_in(base, "owner") for base in bases or () if base in case.events}
    return "" if bases is None or case.owner in before else case.owner
