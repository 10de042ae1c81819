"""A raw connection to the encrypted file of a laptop. Needs no SQLAlchemy."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from xfgrid.errors import HomeError

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "secure_delete=ON",
    "busy_timeout=10000",
    "cache_size=-2560",
    "wal_autocheckpoint=4096",
)
"""The log is moved into the file while nobody waits (`Store.tidy`), or by whoever commits once it has grown to 16 MiB."""

PAGES = 8192, 4096
"""Bytes of a page in new homes, and in those of earlier programs: where four signed events stood there is room for five."""
_NO_DATABASE = "not a database"
"""What SQLCipher says to another key, and to another size of page."""


def connect(path: Path, key: bytes) -> Any:
    """A connection to an SQLCipher file, made if it is not there, under the raw 32-byte key.

    Raises HomeError `wrong_key` if the file does not open with this key or is no database of ours; what the driver raises
    where it is busy or damaged.
    """
    from sqlcipher3 import dbapi2

    for page in PAGES:
        connection = dbapi2.connect(str(path), isolation_level=None, check_same_thread=False, timeout=10)
        connection.execute("PRAGMA cipher_log_level = NONE").close()  # a wrong key is told to the user, once, by us
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        connection.execute(f"PRAGMA cipher_page_size = {page}").close()
        try:
            prepare(connection)
            return connection
        except dbapi2.DatabaseError as error:
            connection.close()
            if _NO_DATABASE not in str(error):
                raise
    raise HomeError("wrong_key")


def prepare(connection: Any) -> None:
    """Sets what every connection of ours to SQLite has."""
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()
