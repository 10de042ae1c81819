"""What an actor may do with a case as it stands, and what each act asks for: the menu of screen and command."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from xfgrid.case import gates
from xfgrid.case.fold import Case
from xfgrid.case.implied import implied
from xfgrid.case.parts import CHOICES, kind_of
from xfgrid.case.roles import Actor
from xfgrid.case.setting import Setting
from xfgrid.case.vocabulary import BY_ACTION, GROUPS, Act
from xfgrid.errors import RuleError


@dataclass(frozen=True, slots=True)
class Part:
    """One thing an act asks for. `kind` is "words", "day" (ISO), "number", "office" (a code), "choice" with `choices`,
    "event" (hash or its beginning), "case", "staff", "state" or "code"; `needed` tells whether the act can do without."""

    name: str
    kind: str
    needed: bool
    choices: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """An act that is open now: its action and type, its group in the vocabulary, and what it asks for, in order.

    `on` is never asked for: it is today unless given.
    """

    action: str
    type: str
    group: str
    parts: tuple[Part, ...]


def allowed_now(case: Case, actor: Actor, setting: Setting) -> list[Offer]:
    """The acts open to an actor on a case, in the order of the vocabulary; none is refused for anything but its parts.

    `setting` as for `acts.act`: with the promises of the case, acts that no term allows any more are left out. Acts
    that an actor could do for an office served on paper are not among them, nor what only a ledger tells.
    """
    return [
        Offer(action, row.type, group, _asked(row, case, actor))
        for group, actions in GROUPS.items()
        for action in actions
        if _open(row := BY_ACTION[action], case, actor, setting)
    ]


def _open(row: Act, case: Case, actor: Actor, setting: Setting) -> bool:
    if "item" in row.needs:
        return False
    try:
        gates.standing(case, row, actor, actor, setting)
    except RuleError:
        return False
    return True


def _asked(row: Act, case: Case, actor: Actor) -> tuple[Part, ...]:
    return parts(row, implied(row.action, case, actor.office), case.conflicts if row.action == "settle" else ())


def parts(row: Act, settled: Collection[str] = (), more: Collection[str] = ()) -> tuple[Part, ...]:
    """What an act asks for but `settled` parts, which go without saying; those needed first. `more` it may carry too."""
    needed = [name for name in row.needs if name not in settled and name != "on"]
    other = sorted({*row.may, *more}.difference(needed))
    return tuple(Part(name, kind_of(name), name in needed, CHOICES.get(name, ())) for name in (*needed, *other))
