"""A matter of a ledger → the acts that make it a case: registered, then what happened, each with its own day.

Nothing is said to have happened today: the header's `at` is the time of the import, `received` and `on` are the days of
the ledger, and where it gives none there is none. `item` names each imported entry, so that a second import, here or
on another laptop, is known to say the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import cache
from typing import Any

from xfgrid.case import acts
from xfgrid.case.acts import Actor, Draft, Setting
from xfgrid.case.fold import Case
from xfgrid.case.offices import Offices
from xfgrid.case.vocabulary import allowed
from xfgrid.data import read_toml
from xfgrid.errors import RuleError
from xfgrid.ledger.identity import Identified, item_id
from xfgrid.ledger.matter import FINISHING, Item

_ACTS = {"mediating": "mediate", "failed": "fail", "agreement": "agree", **dict.fromkeys(FINISHING, "finish-past")}
"""Kind of item → act; every other item is recorded as a note. What a ledger calls settled was finished before this
program knew of it: no office owes anything now, and the resident can reopen it."""

_ENDS = {"failed": "mediation_failed", "agreement": "agreement_made"}
"""Kind of item → type of the event that ends a mediation."""


def registration(found: Identified, actor: Actor) -> Draft:
    """The first event of an imported case."""
    case, matter = found.case, found.matter
    received = matter.received.isoformat()
    due = matter.due or matter.received + timedelta(days=_days_to_settle())
    values = {
        "asked": matter.asked,
        "facts": matter.facts,
        "place": matter.place,
        "place_office": matter.office,
        "kind": matter.kind,
        "class": matter.class_,
        "how": matter.how,
        "received": received,
        "due": due.isoformat(),
        "number": matter.number or f"L{case[:8].upper()}",
        "people": matter.people,
        "source": found.layout,
        "note": matter.note or None,
        "item": item_id(case, "registered", received),
    }
    return acts.act(Case(case), "register", actor, values, Setting(imported=True))


@cache
def _days_to_settle() -> int:
    """Calendar days an imported matter has where its ledger sets no day: the clock of people's mediation."""
    rules: list[dict[str, Any]] = read_toml("clocks/internal.toml")["rule"]
    return next(int(rule["amount"]) for rule in rules if rule["id"] == "mediation")


def pending(identified: Identified, done: set[str]) -> Iterator[tuple[str, Item]]:
    """The items of a case that are not there yet, with their ids; `done` are the ids that are."""
    seen = set(done)
    for matter in identified.matters:
        for item in matter.items:
            name = item_id(identified.case, item.kind, item.on.isoformat() if item.on else "")
            if name not in seen:
                seen.add(name)
                yield name, item


def act_of(case: Case, name: str, item: Item, actor: Actor, offices: Offices) -> Draft | None:
    """The draft of one item on a case as it stands, None where the case has moved beyond it or to another office.

    A ledger ends no case that somebody works on here: that would be an ending the resident was never told of.
    """
    if item.kind in FINISHING and not _only_imported(case):
        return None
    over = {"outcome": "agreement"} if item.kind == "agreed" else {}
    values = {**over, **item.values, "on": item.on and item.on.isoformat(), "note": item.text or None, "item": name}
    try:
        return acts.act(case, _ACTS.get(item.kind, "record"), actor, values, Setting(offices, imported=True))
    except RuleError:
        return None


def _only_imported(case: Case) -> bool:
    return all("item" in said for said in case.said.values())


def needs_mediation(case: Case, item: Item) -> bool:
    """Whether an end has to be preceded by the mediation it ended."""
    return item.kind in _ENDS and not allowed(_ENDS[item.kind], case.state)


def mediation(case: str) -> tuple[str, Item]:
    """The mediation that a ledger knows only by its end, with its id."""
    return item_id(case, "mediating", ""), Item("mediating", None)
