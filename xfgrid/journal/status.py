"""How the line to the county stands, as the agent left it in the settings of this home."""

from __future__ import annotations

import msgspec

from xfgrid.journal import journal, settings
from xfgrid.journal.desk import Desk


class Status(msgspec.Struct, frozen=True):
    """`last` is the UTC time the county was last reached, '' for never; `pending` counts own events the county does
    not have yet; `error` is the code of the last failure, '' if the last attempt went well. While an exchange is under
    way, `left` counts the events it still has to send or fetch."""

    last: str = ""
    pending: int = 0
    error: str = ""
    left: int = 0


def status(desk: Desk) -> Status:
    """The line as this home knows it."""
    with desk.home.store.read() as connection:
        line = settings.get(connection, "line", {})
        sent = settings.get(connection, "sync", {}).get("sent", {}).get(str(desk.identity.epoch), 0)
        progress = settings.get(connection, "progress") or {}
        written, _ = journal.head_of(connection, desk.writer.name)
    return Status(
        line.get("reached", ""), max(written - int(sent), 0), line.get("error", ""), int(progress.get("left", 0))
    )
