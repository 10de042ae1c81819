"""Commands for a village without a line: what would go over the line, on a USB stick."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from xfgrid.cli.outputs import bundle as outputs
from xfgrid.cli.shell import Answer, Shell
from xfgrid.cli.stopping import asked_to_stop
from xfgrid.errors import InputError, StoppedError
from xfgrid.journal.home import open_home

if TYPE_CHECKING:
    from sync.wire.bundle import Moved, Taken, Written

For = Annotated[str, typer.Option("--for", metavar="OFFICE|DEVICE")]


def bundle_export(shell: Shell, bundle: Annotated[Path, typer.Argument(metavar="FILE")], receiver: For = "") -> Answer:
    made = _of_county(shell, bundle, receiver) if _is_county(shell) else _of_laptop(shell, bundle, receiver)
    size = len(made.data)
    said = shell.terms("cli.said.bundle_export", file=str(bundle), events=made.events, kib=(size + 1023) // 1024)
    data = outputs.BundleWritten(str(bundle), made.events, made.keys, size)
    return Answer(data, "\n".join([said, *_keys(shell, made.keys)]))


def bundle_import(shell: Shell, bundle: Annotated[Path, typer.Argument(metavar="FILE")]) -> Answer:
    data = _into_county(shell, bundle) if _is_county(shell) else _into_laptop(shell, bundle)
    said = [shell.terms("cli.said.bundle_import", events=data.events, known=data.known)]
    if data.held:
        said.append(shell.terms("cli.said.bundle_held", held=data.held))
    if data.foreign:
        said.append(shell.terms("cli.said.bundle_foreign", foreign=data.foreign))
    return Answer(data, "\n".join([*said, *_keys(shell, data.keys)]))


def _keys(shell: Shell, keys: int) -> list[str]:
    return [shell.terms("cli.said.bundle_keys", keys=keys)] if keys else []


def _is_county(shell: Shell) -> bool:
    return (shell.home / "county.key").exists()


@contextmanager
def _moved(shell: Shell, stopped: str) -> Iterator[Moved]:
    """What long work tells; after Ctrl+C it ends between two pages with the error of that code."""
    from sync.wire import limits

    with asked_to_stop() as stop:

        def moved(phase: str, done: int, total: int) -> None:
            if stop.is_set() and done < total:
                raise StoppedError(stopped)
            if total > limits.PAGE:
                shell.counted(shell.terms(f"cli.said.bundle_{phase}", done=done, total=total))

        yield moved


def _of_laptop(shell: Shell, file: Path, office: str) -> Written:
    from sync.agent import bundle

    with open_home(shell.home, shell.passphrase()) as home, _moved(shell, "export_stopped") as moved:
        return bundle.export(home, file, office, moved)


def _of_county(shell: Shell, file: Path, device: str) -> Written:
    from sync.county import bundle
    from sync.county.county import open_county_home

    if not device:
        raise InputError("bundle_for_whom")
    with open_county_home(shell.home) as county, _moved(shell, "export_stopped") as moved:
        return bundle.export(county, device, file, moved)


def _into_laptop(shell: Shell, file: Path) -> outputs.BundleRead:
    from sync.agent import bundle

    with open_home(shell.home, shell.passphrase()) as home, _moved(shell, "bundle_stopped") as moved:
        taken = bundle.import_(home, file, moved)
    return _read(taken)


def _into_county(shell: Shell, file: Path) -> outputs.BundleRead:
    from sync.county import bundle
    from sync.county.county import open_county_home

    with open_county_home(shell.home) as county, _moved(shell, "bundle_stopped") as moved:
        return _read(bundle.import_(county, file, moved))


def _read(taken: Taken) -> outputs.BundleRead:
    return outputs.BundleRead(taken.events, taken.known, taken.held, taken.foreign, taken.keys)
