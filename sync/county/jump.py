"""A clock of the server that jumped far ahead: what ends with time would end for good, and every laptop be told so.

The county keeps the highest time it saw. Silent for longer than a lease no county is that anybody uses, so a time further
ahead is not believed until the administrator has looked at the clock. One that is behind ends nothing.
"""

from __future__ import annotations

from sqlalchemy import Connection

from sync.county.county import County
from xfgrid.errors import RefusedError
from xfgrid.journal import settings
from xfgrid.journal.contact.terms import terms

CODE = "county_clock"
_SEEN = "time"
_HOUR, _DAY = 3_600_000, 86_400_000


def check(county: County, connection: Connection) -> None:
    """Keeps the time, to the hour. RefusedError `county_clock` where it is further ahead than a lease is long."""
    now, seen = county.clock(), int(settings.get(connection, _SEEN, 0))
    if seen and now - seen > terms().lease_days * _DAY:
        raise RefusedError(CODE, days=(now - seen) // _DAY)
    if now - seen > _HOUR:
        settings.put(connection, _SEEN, now)


def confirm(county: County, connection: Connection) -> None:
    """The administrator has looked: the time of this server is right."""
    settings.put(connection, _SEEN, county.clock())
