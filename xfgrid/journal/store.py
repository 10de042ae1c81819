"""A database under a journal, with two kinds of transaction."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError, DBAPIError, InternalError, OperationalError

from xfgrid.errors import FileError


class Store:
    """A database with two kinds of transaction: `read`, and `write`, of which there is one at a time."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A short transaction that changes nothing; it must not outlive a page of results."""
        with in_words(), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One durable transaction: all of it or nothing. FileError `disk_full`, `database_busy` or `database_failed`."""
        with (
            in_words(),
            self.engine.connect().execution_options(xfgrid_write=True) as connection,
            connection.begin(),
        ):
            yield connection

    def tidy(self, truncate: bool = False) -> bool:
        """Moves what the log of SQLite holds into its file, so that no commit has to; nobody waits for it, and it waits for
        nobody. With `truncate` the log is emptied as well. Whether all of it was moved: a reader may stand in the way."""
        with self.engine.connect() as connection:
            raw = connection.connection.driver_connection
            assert raw is not None
            busy, *_ = raw.execute(f"PRAGMA wal_checkpoint({'TRUNCATE' if truncate else 'PASSIVE'})").fetchone()
        return not busy

    def close(self) -> None:
        """Lets go of every connection."""
        self.engine.dispose()


@contextmanager
def in_words() -> Iterator[None]:
    """What keeps a database from working, as a sentence; the transaction is undone."""
    try:
        yield
    except DBAPIError as error:
        if not isinstance(error, OperationalError | InternalError) and type(error) is not DatabaseError:
            raise  # a mistake of ours; a bare DatabaseError says that the file is damaged
        raise FileError(_trouble(str(error.orig)), reason=type(error.orig).__name__) from error


def _trouble(text: str) -> str:
    if "full" in text or "No space left" in text:
        return "disk_full"
    return "database_busy" if "locked" in text or "busy" in text else "database_failed"
