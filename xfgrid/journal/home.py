"""A home: one directory for one laptop or server, its encrypted database, and who it is.

config.toml    settings, optional
vault.json     how the passphrase becomes the database key (Argon2id parameters and salt; no secret)
xfgrid.db      everything else, SQLCipher under the raw key
written        how far this home has written; tells an older copy of the database from the newest (`mark`)
prints/        papers made on the screen, for a while (`prints`)
before-<day>/  what stood here before a forgotten passphrase was given up (`set_aside`)
wake-<who>     touched after a commit, so that the other process looks
"""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from itertools import chain, count
from pathlib import Path

import msgspec

from xfgrid.case.civil import LOCAL
from xfgrid.errors import FileError, HomeError
from xfgrid.journal import mark, settings
from xfgrid.journal.config import Config, load
from xfgrid.journal.identity import Identity
from xfgrid.journal.opening import open_laptop
from xfgrid.journal.store import Store
from xfgrid.journal.vault import Vault, exists, key_of

_SECRET = ("xfgrid.db", "xfgrid.db-wal", "xfgrid.db-shm", "written", "agent.key", "vault.json")
"""The files of a home that its passphrase opens or that open it."""
VERSION = 1
"""Of the tables of a home; a program refuses a home of a later one instead of misreading it."""


class Home:
    """An opened home. Close it, or use it as a context manager."""

    def __init__(self, path: Path, store: Store) -> None:
        self.path, self.store = path, store
        self.config: Config = load(path)

    def __enter__(self) -> Home:
        return self

    def __exit__(self, *_: object) -> None:
        self.store.close()

    def identity(self) -> Identity:
        """Who this home is; HomeError `not_enrolled` before enrolment."""
        with self.store.read() as connection:
            found = settings.get(connection, "identity")
        if found is None:
            raise HomeError("not_enrolled", home=str(self.path))
        return msgspec.convert(found, Identity)

    def wake(self, who: str) -> None:
        """Tells the other process of this home (`agent` or `screen`) that something was committed."""
        with self.store.read() as connection:
            mark.leave(self.path, connection)
        (self.path / f"wake-{who}").write_bytes(b"")


def open_home(path: Path, passphrase: str) -> Home:
    """Opens a home with its passphrase; raises what `key_of` and `open_with` raise."""
    return open_with(path, key_of(path, passphrase))


def open_with(path: Path, key: bytes) -> Home:
    """Opens a home with its raw database key.

    HomeError `no_home` if there is none, `wrong_key` if the key does not fit; FileError `no_database` if the database
    was lost, so that an empty one never takes its place in silence; HomeError `newer_home` for one of a later program.
    """
    if not exists(path):
        raise HomeError("no_home", home=str(path))
    database = path / "xfgrid.db"
    if not database.exists() or database.stat().st_size == 0:
        raise FileError("no_database", home=str(path))
    home = Home(path, open_laptop(database, key))
    _known_version(home)
    _noticed(home)
    return home


def _noticed(home: Home) -> None:
    """A database that was put back to an older copy goes on as another writer."""
    with home.store.read() as connection:
        older = mark.ahead(home.path, connection)
    if older:
        with home.store.write() as connection:
            mark.heed(home.path, connection)


def _known_version(home: Home) -> None:
    with home.store.read() as connection:
        written = int(settings.get(connection, "version", VERSION))
    if written > VERSION:
        home.store.close()
        raise HomeError("newer_home", home=str(home.path))


def make_home(path: Path, passphrase: str) -> Home:
    """Makes a new home, readable by its user only, and opens it. HomeError `home_exists` if there is one already."""
    if exists(path):
        raise HomeError("home_exists", home=str(path))
    path.mkdir(mode=0o700, parents=True, exist_ok=True)
    vault = Vault(salt=secrets.token_hex(16))
    home = Home(path, open_laptop(path / "xfgrid.db", vault.key(passphrase)))
    with home.store.write() as connection:
        settings.put(connection, "version", VERSION)
    partial = path / "vault.json.new"
    partial.write_bytes(msgspec.json.encode(vault))
    os.replace(partial, path / "vault.json")
    return home


def set_aside(path: Path) -> Path:
    """Moves what the passphrase of a home opens into `before-<day>` inside it, so that a new one can be made here;
    returns that folder, which opens like any home should the passphrase come back to mind. Settings and templates stay.

    HomeError `no_home` if there is none, `home_held` where another program has it open.
    """
    if not exists(path):
        raise HomeError("no_home", home=str(path))
    first = f"before-{datetime.now(LOCAL):%Y%m%d}"
    names = chain([first], (f"{first}-{number}" for number in count(2)))
    folder = next(path / name for name in names if not exists(path / name))
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        for name in _SECRET:  # the vault last: until then this is still a home, and what was cut short goes on
            if (path / name).exists():
                os.replace(path / name, folder / name)
    except OSError as error:
        raise HomeError("home_held", home=str(path)) from error
    return folder
