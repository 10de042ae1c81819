"""Which shape a county's database has, and how an older one becomes the present one (`migrations/`, by alembic).

A new database is made as the tables say and marked with the newest revision; alembic is loaded only to migrate.
"""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, text
from sqlmodel import SQLModel

from sync.county.locks import lock
from sync.county.tables import COUNTY_TABLES
from xfgrid.errors import FileError, HomeError
from xfgrid.journal.opening import COUNTY_VIEWS, JOURNAL_TABLES, renew_views

NEWEST = "0004"
"""The revision the tables in the code have; `scripts/migration.py` writes the next."""
_MARK = "alembic_version"
_TABLES = (*JOURNAL_TABLES, *COUNTY_TABLES)
LASTING = {table.name for table in _TABLES}
"""The tables that are migrated; views are made anew from the events when their columns have changed."""


def prepare(engine: Engine, say: Callable[[str], None] = lambda line: print(line, file=sys.stderr)) -> None:
    """Makes the tables of an empty database, migrates those of an older one, after a copy where it is a file.

    `say` hears where the copy is. Raises HomeError `newer_database` for one of a later program.
    """
    with engine.connect().execution_options(xfgrid_write=True) as connection, connection.begin():
        lock(connection, "schema", ["journal"])  # of servers that start at once the second finds it done
        found = revision(connection)
        if found is None:
            _make(connection)
        elif found > NEWEST:
            raise HomeError("newer_database", revision=found, known=NEWEST)
        elif found != NEWEST:
            if copied := _copy(engine, found):
                say(f"{copied.name} ({found} → {NEWEST})")
            migrate(connection)
        renew_views(connection, COUNTY_VIEWS)


def revision(connection: Connection) -> str | None:
    """The revision of a database; None for an empty one."""
    there = inspect(connection)
    if not there.has_table(_MARK):
        if there.has_table("device"):
            raise FileError("bad_database", reason="no_revision")
        return None
    return str(connection.scalar(text(f"SELECT version_num FROM {_MARK}")))


def migrate(connection: Connection, target: str = "head") -> None:
    """Brings a database to a revision, in the caller's transaction."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)


def _make(connection: Connection) -> None:
    SQLModel.metadata.create_all(connection, tables=list(_TABLES))
    connection.execute(text(f"CREATE TABLE {_MARK} (version_num VARCHAR(32) PRIMARY KEY)"))
    connection.execute(text(f"INSERT INTO {_MARK} VALUES (:revision)"), {"revision": NEWEST})


def _copy(engine: Engine, found: str) -> Path | None:
    """A copy of a database file beside it, before it is changed; none of one in memory or on PostgreSQL."""
    if engine.dialect.name != "sqlite" or not engine.url.database:
        return None
    target = Path(f"{engine.url.database}.{found}")
    if not target.exists():
        with closing(sqlite3.connect(engine.url.database)) as connection:
            connection.execute("VACUUM INTO ?", (str(target),))
        target.chmod(0o600)
    return target
