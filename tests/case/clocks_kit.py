"""What the tests of calendar and clocks share: the shipped data, and milestones in one line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from msgspec.structs import replace

from xfgrid.case.calendar import Calendar
from xfgrid.case.clocks import Clocks, Milestone, Promise, promises
from xfgrid.data import read_folder
from xfgrid.packages import calendar, clocks

CALENDAR = calendar()
CLOCKS = clocks()
REQUEST = {"class": "request", "route": "6"}
PACKAGE = "2026.1"


def packages(version: str) -> Clocks | None:
    return CLOCKS if version == PACKAGE else None


def calendar_until(year: int) -> Calendar:
    """The shipped calendar as it was before the notices for later years came out."""
    return Calendar.from_data([t for t in read_folder("calendar") if t.get("year", 0) <= year], f"{year}.1")


def happened(name: str, day: str, **more: object) -> Milestone:
    return replace(Milestone(name, date.fromisoformat(day), f"{name} {day}", PACKAGE), **more)


def promised(rule: str, *milestones: Milestone, facts: Mapping[str, object] = REQUEST) -> Promise:
    """The one promise of a rule on a case with these milestones."""
    (found,) = (p for p in promises(milestones, facts, packages) if p.rule.id == rule)
    return found
