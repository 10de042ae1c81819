"""Backups of a county on SQLite, and the new epoch that every restored database begins.

A restored database has forgotten commits that laptops have read. Its new epoch makes them offer again what it lacks;
how far each feed had come at the restore is kept, so that they need not read everything anew.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from sync.county.county import County, open_county_home
from sync.county.tables import FeedRow
from xfgrid.errors import FileError, HomeError, InputError
from xfgrid.journal import settings

_feed = FeedRow.__table__  # type: ignore[attr-defined]
BEHIND = "behind"
"""Setting: when a laptop was found to have read more than this database ever wrote. Until acknowledged, read-only."""


def backup(county: County, target: Path) -> Path:
    """Writes a consistent copy of the database while the server runs; the key is not in it.

    Raises InputError `backup_elsewhere` on PostgreSQL (its own tools do that), FileError `file_exists`.
    """
    if county.store.engine.dialect.name != "sqlite":
        raise InputError("backup_elsewhere")
    if target.exists():
        raise FileError("file_exists", file=str(target))
    partial = target.with_name(target.name + ".new")
    partial.unlink(missing_ok=True)
    with closing(sqlite3.connect(str(county.store.engine.url.database))) as connection:
        connection.execute("VACUUM INTO ?", (str(partial),))
    partial.chmod(0o600)
    os.replace(partial, target)
    return target


def restore(home: Path, source: Path) -> None:
    """Puts a backup in the place of the county's database, under a new epoch; what was there is kept beside it.

    The server must be stopped. Raises HomeError `no_county`, FileError `bad_database` for a file that is no backup.
    """
    place = home / "county.db"
    if not (home / "county.key").exists():
        raise HomeError("no_county", home=str(home))
    fresh = home / "county.db.restored"
    shutil.copyfile(source, fresh)
    with open_county_home(home, f"sqlite:///{fresh}") as county:
        begin_epoch(county)
    for suffix in ("", "-wal", "-shm"):
        old = home / f"county.db{suffix}"
        if old.exists():
            os.replace(old, home / f"county.db.before{suffix}")
    os.replace(fresh, place)


def begin_epoch(county: County, *, trusted: bool = True) -> str:
    """Begins a new epoch and returns it. `trusted` says that this database is a true beginning of what laptops read.

    For PostgreSQL call it after restoring by its own tools. Acknowledges a database found to be behind, too.
    """
    with county.store.write() as connection:
        rows = connection.execute(select(_feed.c.feed, _feed.c.seq)).all() if trusted else []
        settings.put(connection, f"epoch:{county.epoch(connection)}", {row.feed: row.seq for row in rows})
        fresh = county.random(8).hex()
        settings.put(connection, "epoch", fresh)
        settings.put(connection, BEHIND, "")
    return fresh
