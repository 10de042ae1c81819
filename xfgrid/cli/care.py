"""Commands that look after a home and change nothing: verify, doctor."""

from __future__ import annotations

import platform
import shutil
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path

from xfgrid.case.civil import minute
from xfgrid.cli.outputs import care as outputs
from xfgrid.cli.shell import Answer, Shell, table
from xfgrid.data import schemas
from xfgrid.errors import IntegrityError, XfgridError
from xfgrid.journal import roster
from xfgrid.journal.desk import Desk
from xfgrid.journal.status import status
from xfgrid.journal.store import Store
from xfgrid.journal.vault import exists
from xfgrid.journal.verify import faults
from xfgrid.journal.writer import now_ms, stamp

LITTLE = 500 << 20
"""Bytes of free disk below which the doctor warns."""
STEP = 5000
"""Events after which a long verification says how far it is."""


def verify(shell: Shell) -> Answer:
    county = (shell.home / "county.key").exists()
    found = _county(shell) if county else _laptop(shell)
    if not found.faults:
        return Answer(found, shell.terms("cli.said.verify", events=found.events))
    rows = [
        (f.case[:8], f"{f.writer} {f.seq}", f.event[:12], shell.terms(f"cli.fault.{f.reason}")) for f in found.faults
    ]
    text = shell.terms("cli.said.faults", count=len(found.faults))
    return Answer(found, f"{text}\n{table(rows)}", IntegrityError.exit_code)


def _laptop(shell: Shell) -> outputs.Verified:
    with Desk.open(shell.home, shell.passphrase()) as desk:
        own = {desk.identity.device: desk.identity.key.public}
        return _verified(shell, desk.home.store, own)


def _county(shell: Shell) -> outputs.Verified:
    from sync.county.county import open_county_home

    with open_county_home(shell.home) as county:
        return _verified(shell, county.store, {})


def _verified(shell: Shell, store: Store, own: Mapping[str, bytes]) -> outputs.Verified:
    with store.read() as connection:
        cards = roster.everybody(connection)
    keys = {**{card.device: bytes.fromhex(card.key) for card in cards}, **own}
    count = 0

    def progress(done: int) -> None:
        nonlocal count
        if done // STEP > count // STEP:
            shell.progress(shell.terms("cli.said.verifying", events=done))
        count = done

    found = [outputs.Fault(f.reason, f.case, f.writer, f.seq, f.event) for f in faults(store, keys, progress)]
    return outputs.Verified(count, found)


def doctor(shell: Shell) -> Answer:
    checks = [*_program(), *_place(shell), *_contents(shell)]
    rows = [(_mark(one, shell), shell.terms(f"cli.doctor.{one.name}"), one.value) for one in checks]
    return Answer(outputs.Doctor(checks), table(rows))


def _mark(check: outputs.Check, shell: Shell) -> str:
    return shell.terms("cli.doctor.fine" if check.ok else "cli.doctor.look")


def _program() -> Iterator[outputs.Check]:
    """What is running, and the data it was shipped with."""
    yield outputs.Check("program", f"xfgrid {version('xfgrid')}", True)
    yield outputs.Check("python", f"{platform.python_version()} · {platform.system()}", True)
    yield outputs.Check("schemas", str(schemas()), (schemas() / "terms").is_dir())


def _place(shell: Shell) -> Iterator[outputs.Check]:
    """Where the home is, and what stands in it; read without the passphrase."""
    here = shell.home
    yield outputs.Check("home", str(here), exists(here) or (here / "county.key").exists())
    for name in ("config.toml", "xfgrid.db", "xfgrid.db-wal", "county.db"):
        if (here / name).exists():
            yield outputs.Check("file", f"{name} · {(here / name).stat().st_size:,} B", True)
    free = shutil.disk_usage(_standing(here)).free
    yield outputs.Check("disk", f"{free >> 20:,} MiB", free > LITTLE)


def _standing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return next(one for one in (path, *path.absolute().parents) if one.exists())


def _contents(shell: Shell) -> Iterator[outputs.Check]:
    """What the home holds and how the line stands, if it opens."""
    if not exists(shell.home):
        return
    try:
        with Desk.open(shell.home, shell.passphrase()) as desk:
            yield from _desk(desk, shell)
    except XfgridError as error:
        yield outputs.Check("opened", shell.terms.error(error), False)


def _desk(desk: Desk, shell: Shell) -> Iterator[outputs.Check]:
    line = status(desk)
    _, events, cases = desk.digest()
    office = f"{desk.offices.name(desk.actor.office)} {desk.actor.office}"
    yield outputs.Check("opened", f"{desk.identity.name} · {office}", True)
    yield outputs.Check("held", shell.terms("cli.doctor.counts", cases=cases, events=events), True)
    yield outputs.Check("package", desk.version, True)
    yield outputs.Check("county", desk.identity.url, True)
    yield outputs.Check("reached", minute(line.last), not line.error)
    stale = line.stale(stamp(now_ms()))
    since = shell.terms("cli.agent.stale_since", since=minute(line.oldest))
    yield outputs.Check("pending", f"{line.pending} · {since}" if stale else str(line.pending), not stale)
    if line.error:
        yield outputs.Check("error", shell.terms.failed(line.error, url=desk.identity.url), False)
