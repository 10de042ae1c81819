"""Laptops with keys under one seed: revoked, stolen, cloned, long absent, dead; contacts given, handed over, erased, ended.

`judge` says what must hold at the end: everybody entitled opens what was given, nobody else does even with every box of the
county in hand, and when lease and retention are over no home that was ever copied holds a key.
"""

from __future__ import annotations

import datetime as dt
import random
import shutil
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, suppress
from pathlib import Path
from unittest.mock import patch

from sqlalchemy import or_, select

from sync.agent import bundle
from sync.county import admin, jump
from sync.county import bundle as county_bundle
from sync.county.county import County, offices
from sync.wire import carried
from sync.wire.bundle import ANYBODY, read_file
from sync.wire.messages import Shown, Welcome
from tests.homes import GRID, OTHER_GRID, PASSPHRASE, TOWN, VILLAGE
from tests.sync.kit import Laptop, county
from xfgrid.case.contact import Contact, due_on, keys_of, standing, unseal
from xfgrid.case.contact.clock import DAY, HOUR
from xfgrid.errors import XfgridError
from xfgrid.journal import forgetting, home, journal, passing
from xfgrid.journal.contact import boxes, erasing, names, naming, tend
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.keyring import Keyring
from xfgrid.journal.contact.tables import BoxRow
from xfgrid.journal.contact.terms import terms
from xfgrid.journal.tables import table_of

BOX = table_of(BoxRow)
CAST = (
    ("township", TOWN),
    ("township", TOWN),
    ("grid_worker", GRID),
    ("grid_worker", VILLAGE),
    ("grid_worker", OTHER_GRID),
)
NOTICE = {"notice_how": "spoken", "notice_by": "样例·经办"}


