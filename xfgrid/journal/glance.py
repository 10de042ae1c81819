"""The lists of a home, read before the libraries are loaded that work in it needs: what the first screen shows.

A glance only reads, and answers what a `Desk` would; everything else waits for the desk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import msgspec

from xfgrid.case.civil import LOCAL
from xfgrid.case.offices import Office, Offices
from xfgrid.errors import HomeError
from xfgrid.journal import cipher, lists, tasks
from xfgrid.journal.lists import Line
from xfgrid.journal.tasks import Duty, Task

_IDENTITY = "SELECT value FROM setting WHERE name = 'identity'"
_PACKAGE = "SELECT content FROM package ORDER BY serial DESC, version DESC LIMIT 1"
_CARDS = "SELECT content FROM roster"


class Who(msgspec.Struct, frozen=True):
    """The part of an `Identity` that lists need."""

    office: str
    role: str


def look(path: Path, key: bytes) -> Glance | None:
    """A glance at a home; None where it is not ready for one, such as after an update that makes its rows anew."""
    from sqlcipher3 import dbapi2

    if not (path / "xfgrid.db").exists():
        return None
    try:
        return Glance(path, key)
    except (HomeError, LookupError, dbapi2.Error):
        return None


class Glance:
    """The lists of a home. LookupError where the home is not ready for lists yet; what `cipher.connect` raises."""

    def __init__(self, path: Path, key: bytes) -> None:
        self._connection = cipher.connect(path / "xfgrid.db", key)
        self._who = msgspec.json.decode(self._first(_IDENTITY), type=Who)
        self.offices = Offices(Office(**office) for office in msgspec.json.decode(self._first(_PACKAGE))["offices"])

    def close(self) -> None:
        """Lets the file go."""
        self._connection.close()

    def today(self) -> date:
        """Today's civil day in Asia/Shanghai, by this machine's clock."""
        return datetime.now(LOCAL).date()

    def cases(
        self, view: str = "all", search: str = "", start: int = 0, limit: int = -1, order: str = "due"
    ) -> list[Line]:
        """As `Desk.cases`."""
        return lists.lines(self._run, self._where(view), search, start, limit, order)

    def count(self, view: str = "all", search: str = "") -> int:
        """As `Desk.count`."""
        return lists.count(self._run, self._where(view), search)

    def tasks(self, section: str = tasks.EVERYTHING, start: int = 0, limit: int = -1) -> list[Task]:
        """As `Desk.tasks`."""
        return tasks.tasks(self._run, self.duty(), section, start, limit)

    def task_counts(self) -> dict[str, int]:
        """As `Desk.task_counts`."""
        return tasks.counts(self._run, self.duty())

    def duty(self) -> Duty:
        """As `Desk.duty`."""
        cards = (msgspec.json.decode(card) for (card,) in self._run(_CARDS, {}))
        enrolled = {card["office"] for card in cards if not card["revoked"]}
        return tasks.duty(self.offices, self._who.role, self._who.office, enrolled, self.today())

    def _where(self, view: str) -> lists.Where:
        return lists.condition(view, self._who.office, self.today())

    def _first(self, query: str) -> Any:
        rows = self._run(query, {})
        if not rows:
            raise LookupError(query)
        return rows[0][0]

    def _run(self, query: str, facts: Mapping[str, object]) -> Sequence[Any]:
        return self._connection.execute(query, facts).fetchall()  # type: ignore[no-any-return]
