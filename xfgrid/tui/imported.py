"""An import in the words of the screen: its sheets, its remarks, what would come of it and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from xfgrid.terms import Terms
from xfgrid.tui.widgets.prose import Fact
from xfgrid.tui.widgets.rows import Column, Row

if TYPE_CHECKING:
    from xfgrid.ledger.importer import Import
    from xfgrid.ledger.matter import Remark


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of the workbook as it was read when all were."""

    name: str
    title: str
    known: bool
    rows: int
    cases: int
    rejected: int

    def row(self, terms: Terms, wanted: bool) -> Row:
        """Its line: read or left out, name, layout, counts."""
        mark = "read" if self.known and wanted else "left_out" if self.known else "unknown"
        tone = "" if mark == "read" else "muted" if self.known else "soon"
        counts = [str(n) if self.known else "" for n in (self.rows, self.cases, self.rejected)]
        cells = (terms(f"ledger.screen.mark.{mark}"), self.name, self.title, *counts)
        return Row(self.name, tuple((cell, tone) for cell in cells))


def sheet_columns(terms: Terms) -> Sequence[Column]:
    """The columns of the list of sheets."""
    widths = {"mark": 8, "sheet": 0, "layout": 25, "rows": 6, "cases": 6, "rejected": 8}
    roomy = {"layout": 70}
    return [Column(terms(f"ledger.screen.column.{n}"), width, roomy.get(n, 0)) for n, width in widths.items()]


def remark_columns(terms: Terms) -> Sequence[Column]:
    """The columns of the list of problems and notes."""
    widths = {"sheet": 10, "row": 6, "column": 14, "reason": 0}
    return [Column(terms(f"ledger.screen.column.{name}"), width) for name, width in widths.items()]


def sheets(found: Import, terms: Terms) -> list[Sheet]:
    """The sheets of an import of all of them."""
    return [
        Sheet(
            r.sheet,
            r.layout.title.get(terms.language, r.layout.id) if r.layout else terms("ledger.screen.unknown"),
            r.layout is not None,
            r.rows,
            len(r.matters),
            r.rejected,
        )
        for r in found.readings
    ]


def remarks(found: Import, terms: Terms) -> list[Row]:
    """What is wrong first, then what was supposed, each with sheet, row, column and reason."""
    ordered = sorted(found.remarks, key=lambda r: (not r.rejects, not r.mend))
    return [_remark(number, remark, terms) for number, remark in enumerate(ordered)]


def _remark(number: int, remark: Remark, terms: Terms) -> Row:
    from xfgrid.ledger.mend import sentence

    tone = "late" if remark.rejects else "soon" if remark.mend else ""
    place = ((remark.sheet, ""), (str(remark.row), ""), (remark.column, ""))
    return Row(f"#{number}", (*place, (sentence(remark, terms), tone)))


def preview(found: Import, terms: Terms) -> list[Fact]:
    """What would come of it, before anything is written."""
    return [Fact("", terms("ledger.said.sum", **_counts(found)), "strong"), *_facts(found, terms)]


def result(done: Import, mend: Path | None, terms: Terms) -> list[Fact]:
    """What came of it, where the mend workbook lies, and what the source file still holds."""
    facts = [Fact("", terms("ledger.screen.done", **_counts(done)), "strong"), *_facts(done, terms)]
    if mend is not None:
        facts.append(Fact("", terms("ledger.screen.mend", file=mend.name), "soon"))
    return [*facts, Fact("", terms("ledger.said.source_still_holds"), "soon")]


def mend(path: Path, found: Import, terms: Terms) -> Path | None:
    """Writes the mend workbook beside the ledger under a name that is free; None where nothing is to be mended."""
    from xfgrid.ledger.mend import free_name, write_mend

    wrong = [r for r in found.remarks if r.rejects or r.mend]
    if not wrong:
        return None
    to = free_name(path, terms)
    write_mend(to, wrong, terms)
    return to


def _counts(found: Import) -> dict[str, int]:
    return {
        "rows": sum(r.rows for r in found.readings),
        "cases": sum(len(r.matters) for r in found.readings),
        "rejected": sum(r.rejected for r in found.readings),
        "new": found.new,
        "live": found.live,
    }


def _facts(found: Import, terms: Terms) -> list[Fact]:
    struck = sum(m.struck for r in found.readings for m in r.matters)
    dropped = sum(r.dropped for r in found.readings)
    hidden = sum(r.hidden_rows for r in found.readings)
    facts = [Fact("", terms("ledger.said.live", live=found.live, finished=found.new - found.live))] if found.new else []
    facts.append(Fact("", terms("ledger.said.removed", struck=struck, dropped=dropped)))
    facts += [Fact("", terms("ledger.said.hidden", hidden=hidden))] if hidden else []
    for name in ("changed", "passed"):
        rows = [f"{m.sheet}:{m.row}" for m in getattr(found, name)]
        shown = terms("screen.list_comma").join(rows[:10])
        facts += [Fact("", terms(f"ledger.said.{name}", count=len(rows), rows=shown), "soon")] if rows else []
    facts += [Fact("", terms("ledger.said.added", added=found.added))] if found.added else []
    return facts
