"""Several laptops, a county, clocks and backups, driven by one seed; every fault is counted.

The same seed makes the same run, statement by statement.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from contextlib import suppress

from sqlalchemy import Engine, select

from sync.county import admin, backup, behind, service
from sync.county import bundle as county_bundle
from sync.county.county import County, found, prepare_keys
from sync.county.schema import prepare
from sync.wire.bundle import open_bundle
from tests.homes import COUNTY, GRID, OFFICES, OTHER_GRID, TOWN, VILLAGE
from tests.simulation.disk import Crash, Disk
from tests.simulation.line import FAULTS, FaultyLine
from tests.simulation.machine import YEAR, Machine, check
from xfgrid.case.event import Event
from xfgrid.errors import RefusedError, XfgridError
from xfgrid.journal.config import County as CountyConfig
from xfgrid.journal.keys import SigningKey, verify
from xfgrid.journal.tables import EventRow, table_of

EVENT = table_of(EventRow)

CAST = (
    ("grid_worker", GRID),
    ("township", TOWN),
    ("liaison", GRID),
    ("grid_worker", OTHER_GRID),
    ("grid_worker", VILLAGE),
    ("county", COUNTY),
)
DISASTERS = {"laptop put back", "disk cloned", "county restored", "county copied back"}
"""What a third of the runs does without, so that everything must be in step by the ordinary way alone."""
FULL = {("disk_full", "laptop disk full"), ("county_storage", "county disk full")}
LIMITS = (1, 2, 3, 7, 50, 2000)


def _county_tables(engine: Engine) -> None:
    prepare(engine)
    prepare_keys(engine)


class World:
    """One run. `saved` are the events whose writers saw them saved; `lost` those no place holds any more, because a
    disk and a database were both put back behind them; `twisted` the devices whose disk was put back or cloned."""

    def __init__(self, seed: int, *, real: bool = False) -> None:
        self.check = verify if real else check
        self.dice, self.time, self.count = random.Random(seed), 1_772_700_000_000, Counter[str]()
        self.calm = seed % 3 == 0
        self.disk = Disk.blank(_county_tables)
        self.key = SigningKey(self.dice.randbytes(32))
        self.county = self._county()
        found(self.county, OFFICES, "清源县（样例）")
        size = self.dice.randint(3, len(CAST))
        self.machines = [Machine(self.county, *who, self.dice, lambda: self.time, self.check) for who in CAST[:size]]
        self.saved: dict[bytes, Event] = {}
        self.lost: set[bytes] = set()
        self.images: list[tuple[Machine, bytes]] = []
        self.backups = [self.disk.image()]
        self.revoked: set[str] = set()
        self.sticks: list[bytes] = []
        self.twisted: set[str] = set()

    def close(self) -> None:
        """Gives the disks away."""
        for disk in (self.disk, *(machine.disk for machine in self.machines)):
            disk.spare()

    def run(self, steps: int) -> None:
        """Lives through that many things happening."""
        names = list(self._happenings())
        weights = [0 if self.calm and n in DISASTERS else w for n, (w, _) in self._happenings().items()]
        for _ in range(steps):
            self.time += self.dice.choice([1, 1000, 3_600_000])
            name = self.dice.choices(names, weights)[0]
            if self._happenings()[name][1]() is not False:
                self.count[name] += 1

    def heal(self) -> None:
        """No more faults: everybody syncs until nothing changes."""
        self.disk.fuse = None
        before = None
        for _ in range(30):
            for machine in self.living():
                machine.disk.fuse = None
                self._calm(machine)
            now = [self.hashes(), *(m.hashes() for m in self.living())]
            if now == before:
                return
            before = now
        raise AssertionError("never comes to rest")

    def _calm(self, machine: Machine) -> None:
        try:
            machine.exchange(self._reach, self.key.public, 2000)
        except RefusedError as error:
            self._acknowledge(error)

    def _acknowledge(self, error: XfgridError, *, asked: bool = True) -> None:
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

    def living(self) -> list[Machine]:
        """Laptops that may still sync."""
        return [m for m in self.machines if m.device not in self.revoked]

    def hashes(self) -> set[bytes]:
        """The events the county holds in any status."""

        with self.county.store.read() as connection:
            return set(connection.scalars(select(EVENT.c.hash)))

    def _happenings(self) -> dict[str, tuple[int, Callable[[], object]]]:
        return {
            "case registered": (8, lambda: self._save(self._one().register())),
            "act": (20, lambda: self._save(self._one().act())),
            "case handed over": (8, lambda: self._save(self.machines[1].act("assign"))),
            "newer program's event": (1, lambda: self._save(self._one().unheard_of())),
            "clean sync": (14, lambda: self._sync("")),
            **{fault: (2, lambda fault=fault: self._sync(fault)) for fault in FAULTS},  # type: ignore[misc]
            "laptop killed": (5, lambda: self._sync("laptop killed")),
            "county killed": (4, lambda: self._sync("county killed")),
            "laptop disk full": (2, lambda: self._sync("laptop disk full")),
            "county disk full": (2, lambda: self._sync("county disk full")),
            "bundle of a laptop": (3, self._pack),
            "bundle of the county": (2, self._pack_at_county),
            "bundle taken by a laptop": (4, lambda: self._take(0)),
            "bundle taken by the county": (2, self._take_at_county),
            "bundle cut": (1, self._take_cut),
            "laptop killed in a bundle": (2, lambda: self._take(self.dice.randint(1, 25))),
            "laptop image kept": (2, self._keep_image),
            "laptop put back": (2, self._put_back),
            "disk cloned": (1, self._clone),
            "clock jumped": (2, self._jump),
            "county backed up": (2, lambda: self.backups.append(self.disk.image())),
            "county restored": (1, lambda: self._restore(trusted=True)),
            "county copied back": (1, lambda: self._restore(trusted=False)),
            "device revoked": (1, self._revoke),
        }

    def _one(self) -> Machine:
        return self.dice.choice(self.machines)

    def _save(self, events: list[Event]) -> bool:
        self.saved.update((event.hash, event) for event in events)
        return bool(events)

    def _sync(self, fault: str) -> bool:
        """One exchange under a fault; whether the fault had its moment."""
        machine = self._one()
        for disk, name in ((machine.disk, "laptop disk full"), (self.disk, "county disk full")):
            disk.full(fault == name)
        machine.disk.fuse = self.dice.randint(1, 60) if fault == "laptop killed" else None
        self.disk.fuse = self.dice.randint(1, 40) if fault == "county killed" else None
        seen: Counter[str] = Counter()
        line = FaultyLine(self._reach, fault, self.dice.randint(1, 3), self.dice, seen)
        killed = False
        try:
            machine.exchange(line, self.key.public, self.dice.choice(LIMITS))
        except Crash:
            killed = True
        except XfgridError as error:
            killed = fault == "county killed" and self.disk.fuse is None
            killed |= (error.code, fault) in FULL
            self.disk.fuse = None
            self._acknowledge(error, asked=False)
        machine.disk.fuse = self.disk.fuse = None
        for disk in (machine.disk, self.disk):
            disk.full(False)
        return killed or bool(seen) or not fault

    def _reach(self, path: str, body: bytes) -> bytes:
        return service.handle(self.county, path, body)[1]

    def _pack(self) -> None:
        feeds = ("", "", *(office for _, office in CAST))
        self._keep_stick(self._one().packed(self.dice.choice(feeds)))

    def _pack_at_county(self) -> None:
        self._keep_stick(county_bundle.packed(self.county, self.dice.choice(self.living()).device).data)

    def _keep_stick(self, data: bytes) -> None:
        self.sticks = [*self.sticks[-7:], data]

    def _take(self, fuse: int) -> bool:
        """A laptop reads any stick there is, old or new, its own or another's; with a fuse it stops on the way."""
        if not self.sticks:
            return False
        machine, killed = self._one(), not fuse
        machine.disk.fuse = fuse or None
        with suppress(XfgridError):
            try:
                machine.take(self.dice.choice(self.sticks))
            except Crash:
                killed = True
        machine.disk.fuse = None
        return killed

    def _take_at_county(self) -> bool:
        if not self.sticks:
            return False
        with suppress(XfgridError):
            county_bundle.take(self.county, open_bundle(self.dice.choice(self.sticks)))
        return True

    def _take_cut(self) -> bool:
        """Cut or changed anywhere, a stick is refused whole."""
        if not self.sticks:
            return False
        whole, machine = self.dice.choice(self.sticks), self._one()
        at, before = self.dice.randrange(len(whole)), machine.hashes()
        broken = self.dice.choice([whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]])
        with suppress(XfgridError):
            machine.take(broken)
            raise AssertionError("a broken stick was believed")
        assert machine.hashes() == before, "something of a broken stick was taken"
        return True

    def _keep_image(self) -> None:
        machine = self._one()
        self.images.append((machine, machine.disk.image()))

    def _put_back(self) -> bool:
        if not self.images:
            return False
        machine, image = self.dice.choice(self.images)
        machine.disk.put_back(image)
        self.twisted.add(machine.device)
        self._reckon()
        return True

    def _clone(self) -> bool:
        machine = self._one()
        if len(self.machines) > 7:
            return False
        self.twisted.add(machine.device)
        clone = object.__new__(Machine)
        clone.__dict__.update(machine.__dict__, disk=Disk.blank())
        clone.disk.put_back(machine.disk.image())
        self.machines.append(clone)
        return True

    def _jump(self) -> None:
        self._one().skew = self.dice.choice([-30 * YEAR, 30 * YEAR, 0, -3_600_000, 86_400_000])

    def _restore(self, *, trusted: bool) -> None:
        self.disk.put_back(self.dice.choice(self.backups))
        self.county = self._county()
        if trusted:
            backup.begin_epoch(self.county)
        self.backups = [b for b in self.backups if trusted] or [self.disk.image()]
        self._reckon()

    def _revoke(self) -> bool:
        if len(self.revoked) > 0 or len(self.machines) < 4:
            return False
        device = self._one().device
        admin.revoke(self.county, device)
        self.revoked.add(device)
        self._reckon()
        return True

    def _reckon(self) -> None:
        """Which saved events no place holds that could ever give them back; a revoked laptop cannot."""
        there = self.hashes().union(*(m.hashes() for m in self.living()))
        self.lost |= set(self.saved) - there

    def _county(self) -> County:
        return County(
            self.disk.store,
            self.key,
            CountyConfig(requests_a_minute=1_000_000),
            lambda: self.time,
            self.dice.randbytes,
            self.check,
        )
