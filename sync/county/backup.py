"""Backups of a county on SQLite, and the new epoch that every restored database begins.

A restored database has forgotten commits that laptops have read. Its new epoch makes them offer again what it lacks;
how far each feed had come at the restore is kept, so that they need not read everything anew.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import select

from sync.county import aside, behind, erasures, standing
from sync.county.county import SAID, County, open_county_home
from sync.county.relist import RESTORED
from sync.county.tables import FeedRow
from xfgrid.case.civil import LOCAL
from xfgrid.errors import FileError, HomeError, InputError, why
from xfgrid.journal import settings, stored
from xfgrid.journal.config import load
from xfgrid.journal.tables import table_of

_feed = table_of(FeedRow)


def backup(county: County, target: Path) -> Path:
    """Writes a consistent copy of the database while the server runs; the key is not in it.

    Raises InputError `backup_elsewhere` on PostgreSQL (its own tools do that), FileError `file_exists`, `backup_unwritable`.
    """
    if county.store.engine.dialect.name != "sqlite":
        raise InputError("backup_elsewhere")
    if target.exists():
        raise FileError("file_exists", file=str(target))
    partial = target.with_name(target.name + ".new")
    try:
        partial.unlink(missing_ok=True)
        with closing(sqlite3.connect(str(county.store.engine.url.database))) as connection:
            connection.execute("VACUUM INTO ?", (str(partial),))
        partial.chmod(0o600)
        os.replace(partial, target)
    except (OSError, sqlite3.Error) as error:
        raise FileError("backup_unwritable", file=str(target), reason=why(error)) from error
    return target


def restore(home: Path, source: Path) -> str:
    """Puts a backup in the place of the county's database, under a new epoch, which is returned; what was there is kept
    beside it, see `aside`.

    Raises HomeError `no_county`; InputError `backup_elsewhere` for a county on PostgreSQL; FileError `database_in_use`
    while the server runs, `backup_unreadable`, `bad_database` for a file that is no backup, `foreign_database` for that of
    another county, `no_county_keys` where the key store is missing, which is put back first: it says what was erased since.
    """
    place = home / "county.db"
    if not (home / "county.key").exists():
        raise HomeError("no_county", home=str(home))
    if load(home).county.database:
        raise InputError("backup_elsewhere")
    fresh = home / "county.db.restored"
    try:
        epoch = _believed(home, source, fresh)
        aside.replace(place, fresh, dt.datetime.now(LOCAL).date())
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
    return epoch


def _believed(home: Path, source: Path, fresh: Path) -> str:
    """Copies a backup beside the database and begins an epoch in it, if it is a county's at all."""
    try:
        shutil.copyfile(source, fresh)
    except OSError as error:
        raise FileError("backup_unreadable", file=str(source), reason=why(error)) from error
    try:
        with open_county_home(home, f"sqlite:///{fresh}") as county:
            return begin_epoch(county)
    except FileError as error:
        if error.code == standing.MISSING:
            raise FileError("bad_database", reason="no_county") from error
        if error.code == standing.FOREIGN:
            raise FileError(error.code, database=str(source)) from error
        raise


def acknowledge(home: Path) -> str:
    """Begins a new epoch in a database that was restored or copied back by other tools. HomeError `no_county`."""
    with open_county_home(home) as county:
        return begin_epoch(county, trusted=False)


def begin_epoch(county: County, *, trusted: bool = True) -> str:
    """Begins a new epoch and returns it. `trusted` says that this database is a true beginning of what laptops read.

    What was erased since is erased again. For PostgreSQL call it after restoring by its own tools. Acknowledges a database found to be behind, too.
    """
    with county.store.write() as connection:
        rows = connection.execute(select(_feed.c.feed, _feed.c.seq)).all() if trusted else []
        settings.put(connection, f"epoch:{county.epoch(connection)}", {row.feed: row.seq for row in rows})
        fresh = county.random(8).hex()
        settings.put(connection, "epoch", fresh)
        settings.put(connection, SAID, "")
        settings.put(connection, RESTORED, stored.newest(connection) if trusted else 0)
        behind.acknowledge(connection)
    erasures.replay(county)
    return fresh
