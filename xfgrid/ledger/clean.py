"""The first thing that happens to a row: names and numbers of persons leave it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from xfgrid.case.privacy import MARK, scan, strike
from xfgrid.ledger import parties
from xfgrid.ledger.cells import tidy
from xfgrid.ledger.columns import Column
from xfgrid.ledger.layout import DATES
from xfgrid.ledger.table import Row

_BOUNDARY = "\x00"
"""No number reaches over it, and no cell holds it."""


@dataclass(frozen=True, slots=True)
class Words:
    """The filled cells of a row by field, struck; `days` are the cells of date fields as they are, to be read only as
    dates. `struck` counts the numbers taken out."""

    by_field: dict[str, str]
    days: dict[str, str]
    struck: int

    def says(self, field: str) -> bool:
        """Whether anything is left to read in a field."""
        return bool(self.by_field.get(field, "").replace(MARK, "").strip())

    @property
    def length(self) -> int:
        """Characters of all fields together."""
        return sum(map(len, self.by_field.values()))

    def get(self, field: str) -> str:
        """The struck words of a field, '' if there are none."""
        return self.by_field.get(field, "")


def clean(row: Row, columns: Sequence[Column]) -> Words:
    """The cells of the columns that are read, without the names in the row's party columns and without numbers."""
    names = parties.names(row.parties) if row.parties else frozenset()
    found: dict[str, str] = {}
    days: dict[str, str] = {}
    for column in columns:
        cell = row.cells[column.index]
        if not cell or cell.isspace():
            continue
        if column.field in DATES:
            days[column.field] = cell
        else:
            found[column.field] = parties.without_names(tidy(cell), names) if names else tidy(cell)
    return _struck(found, days)


def _struck(found: dict[str, str], days: dict[str, str]) -> Words:
    if not scan(_BOUNDARY.join(found.values())):  # one search for the whole row: most rows hold no number
        return Words(found, days, 0)
    struck = {field: strike(words) for field, words in found.items()}
    return Words({field: words for field, (words, _) in struck.items()}, days, sum(n for _, n in struck.values()))
