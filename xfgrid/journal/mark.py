"""A mark outside the database: how far this home has written. So a database put back to an older copy is noticed.

Whoever goes on writing in an old copy would use numbers of the chain a second time. If the mark is ahead of the
database, the home begins its next writer epoch before anything is written, and opens no contact until the county was
heard: the copy may hold what was erased since. What it lacks comes back from the county. A mark put back together with the database shows nothing; then the county notices at the next exchange.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection

from xfgrid.journal import settings, stored
from xfgrid.journal.identity import Identity
from xfgrid.journal.writer import now_ms

FILE = "written"
_PUT_BACK = "put_back"


class Mark(NamedTuple):
    """A writer epoch of a device and the last number used in it."""

    device: str
    epoch: int
    seq: int


def leave(folder: Path, connection: Connection) -> None:
    """Writes how far the home has come, after that was committed. A mark that is late is only less sharp."""
    identity = _identity(connection)
    if identity is None:
        return
    seq, _ = stored.head_of(connection, f"{identity.device}.{identity.epoch}")
    with suppress(OSError):
        _write(folder, Mark(identity.device, identity.epoch, seq))


def heed(folder: Path, connection: Connection) -> None:
    """Begins the next writer epoch where the mark is ahead of the database. Needs a write transaction."""
    identity, mark = _identity(connection), _read(folder)
    if identity is None or mark is None or not _behind(connection, identity, mark):
        return
    fresh = msgspec.structs.replace(identity, epoch=mark.epoch + 1)
    settings.put(connection, "identity", msgspec.to_builtins(fresh))
    settings.put(connection, _PUT_BACK, now_ms())
    _write(folder, Mark(fresh.device, fresh.epoch, 0))


def ahead(folder: Path, connection: Connection) -> bool:
    """Whether the mark is ahead of the database: a look at a file and at the end of a chain."""
    identity, mark = _identity(connection), _read(folder)
    return identity is not None and mark is not None and _behind(connection, identity, mark)


def put_back(connection: Connection) -> bool:
    """Whether this is an older copy that has not heard since what was to be forgotten."""
    return bool(settings.get(connection, _PUT_BACK))


def caught_up(connection: Connection, county: int) -> None:
    """Takes that the county was heard as of that time, ms UTC; of an old stick that says nothing."""
    if 0 < settings.get(connection, _PUT_BACK, 0) <= county:
        settings.put(connection, _PUT_BACK, 0)


def _behind(connection: Connection, identity: Identity, mark: Mark) -> bool:
    if mark.device != identity.device or mark.epoch < identity.epoch:
        return False
    seq, _ = stored.head_of(connection, f"{mark.device}.{mark.epoch}")
    return mark.epoch > identity.epoch or mark.seq > seq


def _identity(connection: Connection) -> Identity | None:
    found = settings.get(connection, "identity")
    return None if found is None else msgspec.convert(found, Identity)


def _read(folder: Path) -> Mark | None:
    """The mark; None where there is none that can be read."""
    try:
        device, epoch, seq = (folder / FILE).read_text(encoding="ascii").split()
        return Mark(device, int(epoch), int(seq))
    except (OSError, ValueError):
        return None


def _write(folder: Path, mark: Mark) -> None:
    partial = folder / f"{FILE}.new"
    partial.write_text(" ".join(map(str, mark)) + "\n", encoding="ascii")
    os.replace(partial, folder / FILE)
