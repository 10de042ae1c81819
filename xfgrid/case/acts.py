"""Acting on a case: from what a person wants to the draft of an event, or a clear refusal."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xfgrid.case import gates
from xfgrid.case.amends import AMENDS
from xfgrid.case.draft import Draft, draft
from xfgrid.case.fold import Case
from xfgrid.case.gates import Setting
from xfgrid.case.roles import Actor
from xfgrid.case.vocabulary import BY_ACTION, Act
from xfgrid.errors import UnknownError

__all__ = ["Actor", "Draft", "Setting", "act"]

_SPOKEN = ("sentence", "reason", "decision", "organ", "lead")
"""What the free words of an act are when it needs one of these: the resident is told this sentence, this is why."""


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
    said = _completed(row, case, actor, values, setting)
    gates.check(case, row, actor, said, setting)
    return AMENDS.get(action, draft)(case, row, actor, said)


def _completed(row: Act, case: Case, actor: Actor, values: Mapping[str, object], setting: Setting) -> dict[str, object]:
    """What the act says with what goes without saying."""
    said = {name: value for name, value in values.items() if value is not None}
    if "on" in row.needs and setting.today and not setting.imported:
        said.setdefault("on", setting.today)
    _spoken(row, said)
    office = str(said.get("for") or actor.office)
    implied = _IMPLIED[row.action](case, office) if row.action in _IMPLIED else {}
    return {**implied, **said}


def _spoken(row: Act, said: dict[str, object]) -> None:
    if "offered" in row.needs and "owner" in said:
        said["offered"] = said.pop("owner")
    wanted = next((name for name in _SPOKEN if name in row.needs and name not in said), None)
    if wanted and "note" in said:
        said[wanted] = said.pop("note")


def _assigner(case: Case) -> str:
    """The office that gave the case to its owner; the owner itself where nobody did."""
    giving = case.of_type("assigned", "decided")
    given = [head.event for head in case.fields["owner"].heads if head.event in giving] if giving else []
    return case.author(given[0]).office if given else case.owner


_IMPLIED: dict[str, Callable[[Case, str], dict[str, object]]] = {
    "register": lambda case, office: {"owner": office},
    "transfer": lambda case, office: {} if case.owner else {"owner": office},
    "take": lambda case, office: {"owner": office},
    "take-over": lambda case, office: {"owner": office, "offered": ""},
    "return": lambda case, office: {"owner": _assigner(case)},
    "withdraw": lambda case, office: {"outcome": "withdrawn"},
    "redact": lambda case, office: {"parts": ["text"]},
}