class Contacts:
    """One run. `given` are the contacts by case, `owned` the offices that ever had it, `erased` those forgotten at a wish, `images` copies of homes taken by
    strangers, each with the cases that were given only after its device was locked out everywhere."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder, self.dice, self.count = folder, random.Random(seed), Counter[str]()
        self.server: County = county(folder / "county")
        self.time = self.server.clock()
        self.server.clock = lambda: self.time
        self.laptops: list[Laptop] = []
        self.made = 0
        self.given: dict[str, Contact] = {}
        self.owned: dict[str, set[str]] = {}
        self.erased: set[str] = set()
        self.images: dict[Path, set[str]] = {}
        self.stolen: dict[str, Path] = {}
        self.sticks: list[Path] = []
        self.lineless = {VILLAGE} if self.dice.random() < 0.5 else set()
        with self._clocks():
            for who in CAST:
                self._enrol(*who)
            self.settle()

    def run(self, steps: int) -> None:
        """Lives through that many things happening."""
        happenings: dict[str, tuple[int, Callable[[], object]]] = {
            "contact given": (8, self._give),
            "synchronised": (10, lambda: self._sync(self._one())),
            "handed over": (4, self._hand_over),
            "erased at a wish": (2, self._erase),
            "ended": (1, self._end),
            "device stolen and revoked": (1, self._steal),
            "laptop died": (1, self._die),
            "home cloned": (1, lambda: self._copy(self._one(), set())),
            "days passed": (4, self._pass),
            "stick of a laptop": (3, self._write),
            "stick of the county": (3, self._write_at_county),
            "stick read": (6, self._read),
            "stick cut": (2, self._read_cut),
        }
        weights = [weight for weight, _ in happenings.values()]
        with self._clocks():
            for _ in range(steps):
                name = self.dice.choices(list(happenings), weights)[0]
                if happenings[name][1]() is not False:
                    self.count[name] += 1
            self.settle()

    def settle(self) -> None:
        """Everybody synchronises and whoever waits is approved, until every box is where it belongs."""
        for _ in range(3):
            for laptop in self.laptops:
                self._sync(laptop)
                self._approve(laptop)

    def _enrol(self, role: str, office: str) -> None:
        self.made += 1
        self.laptops.append(Laptop(self.server, self.folder / f"home{self.made}", role, office))

    def _one(self) -> Laptop:
        return self.dice.choice(self.laptops)

    def _sync(self, laptop: Laptop) -> None:
        """An exchange; for a home without a line a stick to the county and one back."""
        if laptop.identity.office not in self.lineless:
            laptop.sync()
            return
        self._into_county(self._written(laptop))
        self._into(laptop, self._for(laptop))
        self.count["went by stick alone"] += 1

    def _written(self, laptop: Laptop, office: str = "") -> Path:
        with home.open_home(laptop.path, PASSPHRASE) as opened:
            bundle.export(opened, self._stick(), office)
        return self.sticks[-1]

    def _for(self, laptop: Laptop) -> Path:
        county_bundle.export(self.server, laptop.identity.device, self._stick())
        return self.sticks[-1]

    def _stick(self) -> Path:
        self.sticks.append(self.folder / f"{len(self.sticks)}.xfb")
        return self.sticks[-1]

    def _into_county(self, stick: Path) -> None:
        county_bundle.import_(self.server, stick)

    @staticmethod
    def _into(laptop: Laptop, stick: Path) -> None:
        with home.open_home(laptop.path, PASSPHRASE) as opened:
            bundle.import_(opened, stick)

    def _write(self) -> None:
        laptop = self._one()
        self._written(laptop, self.dice.choice(["", "", GRID, VILLAGE]) if laptop.identity.office == TOWN else "")

    def _write_at_county(self) -> None:
        self._for(self._one())

    def _read(self) -> bool:
        """Anybody reads any stick there ever was, old or new, the own or another's."""
        if not self.sticks:
            return False
        stick, reader = self.dice.choice(self.sticks[-12:]), self.dice.choice([None, *self.laptops])
        with suppress(XfgridError):
            self._into_county(stick) if reader is None else self._into(reader, stick)
        return True

    def _read_cut(self) -> bool:
        """Cut or changed anywhere, a stick is refused whole."""
        if not self.sticks:
            return False
        whole, laptop, broken = self.dice.choice(self.sticks[-12:]).read_bytes(), self._one(), self.folder / "broken"
        at = self.dice.randrange(len(whole))
        broken.write_bytes(self.dice.choice([whole[:at], whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]]))
        before = _boxes_at(laptop)
        for read in (self._into_county, lambda stick: self._into(laptop, stick)):
            with suppress(XfgridError):
                read(broken)
                raise AssertionError("a broken stick was believed")
        assert _boxes_at(laptop) == before, "keys of a broken stick were taken"
        return True

    def _approve(self, laptop: Laptop) -> None:
        if laptop.identity.role != "township":
            return
        with laptop.desk() as desk, desk.home.store.write() as connection, suppress(XfgridError):
            for card in tend.waiting(connection, desk.identity, desk.offices):
                tend.Tender(connection, desk.identity, desk.offices).approve(card)

    def _give(self) -> None:
        laptop = self._one()
        contact = Contact(f"样例 139{self.dice.randrange(10**8):08d}", "样例某")
        case = laptop.register(contact=contact.channel, contact_name=contact.name, **NOTICE)
        self.given[case] = contact
        self.owned[case] = {laptop.identity.office}
        if self.dice.random() < 0.8:
            self._sync(laptop)

    def _case_at(self, laptop: Laptop) -> str | None:
        held = sorted((laptop.cases() & self.given.keys()) - self.erased)
        return self.dice.choice(held) if held else None

    def _hand_over(self) -> bool:
        town = self.laptops[0]
        case = self._case_at(town)
        if case is None:
            return False
        with suppress(XfgridError):
            owner = self.dice.choice([GRID, VILLAGE, OTHER_GRID, TOWN])
            town.act(case, "assign", owner=owner, due="2027-01-05")
            self.owned[case].add(owner)
            return True
        return False

    def _erase(self) -> bool:
        laptop = self._one()
        case = self._case_at(laptop)
        if case is None:
            return False
        with laptop.desk() as desk, suppress(XfgridError):
            forgetting.erase(desk, case, "resident", "wish")
            self.erased.add(case)
            return True
        return False

    def _end(self) -> bool:
        case = self._case_at(self.laptops[0])
        if case is None:
            return False
        with suppress(XfgridError):
            self.laptops[0].act(case, "withdraw", said_how="phone")
            return True
        return False

    def _steal(self) -> bool:
        """A laptop is stolen; the county revokes it, and what is given afterwards must be shut for whoever has it."""
        return self._lose(keep=True)

    def _die(self) -> bool:
        """A laptop is gone for good; another one is enrolled for its office."""
        return self._lose(keep=False)

    def _lose(self, *, keep: bool) -> bool:
        if len(self.laptops) > 9:
            return False
        lost = self.dice.choice(self.laptops[1:])
        self._sync(lost)
        image = self._copy(lost, set()) if keep else None
        shutil.rmtree(lost.path)
        self.laptops.remove(lost)
        admin.revoke(self.server, lost.identity.device)
        self._enrol(lost.identity.role, lost.identity.office)
        self.settle()
        if image is not None:
            self.images[image] = set(self.given)
            self.stolen[lost.identity.device] = image
        return True

    def _copy(self, laptop: Laptop, known: set[str]) -> Path:
        target = self.folder / f"image{len(self.images)}"
        shutil.copytree(laptop.path, target)
        self.images[target] = known
        return target

    def _pass(self) -> None:
        """Days go by; some laptops are used on every second, others lie in a drawer beyond the lease."""
        used = [laptop for laptop in self.laptops if self.dice.random() < 0.7]
        for _ in range(self.dice.choice([1, 5, 20])):
            self.time += 40 * HOUR
            for laptop in used:
                with home.open_home(laptop.path, PASSPHRASE) as opened:
                    passing.tend_time(opened)
        with self.server.store.write() as connection:
            jump.confirm(self.server, connection)  # nobody came for longer than a lease: its administrator has to look
        for laptop in self.laptops:
            self._sync(laptop)

    def _clocks(self) -> AbstractContextManager[object]:
        return patch("xfgrid.journal.contact.terms.now_ms", lambda: self.time)


