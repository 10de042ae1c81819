"""Many rows at once: the driver takes them as they are, which costs less than having each value looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from operator import itemgetter

from sqlalchemy import Connection, TableClause, insert

Row = Mapping[str, object]


def insert_rows(connection: Connection, table: TableClause, rows: Sequence[Row], *, replace: bool = False) -> None:
    """Inserts rows that all have the columns of the first, two at least; `replace` puts them in the place of others
    with their key, on SQLite only."""
    if not rows:
        return
    if connection.dialect.name != "sqlite":
        connection.execute(insert(table), rows)
        return
    names = tuple(rows[0])
    verb = "INSERT OR REPLACE" if replace else "INSERT"
    connection.exec_driver_sql(_statement(verb, table.name, names), list(map(itemgetter(*names), rows)))


@cache
def _statement(verb: str, table: str, names: tuple[str, ...]) -> str:
    listed = ", ".join(f'"{name}"' for name in names)
    return f"{verb} INTO {table} ({listed}) VALUES ({', '.join('?' * len(names))})"
