"""Writes the next migration of the county's database from what the tables say now: `scripts/migration.py WHAT CHANGED`.

Read what it wrote, move data where columns moved, and set `NEWEST` in `sync/county/schema.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine

from sync.county import schema

VERSIONS = Path(schema.__file__).parent / "migrations" / "versions"


def main(message: str) -> None:
    number = f"{len(list(VERSIONS.glob('[0-9]*.py'))) + 1:04d}"
    config = Config()
    config.set_main_option("script_location", str(VERSIONS.parent))
    with create_engine("sqlite://").connect() as connection:
        config.attributes["connection"] = connection
        if number != "0001":
            schema.migrate(connection)
        command.revision(config, message, autogenerate=True, rev_id=number)


if __name__ == "__main__":
    main(" ".join(sys.argv[1:]))
