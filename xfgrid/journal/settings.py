"""The few facts about a home that are no events: who it is, where the county is, how far it has read."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select

from xfgrid.journal.tables import SettingRow

_setting = SettingRow.__table__  # type: ignore[attr-defined]
_GET = select(_setting.c.value).where(_setting.c.name == bindparam("wanted"))


def get(connection: Connection, name: str, default: Any = None) -> Any:
    """The JSON value stored under a name."""
    value = connection.scalar(_GET, {"wanted": name})
    return default if value is None else msgspec.json.decode(value)


def drop(connection: Connection, name: str) -> None:
    """Forgets what is stored under a name."""
    connection.execute(delete(_setting).where(_setting.c.name == name))


def put(connection: Connection, name: str, value: object) -> None:
    """Stores a JSON value under a name, in the caller's transaction."""
    connection.execute(delete(_setting).where(_setting.c.name == name))
    connection.execute(insert(_setting).values(name=name, value=msgspec.json.encode(value).decode()))
