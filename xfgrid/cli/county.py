"""Commands of the county's administrator."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from xfgrid.case.civil import minute
from xfgrid.case.offices import Offices
from xfgrid.cli.outputs import county as outputs
from xfgrid.cli.shell import Answer, Shell, table
from xfgrid.data import schemas
from xfgrid.errors import InputError
from xfgrid.terms import Terms


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
    role: Annotated[str, typer.Option("--role", metavar="ROLE")],
    name: Annotated[str, typer.Option("--name", metavar="NAME")],
) -> Answer:
    from sync.county.codes import make_code
    from sync.county.county import open_county_home

    with open_county_home(shell.home) as county:
        code = make_code(county, office, role, name)
    return Answer(outputs.Code(code), code)


def clocks(
    shell: Shell,
    rules: Annotated[list[Path] | None, typer.Option("--rules", metavar="FILE.toml")] = None,
    calendar: Annotated[list[Path] | None, typer.Option("--calendar", metavar="FILE.toml")] = None,
) -> Answer:
    from sync.county.county import open_county_home
    from sync.county.rules import publish
    from xfgrid.journal import package

    with open_county_home(shell.home) as county:
        if not (rules or calendar):
            with county.store.read() as connection:
                version = package.newest_version(connection)
            return Answer(outputs.Published(version), shell.terms("cli.said.in_force", version=version))
        version = publish(county, rules or [], calendar or [])
    return Answer(outputs.Published(version), shell.terms("cli.said.published", version=version))


def county_form(shell: Shell, intake: Annotated[Path | None, typer.Argument(metavar="FILE.toml")] = None) -> Answer:
    from sync.county.county import open_county_home
    from sync.county.rules import publish_form
    from xfgrid.data import schemas
    from xfgrid.journal import package

    with open_county_home(shell.home) as county:
        if intake is None:
            with county.store.read() as connection:
                version, own = package.newest_version(connection), package.newest(connection).intake
            said = "cli.said.form_own" if own else "cli.said.form_shipped"
            text = shell.terms(said, version=version, file=schemas() / "forms" / "intake.toml")
            return Answer(outputs.Published(version), text)
        version = publish_form(county, intake)
    return Answer(outputs.Published(version), shell.terms("cli.said.published", version=version))


def devices(shell: Shell) -> Answer:
    from sync.county import admin
    from sync.county.county import offices, open_county_home

    with open_county_home(shell.home) as county:
        found, tree = msgspec.convert(admin.devices(county), list[outputs.DeviceLine]), offices(county)
    words = shell.terms
    rows = [(words("cli.said.device"), words("cli.said.who"), words("cli.said.seen"), words("cli.said.state"))]
    rows += [(d.device[:8], _who(d, tree, words), _seen(d, shell), _state(d, shell)) for d in found]
    return Answer(outputs.DeviceList(found), table(rows) if found else words("cli.said.no_devices"))


def _who(device: outputs.DeviceLine, tree: Offices, terms: Terms) -> str:
    return f"{device.name} · {tree.name(device.office)} · {terms.get(f'case.role.{device.role}', device.role)}"


def _seen(device: outputs.DeviceLine, shell: Shell) -> str:
    by_stick = device.stick > device.seen
    return shell.terms("cli.said.by_stick", at=minute(device.stick)) if by_stick else minute(device.seen)


def _state(device: outputs.DeviceLine, shell: Shell) -> str:
    facts = {"behind": device.behind, "held": device.held, "parked": device.parked}
    words = [shell.terms(f"cli.trouble.{code}", **facts) for code in device.trouble]
    return "；".join(words) or shell.terms("cli.trouble.none")


def revoke(shell: Shell, device: Annotated[str, typer.Argument(metavar="DEVICE")]) -> Answer:
    from sync.county import admin
    from sync.county.county import open_county_home

    with open_county_home(shell.home) as county:
        name = admin.revoke(county, device)
    return Answer(outputs.Revoked(name), shell.terms("cli.said.revoked", device=name[:8]))


def county_confirm_time(shell: Shell) -> Answer:
    from sync.county import jump
    from sync.county.county import open_county_home

    with open_county_home(shell.home) as county, county.store.write() as connection:
        jump.confirm(county, connection)
        day = county.today().isoformat()
    return Answer(outputs.CountyTime(day), shell.terms("cli.said.county_confirm_time", day=day))


ALL = "all"
"""In place of an event to release: all that are listed."""


def quarantine(
    shell: Shell,
    release: Annotated[str, typer.Option("--release", metavar="EVENT|all")] = "",
    of_device: Annotated[str, typer.Option("--device", metavar="DEVICE")] = "",
    of_case: Annotated[str, typer.Option("--case", metavar="CASE")] = "",
) -> Answer:
    from sync.county import admin
    from sync.county.county import open_county_home

    with open_county_home(shell.home) as county:
        if release == ALL:
            admin.release_listed(county, of_device, of_case)
        elif release:
            admin.release(county, release)
        found = msgspec.convert(admin.quarantine(county, of_device, of_case), list[outputs.HeldEvent])
    heads = ("event", "since", "who", "place", "case", "why")
    rows = [tuple(shell.terms(f"cli.said.held_{head}") for head in heads), *(_held(h, shell) for h in found)]
    return Answer(outputs.HeldList(found), table(rows) if found else shell.terms("cli.said.nothing_held"))


def _held(held: outputs.HeldEvent, shell: Shell) -> tuple[str, ...]:
    who = f"{held.device[:8]} {held.name}@{held.office}" if held.device else held.writer[:8]
    why = shell.terms(f"cli.held.{held.reason}")
    shown = why if held.kept else f"{why} ({shell.terms('cli.said.held_not_kept')})"
    return held.event[:12], minute(held.at), who, str(held.seq), held.case, shown


def backup(shell: Shell, target: Annotated[Path, typer.Argument(metavar="FILE")]) -> Answer:
    from sync.county.backup import backup as write
    from sync.county.county import open_county_home

    with open_county_home(shell.home) as county:
        made = write(county, target)
    data = outputs.BackedUp(str(made), made.stat().st_size)
    return Answer(data, shell.terms("cli.said.backup", file=data.file, kib=(data.bytes + 1023) // 1024))


def restore(
    shell: Shell,
    saved: Annotated[Path | None, typer.Argument(metavar="[FILE]")] = None,
    acknowledge: Annotated[bool, typer.Option("--acknowledge")] = False,
) -> Answer:
    from sync.county.backup import acknowledge as accept
    from sync.county.backup import restore as put_back

    if (saved is None) == (not acknowledge):
        raise InputError("restore_what")
    epoch = accept(shell.home) if saved is None else put_back(shell.home, saved)
    return Answer(outputs.Restored(epoch), shell.terms("cli.said.restored" if saved else "cli.said.acknowledged"))
