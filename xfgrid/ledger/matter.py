"""What a ledger says of one matter, and what there is to say about a cell: the plain results of reading."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

FINISHING = frozenset({"agreed", "answered", "withdrawn", "referred"})
"""Kinds of items after which no office owes anything."""


@dataclass(frozen=True, slots=True)
class Item:
    """Something that happened to a matter on its own day; `on` is None where the ledger gives no day.

    Kinds: `mediating`, `agreed` (and nothing open), `agreement` (not performed yet), `failed`, `performed`, `answered`,
    `withdrawn`, `referred`, `noted`, `transferred`. `values` are codes and integers (amounts in fen), `text` the struck
    words of the ledger.
    """

    kind: str
    on: dt.date | None
    values: Mapping[str, object] = field(default_factory=dict)
    text: str = ""


@dataclass(frozen=True, slots=True)
class Matter:
    """One row as a matter. All texts are struck; parties, contacts and forbidden columns are gone.

    `row` is 1-based as the spreadsheet program shows it. `place` is as written, `office` the code of the office it
    names. `fixed_day` is False where the year was taken from the rows around, which may be others next time. `due` is
    the day the ledger sets, `people` the number of people it gives (at least), `note` what it says beyond its own
    fields, each under its header. `struck` counts numbers, `dropped` filled cells of columns about persons.
    """

    sheet: str
    row: int
    number: str
    asked: str
    facts: str
    place: str
    office: str
    kind: str
    class_: str
    how: str
    received: dt.date
    fixed_day: bool
    due: dt.date | None
    people: int | None
    items: tuple[Item, ...]
    note: str
    struck: int
    dropped: int

    @property
    def content(self) -> tuple[str, ...]:
        """What makes this matter the one it is apart from its number: day, place, what is asked, the account."""
        day = self.received.isoformat()
        return (day if self.fixed_day else day[4:], self.place, self.asked, self.facts)

    @property
    def finished(self) -> bool:
        """Whether the ledger says that nothing is owed on this matter any more."""
        return any(item.kind in FINISHING for item in self.items)


@dataclass(frozen=True, slots=True)
class Remark:
    """A sentence about a cell: `code` names it under `ledger.remark`, `facts` fill it (struck words only).

    `rejects`: the row is no case because of it. `mend`: the row is a case, and a clerk should look at the cell.
    Neither: only what the reader supposed.
    """

    sheet: str
    row: int
    column: str
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)
    rejects: bool = False
    mend: bool = False
