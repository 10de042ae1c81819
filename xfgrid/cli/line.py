"""Commands that meet the county: enrol, sync, digest."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import Annotated

import msgspec
import typer

from xfgrid.case.civil import minute
from xfgrid.cli.address import address
from xfgrid.cli.outputs import line as outputs
from xfgrid.cli.shell import Answer, Shell, table
from xfgrid.journal.desk import Desk
from xfgrid.journal.home import open_with
from xfgrid.journal.status import Status, status
from xfgrid.journal.vault import exists, key_of
from xfgrid.journal.writer import now_ms, stamp


def enrol(
    shell: Shell,
    url: Annotated[str, typer.Argument(metavar="URL")],
    code: Annotated[str, typer.Argument(metavar="CODE")],
    set_aside: Annotated[bool, typer.Option("--set-aside")] = False,
) -> Answer:
    from sync.agent.aside import set_aside as put_away
    from sync.agent.enrol import enrol as join
    from sync.wire.code import read

    url, aside = address(url), ""
    if set_aside and exists(shell.home):
        read(code)  # nothing is put away for a code that was mistyped
        aside = str(put_away(shell.home))
        shell.progress(shell.terms("cli.said.set_aside", folder=aside))
    identity = join(url, code, shell.home, shell.passphrase(confirm=not exists(shell.home)))
    said = shell.terms("cli.said.enrol", name=identity.name, office=identity.office)
    return Answer(outputs.Enrolled(identity.device, identity.office, identity.role, aside), said)


Key = Annotated[str, typer.Option("--key", metavar="keyring|file|pipe")]


def sync(shell: Shell, once: Annotated[bool, typer.Option("--once")] = False, key: Key = "") -> Answer:
    from sync.agent import credential
    from sync.agent.loop import exchange, run
    from sync.wire import log
    from sync.wire.memory import settle

    found = credential.find(shell.home, key) if key else key_of(shell.home, shell.passphrase())
    with open_with(shell.home, found) as home:
        if not once:
            settle()
            log.to_stderr()
            with suppress(KeyboardInterrupt):
                run(home, threading.Event())
        data = exchange(home)
    return Answer(data, shell.terms("cli.said.sync", pushed=data.pushed, pulled=data.pulled))


def sync_install(shell: Shell, key: Key = "keyring") -> Answer:
    from sync.agent import credential, service

    found = key_of(shell.home, shell.passphrase())
    with open_with(shell.home, found) as home:
        home.identity()
    credential.keep(shell.home, found, key)
    unit = service.install(shell.home, key)
    return Answer(outputs.AgentInstalled(str(unit), key), shell.terms("cli.said.sync_install", unit=str(unit)))


def sync_address(shell: Shell, url: Annotated[str, typer.Argument(metavar="URL")]) -> Answer:
    from sync.agent.moving import move

    url = address(url)
    with open_with(shell.home, key_of(shell.home, shell.passphrase())) as home:
        data = move(home, url)
    return Answer(data, shell.terms("cli.said.sync_address", url=url, pushed=data.pushed, pulled=data.pulled))


def sync_status(shell: Shell) -> Answer:
    from sync.agent import loop, service

    with Desk.open(shell.home, shell.passphrase()) as desk:
        runs, url = loop.running(shell.home), desk.identity.url
        found, last = status(desk), loop.line_status(desk.home)
    data = outputs.AgentStatus(
        runs,
        service.installed(shell.home),
        last.tried,
        found.last,
        found.error,
        last.failures,
        found.pending,
        found.left,
        last.in_step,
        found.oldest,
        found.held,
        found.parked,
        found.jumped,
    )
    return Answer(data, table(list(_status_rows(shell, data, url))))


def _status_rows(shell: Shell, data: outputs.AgentStatus, url: str) -> Iterator[tuple[str, str]]:
    words = shell.terms
    yield words("cli.agent.agent"), words(f"cli.agent.{'runs' if data.runs else 'rests'}")
    yield words("cli.agent.installed"), words(f"cli.agent.{'yes' if data.installed else 'no'}")
    yield words("cli.agent.reached"), minute(data.reached) if data.reached else words("cli.agent.never")
    yield words("cli.agent.pending"), str(data.pending)
    if Status(oldest=data.oldest).stale(stamp(now_ms())):
        yield words("cli.agent.stale"), words("cli.agent.stale_since", since=minute(data.oldest))
    for reason, count in sorted(data.held.items()):
        yield (
            words("cli.agent.held"),
            words("cli.agent.held_why", count=count, reason=words.get(f"cli.held.{reason}", reason)),
        )
    if data.parked:
        yield words("cli.agent.parked"), str(data.parked)
    if data.jumped:
        yield words("cli.agent.clock"), words("cli.agent.jumped")
    if data.left:
        yield words("cli.agent.left"), str(data.left)
    if data.error:
        yield words("cli.agent.error"), words.failed(data.error, url=url)
        yield words("cli.agent.failures"), str(data.failures)


def digest(shell: Shell, device: Annotated[str, typer.Option("--device", metavar="DEVICE")] = "") -> Answer:
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
