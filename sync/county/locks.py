"""What orders writers of one PostgreSQL; on SQLite the write transaction itself is the lock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import Connection, Table, text
from sqlalchemy.dialects import postgresql, sqlite

_LOCK = text("SELECT pg_advisory_xact_lock(key) FROM unnest(CAST(:keys AS bigint[])) AS key")


def lock(connection: Connection, kind: str, names: Iterable[str]) -> None:
    """Takes the locks of some named things until the transaction ends, in one order for everybody (no deadlock)."""
    if connection.dialect.name != "postgresql":
        return
    if keys := sorted({_number(kind, name) for name in names}):
        connection.execute(_LOCK, {"keys": keys})


def insert_new(connection: Connection, table: Table, rows: Sequence[Mapping[str, object]]) -> None:
    """Inserts those of the rows whose keys are not there yet, and do not come there just now from another server."""
    if rows:
        maker = postgresql if connection.dialect.name == "postgresql" else sqlite
        connection.execute(maker.insert(table).on_conflict_do_nothing(), list(rows))


def _number(kind: str, name: str) -> int:
    digest = hashlib.sha256(f"{kind} {name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
