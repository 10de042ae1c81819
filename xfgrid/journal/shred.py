"""Making bytes go: sections dropped with their salts, then overwritten where the database kept them.

SQLite zeroes what is deleted (`secure_delete`), but the write-ahead log holds older pages until it is truncated, which
fails while another process reads. So the wish is noted in the transaction that drops, and tried again until it is done.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sqlalchemy import Connection, bindparam, select, text, update

from xfgrid.journal import settings
from xfgrid.journal.store import Store
from xfgrid.journal.tables import EventRow, table_of

_event = table_of(EventRow)
_WISH = "shred"
PAPERS = "prints"
"""The setting that says of each paper made on the screen (`prints`) which case it tells of, '' for several or none; None
once it has to go."""
_COLUMNS = {"body": ("body", "body_salt"), "text": ("text", "text_salt"), "sealed": ("sealed",)}


def drop(connection: Connection, parts: Mapping[bytes, Collection[str]]) -> None:
    """Drops sections of events, content and salt; their digests stay, so hash and chain still verify. Papers that may
    tell what was dropped go as well."""
    for name, columns in _COLUMNS.items():
        gone = [{"at": event} for event, wanted in parts.items() if name in wanted]
        one = update(_event).where(_event.c.hash == bindparam("at"), _event.c[name].is_not(None))
        if gone and connection.execute(one.values(dict.fromkeys(columns)), gone).rowcount:
            wish(connection)
            _doom_papers(connection, [row["at"] for row in gone])


def _doom_papers(connection: Connection, events: Collection[bytes]) -> None:
    """Papers that may tell words of these events have to go; what hangs on no single case may tell those of any."""
    papers = settings.get(connection, PAPERS, {})
    if papers:
        about = {"", *connection.scalars(select(_event.c.case).where(_event.c.hash.in_(events)).distinct())}
        settings.put(connection, PAPERS, {name: None if case in about else case for name, case in papers.items()})


def wish(connection: Connection) -> None:
    """Notes that deleted bytes have to be overwritten; the caller calls `settle` after its transaction."""
    if not settings.get(connection, _WISH):
        settings.put(connection, _WISH, True)


def settle(store: Store) -> bool:
    """Overwrites what was deleted; True when nothing is left to do, False if it has to be tried again.

    SQLite: the log is truncated, which takes milliseconds. PostgreSQL: the tables are written anew, for minutes and with
    everybody else waiting, so it is left to the administrator's night (`xfgrid county erasures`).
    """
    with store.read() as connection:
        if not settings.get(connection, _WISH):
            return True
    if not (store.tidy(truncate=True) if store.engine.dialect.name == "sqlite" else _rewritten(store)):
        return False
    with store.write() as connection:
        settings.put(connection, _WISH, False)
    return True


def _rewritten(store: Store) -> bool:
    with store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("VACUUM FULL"))
    return True


def wished(connection: Connection) -> bool:
    """Whether bytes still wait to be overwritten."""
    return bool(settings.get(connection, _WISH))
