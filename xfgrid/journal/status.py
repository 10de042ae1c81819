"""How the line to the county stands, as the agent left it in the settings of this home."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import msgspec

from xfgrid.journal import settings, stored
from xfgrid.journal.desk import Desk
from xfgrid.journal.tables import PARKED

STALE_HOURS = 24
"""Hours after which what was not sent is warned of."""
_STALE = dt.timedelta(hours=STALE_HOURS)


class Status(msgspec.Struct, frozen=True):
    """`last` is the UTC time the county was last reached, '' for never; `pending` counts own events the county does
    not have yet; `error` is the code of the last failure, '' if the last attempt went well. While an exchange is under
    way, `left` counts the events it still has to send or fetch, `done` those it has. `oldest` is the UTC time of the oldest event not sent, ''
    for none: whoever forgets the passphrase of this home loses what was not sent, so its age is worth a warning. `held` counts the events that do not count, by the reason; `parked` those that wait for a
    newer program. `jumped` says that this computer's clock jumped and its time is doubted.
    """

    last: str = ""
    pending: int = 0
    error: str = ""
    left: int = 0
    oldest: str = ""
    done: int = 0
    held: dict[str, int] = {}
    parked: int = 0
    jumped: bool = False

    def stale(self, now: str) -> bool:
        """Whether something has waited for more than STALE_HOURS; `now` as `writer.stamp` writes it."""
        return bool(self.oldest) and dt.datetime.fromisoformat(now) - dt.datetime.fromisoformat(self.oldest) > _STALE


def status(desk: Desk) -> Status:
    """The line as this home knows it."""
    with desk.home.store.read() as connection:
        line = settings.get(connection, "line", {})
        sync = settings.get(connection, "sync", {})
        sent = sync.get("sent", {}).get(str(desk.identity.epoch), 0)
        progress = settings.get(connection, "progress") or {}
        written, _ = stored.head_of(connection, desk.writer.name)
        clock = settings.get(connection, "clock", {})
        parked = stored.count_of(connection, PARKED)
        waiting = next(iter(stored.chain(connection, desk.writer.name, int(sent), 1)), None)
    return Status(
        line.get("reached", ""),
        max(written - int(sent), 0),
        line.get("error", ""),
        int(progress.get("left", 0)),
        waiting.head.at if waiting else "",
        int(progress.get("pushed", 0)) + int(progress.get("pulled", 0)),
        Counter(sync.get("held", {}).values()),
        parked,
        bool(clock.get("doubted")),
    )
