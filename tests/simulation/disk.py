"""Databases in memory that can be copied, put back, and made to fail at any statement."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from xfgrid.journal.opening import make_journal, open_county
from xfgrid.journal.store import Store

_COMPILED: dict[Any, Any] = {}
"""Statements are compiled once a process, not once a machine."""


class Crash(Exception):
    """The machine stops here; the open transaction is lost."""


class Disk:
    """One machine's database. `fuse` counts statements down to a crash; None means none is coming."""

    def __init__(self) -> None:
        self.fuse: int | None = None
        self.store = self._opened()

    def image(self) -> bytes:
        """A copy of everything on it."""
        with self.store.engine.connect() as connection:
            return bytes(self._driver(connection).serialize())

    def put_back(self, image: bytes) -> None:
        """Makes it what it was."""
        self.store.close()
        self.store = self._opened()
        with self.store.engine.connect() as connection:
            self._driver(connection).deserialize(image)

    def full(self, full: bool) -> None:
        """Whether it has no room left for another page."""
        with self.store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages if full else 1 << 30}")

    def _opened(self) -> Store:
        store = open_county("sqlite://", make_journal)
        store.engine.update_execution_options(compiled_cache=_COMPILED)
        event.listen(store.engine, "before_cursor_execute", self._burn)
        return store

    def _burn(self, *_: Any) -> None:
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                self.fuse = None
                raise Crash

    @staticmethod
    def _driver(connection: Any) -> Any:
        return connection.connection.driver_connection