def judge(world: Contacts) -> None:
    """AssertionError with what was read by a stranger, lost, brought back, or kept too long."""
    with world._clocks():
        gone = _ledger(world)
        _nothing_comes_back(world, gone)
        assert world.erased <= {case for case, _ in gone}, "a wish was not heard"
        sticks = _on_sticks(world)
        for case, contact in world.given.items():
            _readers(world, case, contact, gone, sticks)
        for image, known in world.images.items():
            if image in world.stolen.values():
                for case in world.given.keys() - known:
                    assert not _reach(world, image, case, sticks), f"a stolen laptop opens {case}"
        _nothing_outlives_its_time(world)


def _nothing_comes_back(world: Contacts, gone: set[tuple[str, str]]) -> None:
    """Sticks of all times are read again by everybody: no key comes back that was erased."""
    for stick in world.dice.sample(world.sticks, min(10, len(world.sticks))):
        for read in (world._into_county, *(lambda s, at=laptop: world._into(at, s) for laptop in world.laptops)):
            with suppress(XfgridError):
                read(stick)
    dead = {names.case_key(*pair) for pair in gone}
    for laptop in world.laptops:
        assert not dead & {subject for subject, *_ in _boxes_at(laptop)}, "an old stick brought a key back"
    assert _ledger(world) == gone, "an old stick erased something"
    world.settle()


def _boxes_at(laptop: Laptop) -> list[tuple[str, str, bytes]]:
    with home.open_home(laptop.path, PASSPHRASE) as opened, opened.store.read() as connection:
        return sorted((r.subject, r.holder, bytes(r.box)) for r in connection.execute(select(BOX)))


