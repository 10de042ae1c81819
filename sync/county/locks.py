"""Locks that order writers of one PostgreSQL; on SQLite the write transaction itself is the lock."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from sqlalchemy import Connection, text

_LOCK = text("SELECT pg_advisory_xact_lock(:key)")


def lock(connection: Connection, kind: str, names: Iterable[str]) -> None:
    """Takes the locks of some named things until the transaction ends, in one order for everybody (no deadlock)."""
    if connection.dialect.name != "postgresql":
        return
    for key in sorted({_number(kind, name) for name in names}):
        connection.execute(_LOCK, {"key": key})


def _number(kind: str, name: str) -> int:
    digest = hashlib.sha256(f"{kind} {name}".encode()).digest()
    return int.from_bytes(digest[:8], "big", signed=True)
