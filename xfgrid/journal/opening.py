"""Opening the database under a journal: an SQLCipher file on a laptop, SQLite or PostgreSQL at the county."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event, inspect
from sqlalchemy.exc import ArgumentError
from sqlalchemy.pool import QueuePool
from sqlmodel import SQLModel

from xfgrid.errors import FileError, XfgridError
from xfgrid.journal import cipher, journal, search, tables
from xfgrid.journal.contact.tables import KEY_TABLES
from xfgrid.journal.store import Store, in_words
from xfgrid.journal.tables import table_of

JOURNAL_TABLES = tuple(
    table_of(row) for row in (tables.EventRow, tables.SettingRow, tables.PackageRow, tables.RosterRow, tables.DraftRow)
)
"""What lasts, at both ends."""
COUNTY_VIEWS = (table_of(tables.SumRow),)
LAPTOP_VIEWS = (*COUNTY_VIEWS, table_of(tables.CaseRow))
"""What is derived from the events, at each end."""

SELDOM = (
    "event_aside ON event (status) WHERE status <> 0",
    "case_sealed ON case_sum (live) WHERE contact <> ''",
    "case_disputed ON case_row (conflicts) WHERE conflicts > 0",
    "box_unsent ON key_box (subject, holder) WHERE sent IS 0",
    "erasure_state ON erasure (state)",
)
"""Indexes of a laptop over the few rows that are out of the ordinary; a query that asks in these very words uses them."""


def open_laptop(path: Path, key: bytes) -> Store:
    """The encrypted database of a laptop, made if it is not there. `key` is the raw 32-byte key.

    Raises HomeError `wrong_key` if the file does not open with this key or is no database of ours; FileError `disk_full`,
    `database_busy` or `database_failed`.
    """
    from sqlcipher3 import dbapi2

    engine = create_engine(
        "sqlite+pysqlite://",
        module=dbapi2,
        creator=lambda: cipher.connect(path, key),
        poolclass=QueuePool,
        pool_use_lifo=True,  # the cache of one connection serves whoever comes next
        hide_parameters=True,
    )
    event.listen(engine, "begin", _begin)
    store = Store(engine)
    try:
        _made_ready(store)
    except XfgridError:
        store.close()
        raise
    return store


def _made_ready(store: Store) -> None:
    """Makes or renews what the database of a laptop has beside its events."""
    with in_words():
        make_journal(store.engine)
    store.engine.update_execution_options(xfgrid_lists=True)
    with store.write() as connection:
        renew_views(connection, LAPTOP_VIEWS, search.prepare)
        for index in SELDOM:
            connection.exec_driver_sql(f"CREATE INDEX IF NOT EXISTS {index}")
        if cases := journal.newly_known(connection):
            journal.refold(connection, cases)
        journal.recount_shipped(connection)


def open_county(url: str, prepare: Callable[[Engine], None]) -> Store:
    """The county's database by SQLAlchemy URL, its tables made by `prepare`. Raises FileError if it cannot be opened."""
    try:
        engine = create_engine(url, pool_pre_ping=True, hide_parameters=True)  # no error says a word of a case
    except ArgumentError as error:  # its text may hold a password
        raise FileError("bad_database", reason=type(error).__name__) from error
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", lambda connection, _: _plain(connection))
        event.listen(engine, "begin", _begin)
    try:
        prepare(engine)
        return Store(engine)
    except (XfgridError, ModuleNotFoundError):
        engine.dispose()
        raise
    except Exception as error:
        engine.dispose()
        raise FileError("bad_database", reason=type(error).__name__) from error


def _plain(connection: Any) -> None:
    connection.isolation_level = None
    connection.execute(f"PRAGMA page_size={cipher.PAGES[0]}").close()  # of a new file; others keep theirs
    cipher.prepare(connection)


def _begin(connection: Connection) -> None:
    # A deferred transaction that turns into a writer can fail half-way with "busy"; take the lock at the start.
    write = connection.get_execution_options().get("xfgrid_write", False)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if write else "BEGIN")


def make_journal(engine: Engine) -> None:
    """Makes the tables of a journal and of its keys that are not there yet."""
    with engine.connect().execution_options(xfgrid_write=True) as connection, connection.begin():
        SQLModel.metadata.create_all(connection, tables=[*JOURNAL_TABLES, *KEY_TABLES])


def renew_views(
    connection: Connection, views: Sequence[Table], prepare: Callable[[Connection], None] | None = None
) -> None:
    """Makes the views of this end anew from the events where they are missing or another program made them with other
    columns, and drops those it has no use for.

    `prepare` makes what hangs on them, before they are filled.
    """
    stale = any(_columns(connection, view.name) != set(view.columns.keys()) for view in views)
    if stale:
        search.drop(connection)
        for view in LAPTOP_VIEWS:
            view.drop(connection, checkfirst=True)
        for view in views:
            view.create(connection)
    if prepare:
        prepare(connection)
    if stale:
        journal.rebuild(connection)


def _columns(connection: Connection, table: str) -> set[str]:
    there = inspect(connection)
    return {column["name"] for column in there.get_columns(table)} if there.has_table(table) else set()
