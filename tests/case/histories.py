"""Histories of an invented case, drawn step by step: several laptops that act, meet and keep or break the rules.

A history is a list of small numbers. Each step picks a laptop, an actor and one of the acts open to that actor on that
laptop's copy; or two laptops meet; or a program that keeps no rules writes whatever it likes. So every list of numbers
is a history, and shrinking one gives a shorter history.
"""

from __future__ import annotations

from functools import cached_property

from hypothesis import strategies as st

from tests.case.story import (
    CASE,
    CLERK,
    COUNTY_CLERK,
    LIAISON,
    NEIGHBOUR,
    PARTS,
    RESIDENT,
    SETTING,
    VILLAGER,
    WORKER,
    Story,
    raw,
)
from tests.homes import GRID, OTHER_VILLAGE, TOWN, VILLAGE
from xfgrid.case import acts
from xfgrid.case.acts import Actor
from xfgrid.case.event import Event
from xfgrid.case.fold import Case, fold
from xfgrid.case.vocabulary import ACTS
from xfgrid.errors import XfgridError

ACTORS = (WORKER, CLERK, VILLAGER, RESIDENT, COUNTY_CLERK, NEIGHBOUR, LIAISON)
OFFICES = (VILLAGE, GRID, TOWN, OTHER_VILLAGE)
DUES = ("2026-04-01", "2026-05-06", "2026-03-20")
LAPTOPS = 3

OPENINGS = (
    "take answer tell close archive reopen",
    "send-up schedule postpone decide take answer tell",
    "mediate agree confirm perform answer tell",
    "mediate fail tell-ways mediate refuse tell-ways refer result",
    "accept opine tell ask-review decide-review ask-rereview decide-rereview close",
    "assign return assign take progress extend pause resume answer tell withdraw",
)
"""Lives of a case that random steps seldom find; a history begins with a part of one of them."""

Step = tuple[int, int, int, int]
STEPS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 6), st.integers(0, 60), st.integers(0, 11)), max_size=8)
BEGINNINGS = st.tuples(st.integers(0, len(OPENINGS) - 1), st.integers(0, 8))


class History:
    """Three laptops with one case, registered on the first of them and some way into its life."""

    def __init__(self, steps: list[Step], registrar: Actor = WORKER, beginning: tuple[int, int] = (0, 0)) -> None:
        first = Story("laptop 0")
        first.does(registrar, "register")
        opening, length = beginning
        for action in OPENINGS[opening].split()[:length]:
            first.does(CLERK, action)
        self.laptops = [first, first.other("laptop 1"), first.other("laptop 2")]
        for step in steps:
            self._take(*step)

    @cached_property
    def events(self) -> list[Event]:
        """Everything anybody wrote."""
        return list({h: e for laptop in self.laptops for h, e in laptop.events.items()}.values())

    @cached_property
    def case(self) -> Case:
        """The case as it stands once everything has met."""
        return fold(CASE, self.events)

    def _take(self, where: int, who: int, what: int, how: int) -> None:
        laptop, actor = self.laptops[where % LAPTOPS], ACTORS[who]
        if what >= 54:
            laptop.meets(self.laptops[(where + 1 + what % 2) % LAPTOPS])
        elif what >= 51:
            self._lawless(laptop, actor, how)
        else:
            self._act(laptop, actor, what, how)

    def _act(self, laptop: Story, actor: Actor, what: int, how: int) -> None:
        case = laptop.case
        offers = acts.allowed_now(case, actor, SETTING)
        if offers:
            action = offers[what % len(offers)].action
            try:
                laptop.does(actor, action, **values(case, action, how))
            except XfgridError:
                return  # open in general, not with these parts: an event that cannot be undone, an office that is new

    def _lawless(self, laptop: Story, actor: Actor, how: int) -> None:
        """Any type, on what stands or on nothing."""
        row = ACTS[how * 5 % len(ACTS)]
        case = laptop.case
        bases = case.heads(*row.fields) if how % 3 else {name: [] for name in row.fields}
        laptop.writes(raw(row.type, actor, bases, **{**PARTS.get(row.action, {}), "on": "2026-03-09"}))


def values(case: Case, action: str, how: int) -> dict[str, object]:
    """What an act says, varied by a number."""
    newest = sorted(case.events)[how % len(case.events)]
    varied: dict[str, dict[str, object]] = {
        "assign": {"owner": OFFICES[how % 4], "due": DUES[how % 3]},
        "decide": {"owner": OFFICES[how % 4], "due": DUES[how % 3]},
        "hand-over": {"offered": OFFICES[how % 4]},
        "undo": {"undoes": newest},
        "redact": {"event": newest},
        "settle": {n: f.heads[how % len(f.heads)].value for n, f in case.fields.items() if n in case.conflicts},
        "correct": {"kind": ("contract", "homestead")[how % 2]},
        "answer": {"outcome": ("solved", "explained")[how % 2]},
    }
    return varied.get(action, {})
