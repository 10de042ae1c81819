"""A new version of the county's office list, and what it changes.

An office that the new list does not name is ended, never taken out: cases, devices and old papers still name it. Where
an office moves below another one, its cases enter the feeds they now reach and leave those they no longer do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import msgspec
from sqlalchemy import Connection, select

from sync.county import behind, feeds, jump
from sync.county.county import County, room_for
from sync.county.locks import lock
from sync.county.tables import MemberRow
from sync.wire.reach import offices_of
from xfgrid.case.offices import Office, Offices
from xfgrid.errors import RuleError
from xfgrid.journal import journal, package, settings, stored
from xfgrid.journal.tables import EventRow, table_of

_member = table_of(MemberRow)
_event = table_of(EventRow)
RESTORED = "restored"
"""Setting of a county that was restored: the place of arrival of the last event that stood in the backup, 0 if nobody knows."""


@dataclass(frozen=True, slots=True)
class Relisting:
    """The whole new list, and its differences: `renamed` and `moved` and `changed` (level, kind or dates) hold the
    offices as they are from now on, `ended` those the file no longer names."""

    offices: list[Office]
    added: list[Office]
    renamed: list[Office]
    moved: list[Office]
    changed: list[Office]
    ended: list[Office]

    @property
    def nothing(self) -> bool:
        """Whether the list is the one in force."""
        return not (self.added or self.renamed or self.moved or self.changed or self.ended)


def compare(now: Offices, listed: Sequence[Office], today: date) -> Relisting:
    """What a new list makes of the one in force; offices it leaves out end with the day before `today`."""
    codes = {office.code for office in listed}
    last = (today - timedelta(days=1)).isoformat()
    gone = [office for office in now if office.code not in codes]
    kept = [office if office.valid_to else replace(office, valid_to=last) for office in gone]
    both = [(now[office.code], office) for office in listed if office.code in now]
    return Relisting(
        offices=[*listed, *kept],
        added=[office for office in listed if office.code not in now],
        renamed=[new for old, new in both if new.name != old.name],
        moved=[new for old, new in both if new.parent != old.parent],
        changed=[new for old, new in both if replace(new, name=old.name, parent=old.parent) != old],
        ended=[office for office in kept if not now[office.code].valid_to],
    )


def relist(county: County, listed: Sequence[Office], today: date, *, dry_run: bool = False) -> Relisting:
    """Publishes a list as the next package version, unless it changes nothing; returns what changed.

    RuleError `other_county` for the list of a county with another code, `packages_full`; RefusedError `county_behind` or `county_clock` where the county takes
    nothing, and then for a list that changes something.
    """
    with county.store.write() as connection:
        lock(connection, "package", ["newest"])
        newest = package.newest(connection)
        _same_county(newest.tree(), listed)
        found = compare(newest.tree(), listed, today)
        if dry_run or found.nothing:
            return found
        behind.check(connection)
        jump.check(county, connection)
        offices = [{n: getattr(o, n) for n in Office.__slots__} for o in found.offices]
        content = msgspec.structs.replace(newest, serial=newest.serial + 1, offices=offices)
        room_for(connection, content)
        county.publish(connection, content)
        refold(connection, newest.tree(), content.tree())
    return found


def refold(connection: Connection, before: Offices, now: Offices) -> None:
    """Every case that a moved office holds reaches other feeds now; one that came with a laptop after a restore may name an
    office that was not known here any more."""
    cases: set[str] = set()
    moved = [office.code for office in now if office.code in before and before[office.code].parent != office.parent]
    for codes in stored.chunks(moved):
        cases.update(connection.scalars(select(_member.c.case).where(_member.c.feed.in_(codes))))
    if (since := settings.get(connection, RESTORED)) is not None:
        cases |= _unplaced(connection, since, {office.code for office in now if office.code not in before})
    lock(connection, "case", cases)
    for part in stored.chunks(sorted(cases)):
        feeds.refold(connection, now, part, [])


def _unplaced(connection: Connection, since: int, added: set[str]) -> set[str]:
    """The cases with events after that place of arrival that name one of these offices."""
    if not added:
        return set()
    cases = sorted(connection.scalars(select(_event.c.case).where(_event.c.pos > since).distinct()))
    loaded = (case for part in stored.chunks(cases) for case in journal.loaded(connection, part).values())
    return {case.id for case in loaded if offices_of(case) & added}


def _same_county(now: Offices, listed: Sequence[Office]) -> None:
    here, there = (next(o for o in offices if o.parent is None) for offices in (now, listed))
    if here.code != there.code:
        raise RuleError("other_county", here=f"{here.code} {here.name}", there=f"{there.code} {there.name}")
