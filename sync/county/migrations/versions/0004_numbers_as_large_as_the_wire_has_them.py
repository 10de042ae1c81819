"""numbers as large as the wire has them"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_WIDER = {"device": ("writer", "parked", "held"), "event": ("seq",), "package": ("serial",), "quarantine": ("seq",)}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":  # whose integers are as large as need be
        return
    for table, columns in _WIDER.items():
        for name in columns:
            op.alter_column(table, name, type_=sa.BigInteger(), existing_type=sa.Integer(), existing_nullable=False)
