"""Copies of the key store, beside every other backup and none older than the days the law of this house allows.

A copy holds wrapped keys: nobody can open them without an approved device. What ends with time is what an old copy could
bring back, so a copy beyond its days is deleted, and one put back is led through the ledger before anything is served.
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
import shutil
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from sync.county import aside, erasures, jump, standing
from sync.county.county import County, keys_at, open_county_home, open_keys
from sync.county.keys import VAULT
from xfgrid.case.civil import LOCAL
from xfgrid.errors import FileError, HomeError, InputError, why
from xfgrid.journal import settings
from xfgrid.journal.config import load
from xfgrid.journal.contact.terms import terms

_NAME = "keys-%Y%m%d.db"
_LOST = {standing.MISSING, "bad_database", "database_failed"}


def keep(county: County, folder: Path) -> Path:
    """Writes today's copy into a folder of its own and deletes those beyond `backup_days`; returns it.

    Raises InputError `backup_elsewhere` where the key store is not SQLite, FileError `backup_unwritable`, RefusedError `county_clock`.
    """
    if county.vault.engine.dialect.name != "sqlite":
        raise InputError("backup_elsewhere")
    with county.store.write() as connection:
        jump.check(county, connection)  # copies are deleted by the day it is
    today = county.today()
    target = folder / today.strftime(_NAME)
    partial = target.with_name(target.name + ".new")
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        partial.unlink(missing_ok=True)
        with closing(sqlite3.connect(str(county.vault.engine.url.database))) as connection:
            connection.execute("VACUUM INTO ?", (str(partial),))
        partial.chmod(0o600)
        os.replace(partial, target)
        for old in folder.glob("keys-*.db"):
            if _age(old, today) > terms().backup_days:
                old.unlink()
    except (OSError, sqlite3.Error) as error:
        raise FileError("backup_unwritable", file=str(target), reason=why(error)) from error
    return target


def put_back(home: Path, source: Path) -> None:
    """Puts a copy in the place of the key store and erases again what was erased since; laptops then fill in what it lacks.
    What was there is kept beside it (`aside`), no longer than any other copy.

    Raises HomeError `no_county`; InputError `backup_elsewhere` where the settings name another key store; FileError
    `database_in_use` while the server runs, `keys_too_old` for a copy beyond its days, `backup_unreadable`, `bad_database`.
    """
    if not (home / "county.key").exists():
        raise HomeError("no_county", home=str(home))
    if load(home).county.keys_database:
        raise InputError("backup_elsewhere")
    place = home / "keys.db"
    fresh = home / "keys.db.restored"
    try:
        shutil.copyfile(source, fresh)
    except OSError as error:
        raise FileError("backup_unreadable", file=str(source), reason=why(error)) from error
    try:
        today = _today_of(fresh, source)
        _believed(home, f"sqlite:///{fresh}")
        aside.replace(place, fresh, today)
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise


def anew(home: Path) -> None:
    """Makes an empty key store where it was lost and nobody kept a copy; laptops fill it as they synchronise, and what is
    known to have been erased is entered again.

    Raises HomeError `no_county`, or `keys_there` where there is one.
    """
    if not (home / "county.key").exists():
        raise HomeError("no_county", home=str(home))
    url = keys_at(home, load(home))
    with suppress(FileError), closing(open_keys(url)):
        raise HomeError("keys_there", home=str(home))
    open_keys(url, made=False).close()
    _believed(home, url)


def _believed(home: Path, url: str) -> None:
    """Names a key store anew, so that laptops fill it, and erases again what was erased since; where the database was lost
    as well, its restore does that."""
    with closing(open_keys(url)) as vault, vault.write() as connection:
        settings.put(connection, VAULT, secrets.token_hex(8))
    try:
        with open_county_home(home, keys_url=url) as county:
            erasures.replay(county)
    except FileError as error:
        if error.code not in _LOST or load(home).county.database:
            raise


def _today_of(fresh: Path, source: Path) -> dt.date:
    """The civil day, once the copy is found to be a key store and young enough."""
    try:
        with closing(sqlite3.connect(fresh)) as connection:
            connection.execute("SELECT count(*) FROM key_box").fetchone()
    except sqlite3.Error as error:
        raise FileError("bad_database", reason=why(error)) from error
    today = dt.datetime.now(LOCAL).date()
    if _age(source, today) > terms().backup_days:
        raise FileError("keys_too_old", file=source.name, days=terms().backup_days)
    return today


def _age(copy: Path, today: dt.date) -> int:
    """Days since a copy was written, by its name; a name that says no day is too old."""
    try:
        return (today - dt.datetime.strptime(copy.name, _NAME).date()).days
    except ValueError:
        return terms().backup_days + 1
