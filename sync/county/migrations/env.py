"""What alembic runs a migration with: the connection that `schema.migrate` gives it, in one transaction."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from sqlmodel import AutoString, SQLModel

import sync.county.tables  # noqa: F401  (makes the county's tables known)
from sync.county.schema import LASTING


def _plain(kind: str, item: Any, _: Any) -> str | Literal[False]:
    return "sa.String()" if kind == "type" and isinstance(item, AutoString) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    include_name=lambda name, kind, _: kind != "table" or name in LASTING,
    include_object=lambda item, name, kind, *_: kind != "table" or name in LASTING,
    render_item=_plain,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
