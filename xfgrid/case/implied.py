"""What goes without saying when a person acts: today, the own office, the words that answer for another part."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from xfgrid.case.fold import Case
from xfgrid.case.vocabulary import Act

_SPOKEN = ("sentence", "reason", "decision", "organ", "lead")
"""What the free words of an act are when it needs one of these: the resident is told this sentence, this is why."""


def completed(row: Act, case: Case, office: str, values: Mapping[str, object], today: str) -> dict[str, object]:
    """What an act of an office says, with what goes without saying; `today` is '' where no day may be supposed."""
    said = {name: value for name, value in values.items() if value is not None}
    if "on" in row.needs and today:
        said.setdefault("on", today)
    _spoken(row, said)
    return {**implied(row.action, case, str(said.get("for") or office)), **said}


def implied(action: str, case: Case, office: str) -> dict[str, object]:
    """The parts of an act that need not be given, because case and office settle them."""
    return _IMPLIED[action](case, office) if action in _IMPLIED else {}


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
    "call-meeting": lambda case, office: {"owner": office},
    "redact": lambda case, office: {"parts": ["text"]},
}
