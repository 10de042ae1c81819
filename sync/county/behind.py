"""A database copied back by hand: a laptop that read what it never wrote says so, in what it asks for.

One device may say so of a whim: it alone is refused and named to the administrator. Two stop the county until it begins
a new epoch, so that nobody works on without knowing.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select, update

from sync.county.county import County
from sync.county.tables import DeviceRow
from xfgrid.errors import RefusedError
from xfgrid.journal import settings
from xfgrid.journal.tables import table_of

CODE = "county_behind"
WITNESSES = 2
"""Computers that must have read more than this database ever wrote before it takes nothing from anybody."""
_STOPPED = "behind"
_device = table_of(DeviceRow)


def check(connection: Connection) -> None:
    """Raises RefusedError `county_behind` where the county takes nothing until acknowledged."""
    if settings.get(connection, _STOPPED):
        raise RefusedError(CODE)


def note(county: County, device: str) -> None:
    """This device, known by its signature, has read more than this database wrote."""
    with county.store.write() as connection:
        if settings.get(connection, _STOPPED):
            return
        one = (_device.c.device == device, _device.c.ahead == "")
        connection.execute(update(_device).where(*one).values(ahead=county.now()))
        witnesses = select(func.count()).where(_device.c.ahead != "", _device.c.revoked == "")
        if (connection.scalar(witnesses) or 0) >= WITNESSES:
            settings.put(connection, _STOPPED, county.now())


def acknowledge(connection: Connection) -> None:
    """The administrator knows; a new epoch begins in the caller's transaction."""
    connection.execute(update(_device).values(ahead=""))
    settings.put(connection, _STOPPED, "")
