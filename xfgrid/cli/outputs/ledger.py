"""What the commands of `xfgrid.cli.ledger` answer with."""

from __future__ import annotations

import msgspec


class ImportRemark(msgspec.Struct):
    """`row` is 1-based as the spreadsheet program shows it; `reason` a sentence, `code` its stable name; `rejected`
    tells whether the row is no case because of it."""

    sheet: str
    row: int
    column: str
    reason: str
    code: str
    rejected: bool


class ImportRow(msgspec.Struct):
    sheet: str
    row: int
    number: str


class ImportColumn(msgspec.Struct):
    """A header with its field, or the reason why the column is not kept."""

    header: str
    field: str
    drop: str


class ImportSheet(msgspec.Struct):
    """`layout` is null for a sheet nobody knows, which was not read; `other` counts rows that are no data."""

    sheet: str
    layout: str | None
    rows: int
    cases: int
    rejected: int
    hidden: int
    other: dict[str, int]
    columns: list[ImportColumn]


class Imported(msgspec.Struct):
    """`import`: rows = cases + rejected, in all and per sheet. `new` counts cases that were not here, `live` those of
    them the ledger does not call finished, `added` entries on cases that were here. `problems` ask for a clerk, `notes` say what was supposed. `struck` counts numbers taken out of
    texts, `dropped` filled cells about persons, `hidden` hidden rows, `inferred` dates with a supposed year."""

    rows: int
    cases: int
    new: int
    live: int
    rejected: int
    problems: list[ImportRemark]
    struck: int
    dropped: int
    added: int
    changed: list[ImportRow]
    passed: list[ImportRow]
    hidden: int
    inferred: int
    notes: list[ImportRemark]
    sheets: list[ImportSheet]