def _on_sticks(world: Contacts) -> list[Box]:
    """Every box a laptop ever wrote on a stick, under the name of its key, which the stick does not tell."""
    found = []
    with world.server.store.read() as connection:
        for stick in map(read_file, world.sticks):
            kind = Shown if stick.receiver == ANYBODY else Welcome
            for message in carried.unpack(stick.message(0, kind).boxes):
                named = naming.subjects(connection, carried.places(message))
                found += [*message.office_boxes, *carried.in_places(message, named)]
    return [box for box in found if box.subject and box.box]


def _readers(world: Contacts, case: str, contact: Contact, gone: set[tuple[str, str]], sticks: Sequence[Box]) -> None:
    with world.server.store.read() as connection:
        found = journal.load(connection, case)
    keys, tree = keys_of(found), offices(world.server)
    over, due = not keys, due_on(found, terms())
    if due is not None and due <= dt.date.fromtimestamp(world.time / 1000 + 86_400):
        return  # its time is over: whoever looks first forgets it
    assert all((case, key) not in gone for key in keys), f"{case} is erased and stands"
    for laptop in world.laptops:
        office = laptop.identity.office
        entitled = office in {found.owner, tree.township(found.owner)}
        if entitled and not over:
            assert _read(laptop, case) == [contact], f"{office} cannot open {case}"
        elif over or office not in world.owned[case]:
            assert not _reach(world, laptop.path, case, [] if over else sticks), f"{office} opens {case}"


def _read(laptop: Laptop, case: str) -> list[Contact]:
    """What a laptop's own boxes open."""
    with laptop.desk() as desk, desk.home.store.write() as connection:
        found, ring = desk.case(case), Keyring(connection, laptop.identity.device)
        opened = []
        for event, name in standing(found).items():
            key, sealed = ring.key(names.case_key(case, name)), found.events[event].sealed
            if key is not None and sealed is not None and sealed.content is not None:
                opened.append(unseal(key, case, found.events[event].head.id, sealed.content))
        return opened


def _every(world: Contacts) -> list[Box]:
    with world.server.vault.read() as connection:
        return [Box(r.subject, r.holder, r.maker, bytes(r.box)) for r in connection.execute(select(BOX))]


def _reach(world: Contacts, path: Path, case: str, sticks: Sequence[Box]) -> bool:
    """Whether a home could come to a key of a case if it were given every box the county has, and those on some sticks."""
    every = [*_every(world), *sticks]
    with home.open_home(path, PASSPHRASE) as opened, opened.store.write() as connection:
        boxes.keep(connection, every, sent=True)
        ring = Keyring(connection, opened.identity().device)
        held = {b.subject for b in every if b.subject.startswith(f"case:{case}:")}
        found = any(ring.key(subject) is not None for subject in held)
        connection.rollback()
    return found


def _ledger(world: Contacts) -> set[tuple[str, str]]:
    with world.server.vault.read() as connection:
        return {(e.case, e.key) for e in erasing.entries(connection)}


def _nothing_outlives_its_time(world: Contacts) -> None:
    """Used every second day and never again near the county, no home keeps a key beyond the lease."""
    homes = [*(laptop.path for laptop in world.laptops), *world.images]
    for _ in range((terms().lease_days + terms().hold_days) * DAY // (40 * HOUR) + 2):
        world.time += 40 * HOUR
        for path in homes:
            with home.open_home(path, PASSPHRASE) as opened:
                passing.tend_time(opened)
    for path in homes:
        with home.open_home(path, PASSPHRASE) as opened, opened.store.read() as connection:
            own = opened.identity().device
            kept = connection.execute(select(BOX.c.subject).where(or_(BOX.c.sent, BOX.c.maker != own))).all()
            assert kept == [], f"{path.name} keeps keys"
