"""Acting on a case: from what a person wants to the draft of an event, or a clear refusal."""

from __future__ import annotations

from collections.abc import Mapping

from xfgrid.case import gates, promised
from xfgrid.case.amends import AMENDS
from xfgrid.case.draft import Draft, draft
from xfgrid.case.fold import Case
from xfgrid.case.implied import completed
from xfgrid.case.offers import Offer, Part, allowed_now
from xfgrid.case.roles import Actor
from xfgrid.case.setting import Setting
from xfgrid.case.vocabulary import BY_ACTION
from xfgrid.errors import UnknownError

__all__ = ["Actor", "Draft", "Offer", "Part", "Setting", "act", "allowed_now"]


def act(case: Case, action: str, actor: Actor, values: Mapping[str, object], setting: Setting | None = None) -> Draft:
    """The draft of one act on a case as its author sees it.

    `values` are the fields and parts the act carries, dates as ISO strings. `on` is today unless given; a `note` stands
    in for the sentence or reason an act needs; an `owner` for the office a hand-over is offered to. Raises UnknownError
    for an action or part nobody knows, RuleError where role, state or a gate forbids it or something is missing,
    InputError for a word that is not on its list or a date that is none.
    """
    row = BY_ACTION.get(action)
    if row is None:
        raise UnknownError("unknown_action", action=action, known=" ".join(sorted(BY_ACTION)))
    setting = setting or Setting()
    said = completed(row, case, actor.office, values, "" if setting.imported else setting.today)
    gates.check(case, row, actor, said, setting)
    return AMENDS.get(action, draft)(case, row, actor, {**said, **promised.terms(row, said, setting)})
