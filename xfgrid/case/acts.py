"""Acting on a case: from what a person wants to the draft of an event, or a clear refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from xfgrid.case.fold import Case
from xfgrid.case.vocabulary import BY_ACTION, Act, allowed
from xfgrid.errors import RuleError, UnknownError

TEXT_FIELDS = frozenset({"asked", "facts", "place", "note", "other_side", "told_sentence"})
"""Free words; they stand in the text section, which can be redacted by itself."""

NOT_FIELDS = frozenset({"note", "on", "item"})
"""Parts of an act that belong to the event alone: they are no field of the case and have no bases."""


@dataclass(frozen=True, slots=True)
class Actor:
    """Who acts, in which capacity: the sign-in, its role, its office (a code)."""

    staff: str
    role: str
    office: str

    def __str__(self) -> str:
        return f"{self.staff}:{self.role}@{self.office}"

    @classmethod
    def parse(cls, text: str) -> Actor:
        """The actor of a header's `actor`."""
        staff, _, rest = text.partition(":")
        role, _, office = rest.partition("@")
        return cls(staff, role, office)


@dataclass(frozen=True, slots=True)
class Draft:
    """An event before it is chained and signed."""

    case: str
    type: str
    actor: Actor
    bases: Mapping[str, list[str]]
    body: Mapping[str, object]
    text: Mapping[str, object]


def act(case: Case, action: str, actor: Actor, values: Mapping[str, object], *, undated: bool = False) -> Draft:
    """The draft of one act on a case as its author sees it.

    `values` are the fields and parts the act carries, dates as ISO strings. Raises UnknownError for an action nobody
    knows, RuleError where role, state or a missing field forbid it. `undated`: the day of the act may be missing,
    since a ledger does not always give it.
    """
    row = BY_ACTION.get(action)
    if row is None:
        raise UnknownError("unknown_action", action=action, known=" ".join(sorted(BY_ACTION)))
    full = _implied(row, case, actor, values)
    _gate(row, case, actor, {"on": "unknown", **full} if undated else full)
    written = [name for name in full if name not in NOT_FIELDS]
    names = written + (["state"] if row.target else [])
    body = {k: v for k, v in full.items() if k not in TEXT_FIELDS}
    text = {k: v for k, v in full.items() if k in TEXT_FIELDS}
    return Draft(case.id, row.type, actor, case.heads(*names), body, text)


def _implied(row: Act, case: Case, actor: Actor, values: Mapping[str, object]) -> dict[str, object]:
    full = {k: v for k, v in values.items() if v is not None}
    if row.type == "taken" or (row.type == "registered" and "owner" not in full):
        full["owner"] = actor.office
    return full


def _gate(row: Act, case: Case, actor: Actor, values: Mapping[str, object]) -> None:
    if actor.role not in row.roles:
        raise RuleError("role_may_not", action=row.action, role=actor.role)
    if not allowed(row.type, case.state or None):
        raise RuleError("state_forbids", action=row.action, state=case.state)
    missing = [name for name in row.needs if values.get(name) in (None, "")]
    if missing:
        raise RuleError("act_needs", action=row.action, fields=" ".join(missing))
