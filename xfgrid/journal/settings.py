"""The few facts about a home that are no events: who it is, where the county is, how far it has read."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec
from sqlalchemy import Connection, Insert, bindparam, delete, select

from xfgrid.journal.tables import SettingRow, table_of

_setting = table_of(SettingRow)
_GET = select(_setting.c.value).where(_setting.c.name == bindparam("wanted"))


def get(connection: Connection, name: str, default: Any = None) -> Any:
    """The JSON value stored under a name."""
    value = connection.scalar(_GET, {"wanted": name})
    return default if value is None else msgspec.json.decode(value)


def drop(connection: Connection, name: str) -> None:
    """Forgets what is stored under a name."""
    connection.execute(delete(_setting).where(_setting.c.name == name))


def put(connection: Connection, name: str, value: object) -> None:
    """Stores a JSON value under a name, in the caller's transaction. Of several servers that do so at once, each waits
    for the one before."""
    row = {"name": name, "value": msgspec.json.encode(value).decode()}
    connection.execute(_put(connection.dialect.name), row)


@cache
def _put(dialect: str) -> Insert:
    if dialect == "postgresql":
        from sqlalchemy.dialects.postgresql import insert
    else:
        from sqlalchemy.dialects.sqlite import insert  # type: ignore[assignment]
    made = insert(_setting)
    return made.on_conflict_do_update(index_elements=["name"], set_={"value": made.excluded.value})
