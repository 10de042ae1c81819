"""Papers made on the screen: one folder of the home, readable by its owner only, gone when what they tell has to be.

A paper can be made again at any time, so none is kept for long: it goes with the words or the contact of its case, with
the case itself, and after `print_days`. What hangs on no single case goes with the words of any.
"""

from __future__ import annotations

import datetime as dt
import itertools
import os
import tempfile
from pathlib import Path

from sqlalchemy import select

from xfgrid.case.civil import LOCAL
from xfgrid.errors import FileError
from xfgrid.journal import settings
from xfgrid.journal.home import Home
from xfgrid.journal.shred import PAPERS
from xfgrid.journal.tables import EventRow, table_of

FOLDER = "prints"
_event = table_of(EventRow)


def keep(home: Home, name: str, data: bytes, case: str = "") -> Path:
    """Writes a paper as `<name>.pdf`, numbered where there is one of that name; `case` is the case it tells of.
    FileError `paper_unwritable`."""
    folder = home.path / FOLDER
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        handle, partial = tempfile.mkstemp(".partial", dir=folder)  # readable by its owner only
        with os.fdopen(handle, "wb") as file:
            file.write(data)
    except OSError as error:
        raise FileError("paper_unwritable", file=str(folder / name)) from error
    with home.store.write() as connection:
        kept = settings.get(connection, PAPERS, {})
        numbered = (f"{name}{f'-{count}' if count > 1 else ''}.pdf" for count in itertools.count(1))
        path = folder / next(one for one in numbered if one not in kept and not (folder / one).exists())
        settings.put(connection, PAPERS, {**kept, path.name: case})
        os.replace(partial, path)
    return path


def sweep(home: Home) -> None:
    """Deletes the papers whose time is over; one that another program holds open is tried again."""
    folder = home.path / FOLDER
    if not folder.is_dir():
        return
    with home.store.read() as connection:
        kept = settings.get(connection, PAPERS, {})
        wanted = {case for case in kept.values() if case}
        here = {"", *connection.scalars(select(_event.c.case).where(_event.c.case.in_(wanted)).distinct())}
    eldest = dt.datetime.now(LOCAL).timestamp() - home.config.print_days * 86_400
    for path in folder.iterdir():
        if kept.get(path.name, "") not in here or path.stat().st_mtime < eldest:
            _delete(path)
    gone = {name for name in kept if not (folder / name).exists()}
    if gone:
        with home.store.write() as connection:
            left = settings.get(connection, PAPERS, {})
            settings.put(connection, PAPERS, {name: case for name, case in left.items() if name not in gone})


def _delete(path: Path) -> None:
    try:
        path.unlink()
    except OSError:
        return
