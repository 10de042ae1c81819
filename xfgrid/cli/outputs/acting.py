"""What the commands of `xfgrid.cli.acting` answer with."""

from __future__ import annotations

from typing import Any

import msgspec


class PartLine(msgspec.Struct):
    """What an act asks for; `kind` is words, day, number, office, choice, event, case, staff or code."""

    name: str
    kind: str
    needed: bool
    choices: list[str]


class OfferLine(msgspec.Struct):
    action: str
    type: str
    group: str
    parts: list[PartLine]


class Acted(msgspec.Struct):
    """`act`: the event's hash in hex, the state it led to, the `owner` office since then, and the office it was typed in
    for (`served`), '' for none; without an action, what is open now under `offers`."""

    event: str
    state: str
    offers: list[OfferLine]
    owner: str = ""
    served: str = ""


class ConflictSide(msgspec.Struct):
    """What one author wrote, `shown` in words; `lawful` is false where the event broke a rule."""

    event: str
    by: str
    at: str
    value: Any
    shown: str
    lawful: bool


class ConflictLine(msgspec.Struct):
    """One disputed field; `value` is what stands until a person settles it."""

    case: str
    number: str
    title: str
    field: str
    value: Any
    shown: str
    sides: list[ConflictSide]


class Conflicts(msgspec.Struct):
    """`conflicts`."""

    conflicts: list[ConflictLine]
