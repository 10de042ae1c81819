"""What this home holds of imported cases, for comparing a workbook with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import Connection

from xfgrid.case.fold import Case
from xfgrid.journal import journal
from xfgrid.ledger.cells import plain
from xfgrid.ledger.identity import Content, content_of
from xfgrid.ledger.matter import Matter

_CONTENT = ("received", "place", "asked", "facts")


class Standing(NamedTuple):
    """A case as it stands here, the ids of its imported entries, and the contents it was imported with: several after
    two laptops imported different ones, none once its text was redacted."""

    case: Case
    done: set[str]
    contents: list[Content]


def standing(connection: Connection, cases: Sequence[str]) -> dict[str, Standing]:
    """What is here of these cases; those that are not here are left out."""
    return {name: _standing(case) for name, case in journal.loaded(connection, cases).items()}


def _standing(case: Case) -> Standing:
    values = [(event, event.values()) for event in case.events.values()]
    done = {str(found["item"]) for _, found in values if "item" in found}
    contents = [_content(found) for event, found in values if event.head.type == "registered" and "asked" in found]
    return Standing(case, done, contents)


def _content(values: Mapping[str, object]) -> Content:
    return tuple(plain(str(values.get(name, ""))) for name in _CONTENT)


def recorded(connection: Connection, case: str) -> Content | None:
    """The content a case was first imported with, None if it is not here or was redacted."""
    found = standing(connection, [case]).get(case)
    return found.contents[0] if found and found.contents else None


def same(matter: Matter, contents: Sequence[Content]) -> bool:
    """Whether a row says what one of these contents says; also where nothing is left to compare with."""
    mine = content_of(matter)
    return not contents or any(mine == (_day(matter, theirs[0]), *theirs[1:]) for theirs in contents)


def _day(matter: Matter, day: str) -> str:
    return day if matter.fixed_day else day[4:]
