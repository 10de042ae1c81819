"""What an administrator does, and what befalls disks: devices come and go, offices move, databases are put back."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from dataclasses import replace

from sync.county import admin, backup, behind, relist
from sync.county.county import offices
from tests.homes import OTHER_VILLAGE, TOWN, VILLAGE
from tests.simulation.disk import Disk
from tests.simulation.ground import CAST
from tests.simulation.machine import Machine
from tests.simulation.sticks import Sticks
from xfgrid.case.offices import Office
from xfgrid.errors import RefusedError, UnknownError, XfgridError

MOST = 8
"""Laptops of a world at most."""


class Administered(Sticks):
    """A world with somebody who looks after it."""

    def __init__(self, seed: int, *, real: bool = False) -> None:
        super().__init__(seed, real=real)
        self.images: list[tuple[Machine, bytes]] = []
        self.backups = [self.disk.image()]

    def enrol_another(self) -> bool:
        """A laptop more, of anybody's office."""
        if len(self.machines) >= MOST:
            return False
        self.enrol(*self.dice.choice(CAST))
        return True

    def revoke(self) -> bool:
        """Takes a device out; a restored county may not know it any more."""
        if len(self.revoked) > 1 or len(self.living()) < 4:
            return False
        device = self.one().device
        with suppress(UnknownError):
            admin.revoke(self.county, device)
            self.revoked.add(device)
            self.reckon()
            return True
        return False

    def publish(self) -> None:
        """A new office list, or word that the county is behind."""
        try:
            self._relist()
        except RefusedError as error:
            self.acknowledge(error)

    def _relist(self) -> None:
        """A new office list: an office more, one renamed, or one below another than before."""
        listed = {office.code: office for office in offices(self.county)}
        code = self.dice.choice([c for c, office in listed.items() if office.level == "grid"])
        what = self.dice.randrange(3)
        if what == 0:
            fresh = f"3719991012{self.dice.randint(10, 12)}"
            listed[fresh] = Office(fresh, "新设村（样例）", "village", "committee", TOWN)
        elif what == 1:
            listed[code] = replace(listed[code], name=f"第{self.dice.randint(1, 99)}网格")
        else:
            listed[code] = replace(listed[code], parent=self.dice.choice([VILLAGE, OTHER_VILLAGE]))
        relist.relist(self.county, list(listed.values()), dt.date(2026, 3, 9))

    def keep_image(self) -> None:
        """Somebody copies a laptop's disk."""
        machine = self.one()
        self.images.append((machine, machine.disk.image()))

    def put_back(self) -> bool:
        """A laptop's disk is what it once was."""
        if not self.images:
            return False
        machine, image = self.dice.choice(self.images)
        machine.disk.put_back(image)
        self.twisted.add(machine.device)
        self.reckon()
        return True

    def clone(self) -> bool:
        """Two laptops with one disk."""
        if len(self.machines) >= MOST:
            return False
        machine = self.one()
        self.twisted.add(machine.device)
        clone = object.__new__(Machine)
        clone.__dict__.update(machine.__dict__, disk=Disk.blank())
        clone.disk.put_back(machine.disk.image())
        self.machines.append(clone)
        return True

    def restore(self, *, trusted: bool) -> None:
        """The county's database is what it once was: restored, or copied back by hand, of which nobody tells."""
        self.disk.put_back(self.dice.choice(self.backups))
        self.county = self.opened()
        if trusted:
            backup.begin_epoch(self.county)
        self.backups = [b for b in self.backups if trusted] or [self.disk.image()]
        self.reckon()

    def acknowledge(self, error: XfgridError, *, asked: bool = True) -> None:
        """The administrator hears that the database is older than its readers: when asked, or when the county stops."""
        if error.code == "county_behind" and (asked or self._stopped()):
            self.count["county noticed to be behind"] += 1
            backup.begin_epoch(self.county, trusted=False)

    def _stopped(self) -> bool:
        with self.county.store.read() as connection:
            try:
                behind.check(connection)
            except RefusedError:
                return True
        return False
