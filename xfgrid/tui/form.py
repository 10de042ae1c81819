"""The fields of a new case, and what is wrong with what was typed into them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

HOW = ("in_person", "phone", "paper")
KINDS = (
    "family", "neighbour", "housing_site", "contract", "production", "damages", "forest_land", "land_taking",
    "pollution", "migrant_wages", "other_labour", "tourism", "online_shopping", "other_consumer", "medical", "traffic",
    "property_management", "other",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Ask:
    """One field: its name, how it is typed, the codes it may hold, and whether a case can do without it."""

    name: str
    entry: Literal["day", "choice", "kind", "line", "long"]
    codes: tuple[str, ...] = ()
    needed: bool = True


FORM = (
    Ask("received", "day"),
    Ask("how", "choice", HOW),
    Ask("kind", "kind", KINDS),
    Ask("place", "line"),
    Ask("asked", "long"),
    Ask("facts", "long"),
)


def problems(values: Mapping[str, str], today: date) -> dict[str, str]:
    """Every problem at once: field name to the code of its sentence under `screen.wrong`."""
    found = {ask.name: _wrong(ask, values.get(ask.name, "").strip(), today) for ask in FORM}
    return {name: code for name, code in found.items() if code}


def _wrong(ask: Ask, value: str, today: date) -> str:
    if not value:
        return "missing" if ask.needed else ""
    if ask.entry == "day":
        return _wrong_day(value, today)
    return "not_listed" if ask.codes and value not in ask.codes else ""


def _wrong_day(value: str, today: date) -> str:
    try:
        found = date.fromisoformat(value)
    except ValueError:
        return "no_day"
    return "future_day" if found > today else ""
