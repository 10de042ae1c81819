"""One act on several cases: what all of them allow, and for each what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from xfgrid.errors import XfgridError
from xfgrid.terms import Terms
from xfgrid.tui.doing import do, offered
from xfgrid.tui.offers import Choice
from xfgrid.tui.parts import Around

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk

ONE_BY_ONE = frozenset({"correct", "link", "bar", "settle", "set-contact", "open-contact", "erase-contact", "transfer"})
"""Acts that only make sense for a single case, or take its words for good."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case, and why the act was not done to it; '' where it was."""

    case: str
    number: str
    wrong: str = ""


def common(desk: Desk, cases: Sequence[str]) -> tuple[list[Choice], Around]:
    """The acts open to every one of these cases in the same way, each in the own name or each as paper of its owner, and what
    the dialog needs to know, from the first."""
    found, around = offered(desk, cases[0])
    for case in cases[1:]:
        open_here = {_kind(choice) for choice in offered(desk, case)[0]}
        found = [choice for choice in found if _kind(choice) in open_here]
    return [choice for choice in found if choice.offer.action not in ONE_BY_ONE], around


def _kind(choice: Choice) -> tuple[str, bool, bool]:
    return choice.offer.action, choice.paper, choice.supposed


def do_all(desk: Desk, cases: Sequence[str], action: str, said: dict[str, object], terms: Terms) -> list[Outcome]:
    """Does one act to each case by itself: one that is refused stops none of the others."""
    return [_do(desk, case, action, said, terms) for case in cases]


def _do(desk: Desk, reference: str, action: str, said: dict[str, object], terms: Terms) -> Outcome:
    case = desk.case(reference)
    mine = _mine(said, case.owner, desk.actor.office)
    try:
        do(desk, case.id, action, mine, terms)
    except XfgridError as error:
        return Outcome(case.id, case.text("number"), terms.error(error))
    return Outcome(case.id, case.text("number"))


def _mine(said: dict[str, object], owner: str, own: str) -> dict[str, object]:
    """What is said on one of the cases: what is paper is that of its owner, and none where that is this office."""
    if "for" not in said:
        return said
    rest = {name: value for name, value in said.items() if name not in ("via", "for")}
    return {**rest, "via": "paper", "for": owner} if owner != own else rest
