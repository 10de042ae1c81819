"""The mend workbook: what a clerk has to look at in the ledger, and nothing of it but struck words."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import chain, count
from pathlib import Path
from typing import Any

from xfgrid.errors import FileError
from xfgrid.ledger.matter import Remark
from xfgrid.terms import Terms

WIDTHS = (16, 8, 18, 70, 50)

_UNREAD = ("date_", "amount_", "people_", "kind_")
"""Codes of what could not be read of a cell begin like this; where its row is a case, its words are in the note."""


def sentence(remark: Remark, terms: Terms) -> str:
    """A remark in words an office clerk can act on; what became of the row or the cell ends it."""
    said = terms(f"ledger.remark.{remark.code}", **{**remark.facts, "column": remark.column})
    end = "rejected" if remark.rejects else "kept" if remark.code.startswith(_UNREAD) else ""
    return said + terms(f"ledger.remark_end.{end}") if end else said


def write_mend(path: Path, remarks: Iterable[Remark], terms: Terms) -> None:
    """Writes sheet, row, column, reason and struck words of every remark that asks for a clerk.

    FileError `file_exists` rather than overwriting anything, `file_unwritable` if the place cannot be written.
    """
    import xlsxwriter

    if path.exists():
        raise FileError("file_exists", file=path.name)
    rows = [[r.sheet, r.row, r.column, sentence(r, terms), r.facts.get("text", "")] for r in remarks]
    try:
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as book:
            _fill(book, terms, rows)
    except (OSError, xlsxwriter.exceptions.XlsxWriterException) as error:
        raise FileError("file_unwritable", file=path.name) from error


def free_name(ledger: Path, terms: Terms) -> Path:
    """A name for the mend workbook beside its ledger that no file has yet."""
    base = f"{ledger.stem}-{terms('ledger.mend.sheet')}"
    names = chain([base], (f"{base}-{number}" for number in count(2)))
    return next(path for name in names if not (path := ledger.with_name(f"{name}.xlsx")).exists())


def _fill(book: Any, terms: Terms, rows: list[list[object]]) -> None:
    sheet = book.add_worksheet(terms("ledger.mend.sheet"))
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    header = [terms(f"ledger.mend.{name}") for name in ("sheet_name", "row", "column", "reason", "text")]
    for number, row in enumerate([header, *rows]):
        sheet.write_row(number, 0, row, wrapped)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 0)
