"""What the parts of an act are: fields of the case and whatever else an act says, by name."""

from __future__ import annotations

_WAYS = ("in_person", "phone", "paper")

CHOICES = {
    "outcome": ("solved", "explained", "declined", "referred", "withdrawn", "agreement", "not_reachable"),
    "opinion": ("supported", "explained", "not_supported"),
    "by": ("people", "administrative", "judicial"),
    "form": ("written", "oral"),
    "side": ("asker", "other", "both"),
    "where": ("petition_office", "reconsideration", "arbitration", "court", "other_organ"),
    "route": ("1", "2", "3", "4", "5", "6"),
    "how": _WAYS,
    "said_how": _WAYS,
    "consent_asker": _WAYS,
    "consent_other": _WAYS,
    "via": ("paper",),
    "purpose": ("progress", "answer", "verify", "mediate", "visit", "urgent"),
    "asked_by": ("resident", "guardian", "family", "supervisor"),
    "why": ("wish", "mistake", "not_needed"),
}
"""Parts that are chosen from a list. No outcome hides a failure: "closed" alone is never "solved". `route` counts the
six of art. 31 of the Regulations on Petition Work."""

_CODED = {
    "day": "on until due received rate_by held_on",
    "number": "days",
    "office": "owner offered for place_office member",
    "event": "undoes event",
    "case": "as matter",
    "staff": "barred recorder notice_by",
    "code": "sitting cause digest item rule kind class type number meeting rating source notice_how organ_code contact second hour",
    "state": "state mediation",
}

CODED = {name: kind for kind, names in _CODED.items() for name in names.split()} | dict.fromkeys(CHOICES, "choice")
"""Strings that are codes, days or names of staff and offices, by name: what kind of thing each is. Every other string
is free words: it stands in the text section, which can be redacted by itself."""

ANYWHERE = frozenset({"on", "note", "reason", "via", "for", "item"})
"""Parts any act can carry, never fields. `via` "paper" with `for`, an office: typed in for an office that is served on
paper (代录); `on` is then the date of the paper. `item`: the id of an entry imported from a ledger."""


def kind_of(name: str) -> str:
    """What a part holds: "words", or one of the kinds of CODED."""
    return CODED.get(name, "words")
