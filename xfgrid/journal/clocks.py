"""The clocks of the packages this home holds: those a county wrote for itself, and those shipped where it wrote none."""

from __future__ import annotations

from sqlalchemy import Connection

from xfgrid.case.clocks import Clocks, Packages
from xfgrid.journal import package
from xfgrid.packages import clocks, county_clocks

_made: dict[str, Clocks] = {}
"""By version: a version names its content, so what was made of it holds for every home."""


def packages(connection: Connection) -> Packages:
    """The clocks by version of the package; a version that is not here counts by those shipped. Use it while the
    transaction lasts."""

    def of(version: str) -> Clocks:
        if version not in _made:
            found = package.of_version(connection, version)
            if found is None:
                return clocks()
            _made[version] = county_clocks(found.clocks, found.calendar)
        return _made[version]

    return of
