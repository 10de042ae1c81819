"""The clocks of the packages this home holds: those a county wrote for itself, and those shipped where it wrote none."""

from __future__ import annotations

from sqlalchemy import Connection

from xfgrid.case.clocks import Clocks, Packages
from xfgrid.journal import package
from xfgrid.packages import clocks, county_clocks

SHIPPED = "6ef34ea4"
"""The first 8 hex digits of the SHA-256 of the rules shipped (`schemas/clocks`), written down so that opening a home need
not read them; a test holds the two together."""

_made: dict[tuple[str, str], Clocks] = {}
"""By version, and the newest one: a version names its content, so what was made of it holds for every home."""


def packages(connection: Connection) -> Packages:
    """The clocks by version of the package; a version that is not here counts by those shipped. Days that a version
    can only estimate are counted by the calendar of the newest. Use it while the transaction lasts."""
    latest = package.newest_version(connection)

    def of(version: str) -> Clocks:
        if (version, latest) not in _made:
            own, newest = (package.of_version(connection, one) for one in (version, latest))
            if own is None or newest is None:
                return clocks()
            _made[version, latest] = county_clocks(own.clocks, own.calendar, newest.calendar)
        return _made[version, latest]

    return of
