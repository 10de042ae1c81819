"""`import`: a workbook looked at, then written; what is wrong with it in words a clerk can act on."""

from __future__ import annotations

from pathlib import Path
from threading import Event
from typing import Annotated

import typer

from xfgrid.cli.outputs import ledger as outputs
from xfgrid.cli.shell import Answer, Shell
from xfgrid.cli.stopping import asked_to_stop
from xfgrid.errors import StoppedError
from xfgrid.journal.desk import Desk
from xfgrid.ledger import importer, mapping
from xfgrid.ledger.importer import Import
from xfgrid.ledger.matter import Matter, Remark
from xfgrid.ledger.mend import sentence, write_mend
from xfgrid.ledger.reading import Progress, SheetReading
from xfgrid.terms import Terms

SHOWN = 20
"""Remarks told on the terminal; the mend workbook and --json have all."""


def import_(
    shell: Shell,
    file: Annotated[Path, typer.Argument(metavar="FILE")],
    sheet: Annotated[list[str] | None, typer.Option("--sheet", metavar="NAME")] = None,
    layout: Annotated[Path | None, typer.Option("--map", metavar="FILE.toml")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
    mend: Annotated[Path | None, typer.Option("--mend", metavar="FILE.xlsx")] = None,
) -> Answer:
    by_hand = mapping.read_mapping(layout) if layout else None
    with Desk.open(shell.home, shell.passphrase()) as desk, asked_to_stop() as stop:
        say = _progress(shell, stop)
        found = importer.look(desk, file, sheet or [], by_hand, say)
        if mend:
            write_mend(mend, [r for r in found.remarks if r.rejects or r.mend], shell.terms)
        if not dry_run:
            found = importer.write(desk, found, say)
    data = answer(found, shell.terms)
    mended = [shell.terms("ledger.said.mended", file=mend.name)] if mend else []
    return Answer(data, "\n".join([*_text(data, found, dry_run, shell.terms), *mended]))


def _progress(shell: Shell, stop: Event) -> Progress:
    def say(phase: str, done: int, total: int) -> None:
        if stop.is_set() and done < total:
            raise StoppedError("import_stopped", done=done if phase == "write" else 0)
        if total > importer.PAGE:
            shell.counted(shell.terms(f"ledger.said.{phase}", done=done, total=total))

    return say


def answer(found: Import, terms: Terms) -> outputs.Imported:
    """What an import did, or would do, as programs read it."""
    readings = found.readings
    problems = [r for r in found.remarks if r.rejects or r.mend]
    notes = [r for r in found.remarks if not (r.rejects or r.mend)]
    return outputs.Imported(
        rows=sum(r.rows for r in readings),
        cases=sum(len(r.matters) for r in readings),
        new=found.new,
        live=found.live,
        rejected=sum(r.rejected for r in readings),
        problems=[_remark(r, terms) for r in problems],
        struck=sum(m.struck for r in readings for m in r.matters),
        dropped=sum(r.dropped for r in readings),
        added=found.added,
        changed=[_row(m) for m in found.changed],
        passed=[_row(m) for m in found.passed],
        hidden=sum(r.hidden_rows for r in readings),
        inferred=sum(r.code.startswith("year_") for r in notes),
        notes=[_remark(r, terms) for r in notes],
        sheets=[_sheet(r) for r in readings],
    )


def _remark(remark: Remark, terms: Terms) -> outputs.ImportRemark:
    return outputs.ImportRemark(
        remark.sheet, remark.row, remark.column, sentence(remark, terms), remark.code, remark.rejects
    )


def _row(matter: Matter) -> outputs.ImportRow:
    return outputs.ImportRow(matter.sheet, matter.row, matter.number)


def _sheet(reading: SheetReading) -> outputs.ImportSheet:
    return outputs.ImportSheet(
        sheet=reading.sheet,
        layout=reading.layout.id if reading.layout else None,
        rows=reading.rows,
        cases=len(reading.matters),
        rejected=reading.rejected,
        hidden=reading.hidden_rows,
        other=dict(reading.other),
        columns=[outputs.ImportColumn(c.header, c.field, c.drop) for c in reading.columns if c.header],
    )


def _text(data: outputs.Imported, found: Import, dry_run: bool, terms: Terms) -> list[str]:
    lines = [_sheet_line(reading, terms) for reading in found.readings]
    lines.append(terms("ledger.said.sum", rows=data.rows, cases=data.cases, rejected=data.rejected, new=data.new))
    lines += [terms("ledger.said.live", live=data.live, finished=data.new - data.live)] if data.new else []
    lines.append(terms("ledger.said.removed", struck=data.struck, dropped=data.dropped))
    lines += [_place(p, terms) for p in [*data.problems, *data.notes][:SHOWN]]
    rest = len(data.problems) + len(data.notes) - SHOWN
    lines += [terms("ledger.said.more", rest=rest)] if rest > 0 else []
    lines += [terms("ledger.said.added", added=data.added)] if data.added else []
    for name in ("changed", "passed"):
        rows = "、".join(f"{row.sheet}:{row.row}" for row in getattr(data, name)[:SHOWN])
        lines += [terms(f"ledger.said.{name}", count=len(getattr(data, name)), rows=rows)] if rows else []
    return [*lines, terms("ledger.said.source_still_holds"), *([terms("ledger.said.dry_run")] if dry_run else [])]


def _sheet_line(reading: SheetReading, terms: Terms) -> str:
    if reading.layout is None:
        return terms("ledger.said.sheet_unread", sheet=reading.sheet)
    other = reading.other
    title = reading.layout.title.get(terms.language, reading.layout.id)
    line = terms(
        "ledger.said.sheet",
        sheet=reading.sheet,
        title=title,
        rows=reading.rows,
        cases=len(reading.matters),
        rejected=reading.rejected,
        title_rows=other["title"],
        **{name: other[name] for name in ("blank", "header", "total", "continued")},
    )
    unused = "、".join(c.header for c in reading.columns if c.drop == "unused" and c.header)
    hidden = terms("ledger.said.hidden", hidden=reading.hidden_rows) if reading.hidden_rows else ""
    return line + hidden + (terms("ledger.said.unused", columns=unused) if unused else "")


def _place(remark: outputs.ImportRemark, terms: Terms) -> str:
    key = "ledger.said.remark" if remark.column else "ledger.said.remark_row"
    return terms(key, sheet=remark.sheet, row=remark.row, column=remark.column, reason=remark.reason)
