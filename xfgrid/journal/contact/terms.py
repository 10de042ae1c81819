"""The periods of keeping as shipped, and the clock of this home that they are counted by."""

from __future__ import annotations

from functools import cache

import msgspec
from sqlalchemy import Connection

from xfgrid.case.contact import Terms
from xfgrid.case.contact.clock import Clock
from xfgrid.data import read_toml
from xfgrid.journal import settings
from xfgrid.journal.writer import now_ms

_NAME = "clock"


@cache
def terms() -> Terms:
    """`schemas/contact/terms.toml`."""
    return msgspec.convert(read_toml("contact/terms.toml"), Terms)


def clock(connection: Connection, wall: int | None = None) -> Clock:
    """The best-known time after a look at this machine's clock (`wall`, ms UTC); kept in the caller's transaction."""
    found = msgspec.convert(settings.get(connection, _NAME, {}), Clock).look(_wall(wall), terms())
    return _keep(connection, found)


def told(connection: Connection, county: int, wall: int | None = None) -> Clock:
    """Takes the county's word for the time, ms UTC."""
    return _keep(connection, clock(connection, wall).told(county, _wall(wall)))


def heard(connection: Connection, county: int, wall: int | None = None) -> Clock:
    """Takes the county's word from a while ago, ms UTC: it is not earlier than that."""
    return _keep(connection, clock(connection, wall).heard(county))


def confirm(connection: Connection, wall: int | None = None) -> Clock:
    """A supervisor says that this machine's clock is right."""
    return _keep(connection, clock(connection, wall).confirmed(_wall(wall)))


def _wall(wall: int | None) -> int:
    return now_ms() if wall is None else wall


def _keep(connection: Connection, found: Clock) -> Clock:
    settings.put(connection, _NAME, msgspec.structs.asdict(found))
    return found
