"""How the line to the county stands, as the agent left it in the settings."""

from __future__ import annotations

import msgspec

from xfgrid.journal import journal, settings
from xfgrid.journal.desk import Desk


class Status(msgspec.Struct, frozen=True):
    """`last` is the UTC time of the last good reconciliation, '' for never; `pending` counts own events the county has
    not acknowledged; `error` is the code of the last failure, '' if the last attempt went well."""

    last: str = ""
    pending: int = 0
    error: str = ""


def status(desk: Desk) -> Status:
    """The line as this home knows it."""
    with desk.home.store.read() as connection:
        said = settings.get(connection, "sync_status", {})
        sent = int(settings.get(connection, "acknowledged", 0))
        written, _ = journal.head_of(connection, desk.writer.name)
    return Status(said.get("last", ""), max(written - sent, 0), said.get("error", ""))
