"""A database file put in the place of another one: what stood there is set aside under the day, and overwrites nothing.

county.db.before-20261208      set aside on that day
county.db.before-20261208-2    and once more
"""

from __future__ import annotations

import datetime as dt
import os
import re
import sqlite3
from collections.abc import Iterator
from contextlib import closing, suppress
from itertools import chain, count
from pathlib import Path

from xfgrid.errors import FileError

_SIDES = ("", "-wal", "-shm")


def replace(place: Path, fresh: Path, today: dt.date) -> None:
    """Puts a file in the place of a SQLite database. FileError `database_in_use` while another process has that open."""
    _alone(place)
    kept = next(name for name in _names(place, today) if not any(_side(name, s).exists() for s in _SIDES))
    for side in _SIDES:
        with suppress(FileNotFoundError):
            os.replace(_side(place, side), _side(kept, side))
    os.replace(fresh, place)


def forget(place: Path, today: dt.date, days: int) -> None:
    """Deletes what was set aside in this place more than so many days ago."""
    for kept in place.parent.glob(f"{place.name}.before-*"):
        found = re.match(r"\d{8}", kept.name.removeprefix(f"{place.name}.before-"))
        if found and (today - dt.datetime.strptime(found[0], "%Y%m%d").date()).days > days:
            kept.unlink()


def _names(place: Path, today: dt.date) -> Iterator[Path]:
    first = f"{place.name}.before-{today:%Y%m%d}"
    return (place.with_name(name) for name in chain([first], (f"{first}-{number}" for number in count(2))))


def _side(path: Path, side: str) -> Path:
    return path.with_name(path.name + side)


def _alone(place: Path) -> None:
    """Sees to it that no other process has the database open: what a server wrote into a file that has been moved away
    would be lost with it. A database too broken to tell may be replaced."""
    if not place.exists():
        return
    with closing(sqlite3.connect(str(place), timeout=1)) as connection, suppress(sqlite3.DatabaseError):
        try:
            connection.execute("PRAGMA journal_mode = DELETE")  # needs the file for itself
        except sqlite3.OperationalError as error:
            raise FileError("database_in_use", file=str(place)) from error
