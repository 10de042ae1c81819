"""A county's own clocks, calendar and intake: read, held to their form, and sent to every laptop as the next package."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import msgspec
import tomli

from sync.county import behind, jump
from sync.county.county import County, room_for
from sync.county.locks import lock
from xfgrid.errors import FileError
from xfgrid.journal import package
from xfgrid.journal.package import Package
from xfgrid.packages import county_clocks, county_form, replaced


def publish(county: County, clocks: Sequence[Path], calendar: Sequence[Path]) -> str:
    """Signs the next package with these rules in place of those it had, and these years in its calendar; what is not
    given stays. Returns its version.

    What was promised before keeps its rules. FileError `unreadable_file`; InputError `clock_data`, `calendar_data`; RuleError `packages_full`; RefusedError
    `county_behind` or `county_clock` where the county takes nothing.
    """
    rules, tables = ([_read(path) for path in paths] for paths in (clocks, calendar))

    def changed(now: Package) -> Package:
        made = msgspec.structs.replace(now, clocks=rules or now.clocks, calendar=replaced(now.calendar, tables))
        county_clocks(made.clocks, made.calendar)
        return made

    return _published(county, changed)


def publish_form(county: County, intake: Path) -> str:
    """Signs the next package with this intake in place of the one it had. Returns its version.

    Cases keep what they say under the former one. FileError `unreadable_file`; InputError `form_data`; RuleError `form_refused`,
    `form_unfit`; else as `publish`.
    """
    data = _read(intake)
    county_form(data)
    return _published(county, lambda now: msgspec.structs.replace(now, intake=data))


def _published(county: County, change: Callable[[Package], Package]) -> str:
    with county.store.write() as connection:
        behind.check(connection)
        jump.check(county, connection)
        lock(connection, "package", ["newest"])
        now = package.newest(connection)
        made = msgspec.structs.replace(change(now), serial=now.serial + 1)
        room_for(connection, made)
        return county.publish(connection, made)


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomli.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomli.TOMLDecodeError) as error:
        raise FileError("unreadable_file", file=str(path)) from error
