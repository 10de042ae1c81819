"""Several laptops, a county, clocks and backups, driven by one seed; every fault is counted.

The same seed makes the same run, statement by statement.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from tests.simulation.administered import Administered
from tests.simulation.disk import Crash
from tests.simulation.ground import signed
from tests.simulation.line import FAULTS, FaultyLine
from tests.simulation.machine import YEAR, Machine
from xfgrid.case.event import Event
from xfgrid.errors import RefusedError, XfgridError

DISASTERS = {"laptop put back", "disk cloned", "county restored", "county copied back"}
"""What a third of the runs does without, so that everything must be in step by the ordinary way alone."""
FULL = {("disk_full", "laptop disk full"), ("county_storage", "county disk full")}
LIMITS = (1, 2, 3, 7, 50, 2000)


class World(Administered):
    """One run."""

    def __init__(self, seed: int, *, real: bool = False) -> None:
        super().__init__(seed, real=real)
        self.calm = seed % 3 == 0

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
            here = [self.hashes(), *(m.hashes() for m in self.living())]
            now = here, [signed(store) for store in (self.county.store, *(m.store for m in self.living()))]
            if now == before:
                return
            before = now
        raise AssertionError("never comes to rest")

    def _calm(self, machine: Machine) -> None:
        try:
            machine.exchange(self.reach, self.key.public, 2000)
        except RefusedError as error:
            self.acknowledge(error)

    def _happenings(self) -> dict[str, tuple[int, Callable[[], object]]]:
        return {
            "case registered": (8, lambda: self._work(self.one(), Machine.register)),
            "act": (20, lambda: self._work(self.one(), Machine.act)),
            "case handed over": (8, lambda: self._work(self.machines[1], lambda m: m.act("assign"))),
            "newer program's event": (1, lambda: self._work(self.one(), Machine.unheard_of)),
            "clean sync": (14, lambda: self._sync("")),
            **{fault: (2, lambda fault=fault: self._sync(fault)) for fault in FAULTS},  # type: ignore[misc]
            "laptop killed": (5, lambda: self._sync("laptop killed")),
            "county killed": (4, lambda: self._sync("county killed")),
            "laptop disk full": (2, lambda: self._sync("laptop disk full")),
            "county disk full": (2, lambda: self._sync("county disk full")),
            "bundle of a laptop": (3, self.pack),
            "bundle of the county": (2, self.pack_at_county),
            "bundle taken by a laptop": (4, lambda: self.take(0)),
            "bundle taken by the county": (2, self.take_at_county),
            "bundle cut": (1, self.take_cut),
            "laptop killed in a bundle": (2, lambda: self.take(self.dice.randint(1, 25))),
            "laptop image kept": (2, self.keep_image),
            "laptop put back": (2, self.put_back),
            "disk cloned": (1, self.clone),
            "clock jumped": (2, self._jump),
            "county backed up": (2, lambda: self.backups.append(self.disk.image())),
            "county restored": (1, lambda: self.restore(trusted=True)),
            "county copied back": (1, lambda: self.restore(trusted=False)),
            "device enrolled": (1, self.enrol_another),
            "device revoked": (1, self.revoke),
            "package published": (1, self.publish),
        }

    def _work(self, machine: Machine, act: Callable[[Machine], list[Event]]) -> bool:
        """Somebody works on a laptop; what is written on a revoked one is nobody's any more."""
        events = act(machine)
        if machine.device not in self.revoked:
            self.saved.update((event.hash, event) for event in events)
        return bool(events)

    def _sync(self, fault: str) -> bool:
        """One exchange under a fault; whether the fault had its moment."""
        machine = self.one()
        for disk, name in ((machine.disk, "laptop disk full"), (self.disk, "county disk full")):
            disk.full(fault == name)
        machine.disk.fuse = self.dice.randint(1, 60) if fault == "laptop killed" else None
        self.disk.fuse = self.dice.randint(1, 40) if fault == "county killed" else None
        seen: Counter[str] = Counter()
        line = FaultyLine(self.reach, fault, self.dice.randint(1, 3), self.dice, seen)
        killed = False
        try:
            machine.exchange(line, self.key.public, self.dice.choice(LIMITS))
        except Crash:
            killed = True
        except XfgridError as error:
            killed = fault == "county killed" and self.disk.fuse is None
            killed |= (error.code, fault) in FULL
            self.disk.fuse = None
            self.acknowledge(error, asked=False)
        machine.disk.fuse = self.disk.fuse = None
        for disk in (machine.disk, self.disk):
            disk.full(False)
        return killed or bool(seen) or not fault

    def _jump(self) -> None:
        self.one().skew = self.dice.choice([-30 * YEAR, 30 * YEAR, 0, -3_600_000, 86_400_000])
