"""when a device was heard of by stick, and who has read more than the database wrote"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    with op.batch_alter_table("device", schema=None) as batch_op:
        for name in ("stick", "ahead"):
            batch_op.add_column(sa.Column(name, sa.String(), nullable=False, server_default=""))
