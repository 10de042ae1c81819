"""The menu of acts: what a case allows now by group, what usually comes next first, paper of served offices with it."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

from xfgrid.case.acts import Actor, Offer, Setting, allowed_now
from xfgrid.case.fold import Case
from xfgrid.case.serving import supposed
from xfgrid.tui.following import LEFT_OPEN, NEXT

ELSEWHERE = frozenset(
    [
        "register",
        "settle",
        "undo",
        "redact",
        "finish-past",
        "issue-receipt",
        "rate",
        "renew-receipt",
    ]
)
"""Actions with a place, a key or a paper of their own, and those of the resident alone."""


@dataclass(frozen=True, slots=True)
class Choice:
    """An act of the menu. `paper`: open only as paper of the owner office, typed in by the clerk of its township;
    `supposed`: taken for its paper unless somebody says otherwise."""

    offer: Offer
    group: str
    paper: bool = False
    supposed: bool = False


def choices(case: Case, actor: Actor, setting: Setting, enrolled: Collection[str] = ()) -> list[Choice]:
    """The acts open to an actor now, in the order of the menu; `enrolled` are the offices that have a computer."""
    own = allowed_now(case, actor, setting)
    found = [
        Choice(offer, offer.group, supposed=bool(supposed(case, offer.action, actor, setting, enrolled)))
        for offer in own
    ]
    found += [Choice(offer, offer.group, True, True) for offer in _served(case, actor, setting) if offer not in own]
    following = list(_next(case, found))
    rest = [c for c in found if c.offer.action not in ELSEWHERE and c.offer not in [n.offer for n in following]]
    return [*following, *rest]


def _served(case: Case, actor: Actor, setting: Setting) -> Iterable[Offer]:
    """What the owner office itself could do, where a township clerk types in its papers."""
    offices = setting.offices
    if actor.role != "township" or case.owner in ("", actor.office):
        return ()
    near = offices.township(case.owner) == offices.township(actor.office) or offices.township(case.owner) is None
    return allowed_now(case, Actor(actor.staff, actor.role, case.owner), setting) if near else ()


def _next(case: Case, found: list[Choice]) -> Iterable[Choice]:
    """What usually comes next: first of all a dispute is settled, and an office that was offered the case takes it."""
    disputed = ("settle",) if case.conflicts else ()
    offered = ("take-over",) if case.offered else ()
    by_action = {choice.offer.action: choice for choice in reversed(found)}
    for action in (*disputed, *offered, *NEXT.get(case.state, ()), *LEFT_OPEN):
        if action in by_action:
            yield replace(by_action[action], group="next")
