"""Commands that meet the county: enrol, sync, digest."""

from __future__ import annotations

import threading
from contextlib import suppress
from typing import Annotated

import msgspec
import typer

from xfgrid.cli import outputs
from xfgrid.cli.shell import Answer, Shell
from xfgrid.errors import HomeError
from xfgrid.journal.desk import Desk
from xfgrid.journal.home import exists, open_home


def enrol(
    shell: Shell,
    url: Annotated[str, typer.Argument(metavar="URL")],
    code: Annotated[str, typer.Argument(metavar="CODE")],
) -> Answer:
    from sync.agent.enrol import enrol as join

    if exists(shell.home):
        raise HomeError("home_exists", home=str(shell.home))
    identity = join(url, code, shell.home, shell.passphrase(confirm=True))
    said = shell.terms("cli.said.enrol", name=identity.name, office=identity.office)
    return Answer(outputs.Enrolled(identity.device, identity.office, identity.role), said)


def sync(shell: Shell, once: Annotated[bool, typer.Option("--once")] = False) -> Answer:
    from sync.agent.loop import exchange, run

    with open_home(shell.home, shell.passphrase()) as home:
        if not once:
            with suppress(KeyboardInterrupt):
                run(home, threading.Event())
        report = exchange(home)
    data = outputs.Synced(**{name: getattr(report, name) for name in outputs.Synced.__struct_fields__})
    return Answer(data, shell.terms("cli.said.sync", pushed=data.pushed, pulled=data.pulled))


def digest(shell: Shell, device: Annotated[str, typer.Option("--device", metavar="D")] = "") -> Answer:
    data = _county_digest(shell, device) if device else _own_digest(shell)
    return Answer(data, f"{data.feed}  {data.digest}  {data.events}  {data.cases}")


def _own_digest(shell: Shell) -> outputs.Digest:
    with Desk.open(shell.home, shell.passphrase()) as desk:
        total, events, cases = desk.digest()
        return outputs.Digest(desk.feed, total.hex(), events, cases)


def _county_digest(shell: Shell, device: str) -> outputs.Digest:
    from sync.county.county import open_county_home
    from sync.county.digest import digest as of_device

    with open_county_home(shell.home) as county:
        return msgspec.convert(of_device(county, device), outputs.Digest)
