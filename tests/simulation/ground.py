"""What every part of a world shares: its county, laptops, clocks and dice, and what was saved on them."""

from __future__ import annotations

import random
from collections import Counter

from sqlalchemy import Engine, select

from sync.county import service
from sync.county.county import County, found, prepare_keys
from sync.county.schema import prepare
from tests.homes import COUNTY, GRID, OFFICES, OTHER_GRID, TOWN, VILLAGE
from tests.simulation.disk import Crash, Disk
from tests.simulation.machine import Machine, check
from xfgrid.case.event import Event
from xfgrid.journal import package, roster
from xfgrid.journal.config import County as CountyConfig
from xfgrid.journal.keys import SigningKey, verify
from xfgrid.journal.store import Store
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


def _county_tables(engine: Engine) -> None:
    prepare(engine)
    prepare_keys(engine)


def revoked_in(store: Store) -> set[str]:
    """The devices that a place knows to be revoked."""
    with store.read() as connection:
        return {card.device for card in roster.everybody(connection) if card.revoked}


def signed(store: Store) -> tuple[dict[str, bool], list[str], str]:
    """Who is enrolled and who was revoked, what versions of the package there are and which is in force."""
    with store.read() as connection:
        cards = {card.device: bool(card.revoked) for card in roster.everybody(connection)}
        return cards, package.versions(connection), package.newest_version(connection)


class Ground:
    """`saved` are the events whose writers saw them saved while they were enrolled; `lost` those no place holds any more,
    because a disk and a database were both put back behind them, and `forgotten` the devices of which nobody knows any more
    that they were revoked; `twisted` the devices whose disk was put back or cloned."""

    def __init__(self, seed: int, *, real: bool = False) -> None:
        self.check = verify if real else check
        self.dice, self.time, self.count = random.Random(seed), 1_772_700_000_000, Counter[str]()
        self.disk = Disk.blank(_county_tables)
        self.key = SigningKey(self.dice.randbytes(32))
        self.county = self.opened()
        found(self.county, OFFICES, "清源县（样例）")
        self.machines: list[Machine] = []
        for who in CAST[: self.dice.randint(3, len(CAST))]:
            self.enrol(*who)
        self.saved: dict[bytes, Event] = {}
        self.lost: set[bytes] = set()
        self.revoked: set[str] = set()
        self.forgotten: set[str] = set()
        self.twisted: set[str] = set()

    def close(self) -> None:
        """Gives the disks away."""
        for disk in (self.disk, *(machine.disk for machine in self.machines)):
            disk.spare()

    def opened(self) -> County:
        """The county on its disk as it is now."""
        config = CountyConfig(requests_a_minute=1_000_000)
        return County(self.disk.store, self.key, config, lambda: self.time, self.dice.randbytes, self.check)

    def enrol(self, role: str, office: str) -> None:
        """One laptop more."""
        machine = Machine(self.county, role, office, self.dice, lambda: self.time, self.check, self.count)
        self.machines.append(machine)

    def one(self) -> Machine:
        """Any laptop."""
        return self.dice.choice(self.machines)

    def living(self) -> list[Machine]:
        """Laptops that may still sync."""
        return [m for m in self.machines if m.device not in self.revoked]

    def hashes(self) -> set[bytes]:
        """The events the county holds in any status."""
        with self.county.store.read() as connection:
            return set(connection.scalars(select(EVENT.c.hash)))

    def reckon(self) -> None:
        """Which saved events no place holds that could ever give them back, a revoked laptop cannot; and of which revocations
        no place knows."""
        there = self.hashes().union(*(m.hashes() for m in self.living()))
        self.lost |= set(self.saved) - there
        stores = [self.county.store, *(m.store for m in self.living())]
        self.forgotten |= self.revoked.difference(*(revoked_in(store) for store in stores))

    def reach(self, path: str, body: bytes) -> bytes:
        """The county's reply to a request."""
        fused = self.disk.fuse is not None
        reply = service.handle(self.county, path, body)[1]
        if fused and self.disk.fuse is None:
            raise Crash  # a county that stops says nothing, not even that it went wrong
        return reply
