"""`offices`: the offices a laptop knows. `county offices`: the county's list; `county offices import FILE.csv`, its next
version."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated

import typer

from xfgrid.case.offices import Office, Offices
from xfgrid.cli.outputs import offices as outputs
from xfgrid.cli.shell import Answer, Shell, opened, table
from xfgrid.errors import InputError
from xfgrid.terms import Terms

SHOWN = 20
"""Offices named on the terminal for each kind of change; --json has all."""


def known_offices(shell: Shell, named: Annotated[str, typer.Argument(metavar="[NAME|CODE]")] = "") -> Answer:
    """The offices of the newest package of a laptop, all or those of a part of a name or the beginning of a code."""
    with opened(shell) as desk:
        found = [office for office in desk.offices if named in office.name or office.code.startswith(named)]
    return _listed(found, shell.terms) if found else Answer(outputs.OfficeList([]), shell.terms("cli.offices.none"))


def offices(
    shell: Shell,
    change: Annotated[list[str] | None, typer.Argument(metavar="[import FILE.csv]")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
) -> Answer:
    if not change:
        return _list(shell)
    if len(change) != 2 or change[0] != "import":
        raise InputError("bad_usage", reason=f"county offices {' '.join(change)}")
    return _import(shell, Path(change[1]), dry_run)


def _list(shell: Shell) -> Answer:
    from sync.county.county import offices as listed
    from sync.county.county import open_county_home

    with open_county_home(shell.home) as county:
        return _listed(listed(county), shell.terms)


def _listed(found: Iterable[Office], terms: Terms) -> Answer:
    """Offices with their codes, for people to type."""
    lines = [_line(office) for office in found]
    rows = [
        (o.code, o.name, terms(f"cli.level.{o.level}"), terms(f"cli.kind.{o.kind}"), _ended(o, terms)) for o in lines
    ]
    return Answer(outputs.OfficeList(lines), table(rows))


def _ended(office: outputs.OfficeLine, terms: Terms) -> str:
    return terms("cli.offices.until", day=office.valid_to) if office.valid_to else ""


def _import(shell: Shell, file: Path, dry_run: bool) -> Answer:
    from sync.county.county import open_county_home
    from sync.county.offices import read_offices
    from sync.county.relist import relist
    from xfgrid.journal.desk import today

    listed = read_offices(file)
    with open_county_home(shell.home) as county:
        found = relist(county, listed, today(), dry_run=dry_run)
    changes = {name: [_line(o) for o in getattr(found, name)] for name in outputs.OFFICE_CHANGES}
    data = outputs.OfficesImported(offices=len(listed), written=not (dry_run or found.nothing), **changes)
    return Answer(data, _text(data, Offices(found.offices), dry_run, shell.terms))


def _line(office: Office) -> outputs.OfficeLine:
    return outputs.OfficeLine(
        office.code, office.name, office.level, office.kind, office.parent, office.valid_from, office.valid_to
    )


def _text(data: outputs.OfficesImported, tree: Offices, dry_run: bool, terms: Terms) -> str:
    lines = [terms("cli.offices.listed", offices=data.offices)]
    for name in outputs.OFFICE_CHANGES:
        found: list[outputs.OfficeLine] = getattr(data, name)
        if found:
            lines.append(terms(f"cli.offices.{name}", count=len(found)))
            lines += [_shown(one, tree) for one in found[:SHOWN]]
            lines += [terms("cli.offices.more", rest=len(found) - SHOWN)] if len(found) > SHOWN else []
    end = "dry_run" if dry_run else "written" if data.written else "same"
    return "\n".join([*lines, terms(f"cli.offices.{end}")])


def _shown(one: outputs.OfficeLine, tree: Offices) -> str:
    above = f"  ← {tree.name(one.parent)}" if one.parent else ""
    return f"  {one.code}  {one.name}{above}"
