"""Databases in memory that can be copied, put back, and made to fail at any statement."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import Engine, event

from xfgrid.journal.opening import LAPTOP_VIEWS, make_journal, open_county

Make = Callable[[Engine], None]
_COMPILED: dict[Any, Any] = {}
"""Statements are compiled once a process, not once a machine; that takes one dialect for all (`_DIALECT`)."""
_DIALECT: list[Any] = []
_BLANK: dict[Make, bytes] = {}
"""What a new disk is, by what makes its tables."""
_SPARE: dict[Make, list[Disk]] = {}
"""Disks of worlds that are over, by what made them."""
_SEARCH = (
    "CREATE TABLE case_text (grams TEXT)",
    "CREATE TRIGGER case_text_gone AFTER DELETE ON case_row BEGIN DELETE FROM case_text WHERE rowid = old.listed; END",
)
"""In the place of the search table, which not every SQLite can make."""


def laptop(engine: Engine) -> None:
    """What a laptop has, in a database that is not encrypted."""
    make_journal(engine)
    engine.update_execution_options(xfgrid_lists=True)
    with engine.begin() as connection:
        for view in LAPTOP_VIEWS:
            view.create(connection)
        for statement in _SEARCH:
            connection.exec_driver_sql(statement)


class Crash(Exception):
    """The machine stops here; the open transaction is lost."""


class Disk:
    """One machine's database. `fuse` counts statements down to a crash; None means none is coming."""

    @staticmethod
    def blank(make: Make = laptop) -> Disk:
        """A disk with the tables that `make` makes and nothing in them."""
        spare = _SPARE.setdefault(make, [])
        disk = spare.pop() if spare else Disk(make)
        if make not in _BLANK:
            _BLANK[make] = disk.image()
        disk.put_back(_BLANK[make])
        return disk

    def __init__(self, make: Make) -> None:
        self.fuse: int | None = None
        self.tight, self.make = False, make
        self.store = open_county("sqlite://", make)
        self.store.engine.dialect = (_DIALECT or [self.store.engine.dialect])[0]
        _DIALECT[:] = [self.store.engine.dialect]
        self.store.engine.update_execution_options(compiled_cache=_COMPILED)
        event.listen(self.store.engine, "before_cursor_execute", self._burn)

    def spare(self) -> None:
        """Gives it away: nobody uses it any more."""
        self.fuse = None
        self.full(False)
        _SPARE[self.make].append(self)

    def image(self) -> bytes:
        """A copy of everything on it."""
        with self.store.engine.connect() as connection:
            return bytes(self._driver(connection).serialize())

    def put_back(self, image: bytes) -> None:
        """Makes it what it was, by a new connection: a crash may have left a cursor on the old one."""
        self.store.close()
        with self.store.engine.connect() as connection:
            self._driver(connection).deserialize(image)

    def full(self, full: bool) -> None:
        """Whether it has no room left for another page."""
        if full == self.tight:
            return
        self.tight = full
        with self.store.engine.connect() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
            connection.exec_driver_sql(f"PRAGMA max_page_count = {pages if full else 1 << 30}")

    def _burn(self, *_: Any) -> None:
        if self.fuse is not None:
            self.fuse -= 1
            if self.fuse < 0:
                self.fuse = None
                raise Crash

    @staticmethod
    def _driver(connection: Any) -> Any:
        return connection.connection.driver_connection
