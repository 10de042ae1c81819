"""What is being typed and is no event yet: rows of a local table, never synced, there again after a crash."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import msgspec
from sqlalchemy import Connection, delete, insert, select

from xfgrid.journal.store import Store
from xfgrid.journal.tables import DraftRow

_draft = DraftRow.__table__  # type: ignore[attr-defined]


def keep(store: Store, name: str, form: str, values: Mapping[str, object]) -> None:
    """Saves a draft under its name, durably; the former one of that name is replaced."""
    row = {
        "id": name,
        "form": form,
        "changed": datetime.now(UTC).isoformat(timespec="seconds"),
        "value": msgspec.json.encode(dict(values)).decode(),
    }
    with store.write() as connection:
        forget(connection, name)
        connection.execute(insert(_draft).values(row))


def kept(store: Store, name: str) -> dict[str, object]:
    """The draft of a name, empty if there is none."""
    with store.read() as connection:
        value = connection.scalar(select(_draft.c.value).where(_draft.c.id == name))
    return {} if value is None else msgspec.json.decode(value, type=dict[str, object])


def drop(store: Store, name: str) -> None:
    """Forgets a draft."""
    with store.write() as connection:
        forget(connection, name)


def forget(connection: Connection, name: str) -> None:
    """`drop` inside the caller's write transaction."""
    connection.execute(delete(_draft).where(_draft.c.id == name))
