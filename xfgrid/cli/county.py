"""Commands of the county's administrator: init, offices, serve, enrol."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from xfgrid.case.vocabulary import ROLES
from xfgrid.cli import outputs
from xfgrid.cli.shell import Answer, Shell, table
from xfgrid.data import schemas
from xfgrid.errors import InputError


def init(
    shell: Shell,
    demo: Annotated[bool, typer.Option("--demo")] = False,
    list_file: Annotated[Path | None, typer.Option("--offices", metavar="FILE.csv")] = None,
    database: Annotated[str, typer.Option("--database", metavar="URL")] = "",
) -> Answer:
    from sync.county.county import init as make
    from sync.county.offices import read_offices

    source = schemas() / "demo" / "offices.csv" if demo else list_file
    if source is None:
        raise InputError("no_offices")
    found = read_offices(source)
    name = next(office.name for office in found if office.parent is None)
    make(shell.home, found, name, database or None).store.close()
    data = outputs.CountyMade(name, len(found))
    return Answer(data, shell.terms("cli.said.init", county=data.county, offices=data.offices))


def offices(shell: Shell) -> Answer:
    from sync.county.county import offices as listed
    from sync.county.county import open_county_home

    with open_county_home(shell.home) as county:
        found = [outputs.OfficeLine(o.code, o.name, o.level, o.kind, o.parent) for o in listed(county)]
    return Answer(outputs.OfficeList(found), table([(o.code, o.level, o.kind, o.name) for o in found]))


def serve(
    shell: Shell,
    port: Annotated[int | None, typer.Option("--port", metavar="N")] = None,
    database: Annotated[str, typer.Option("--database", metavar="URL")] = "",
) -> Answer:
    from sync.county.serve import serve as run

    urls: list[str] = []

    def ready(url: str) -> None:
        urls.append(url)
        shell.progress(shell.terms("cli.said.serve", url=url))

    run(shell.home, port=port, database=database or None, ready=ready)
    return Answer(outputs.Served(urls[0]), shell.terms("cli.said.served"))


def enrol_code(
    shell: Shell,
    office: Annotated[str, typer.Option("--office", metavar="CODE")],
    role: Annotated[str, typer.Option("--role", metavar="|".join(ROLES[:4]))],
    name: Annotated[str, typer.Option("--name", metavar="TEXT")],
) -> Answer:
    from sync.county.codes import make_code
    from sync.county.county import open_county_home

    with open_county_home(shell.home) as county:
        code = make_code(county, office, role, name)
    return Answer(outputs.Code(code), code)
