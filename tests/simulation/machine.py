"""A laptop in the simulation: its disk, its clock, the person writing on it, and its exchange with the county."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import select

from sync.agent import bundle, state
from sync.agent.apply import Verify
from sync.agent.line import Line
from sync.agent.link import Awaited
from sync.agent.state import State
from sync.county import codes
from sync.county.county import County
from sync.wire import code
from sync.wire.bundle import open_bundle
from sync.wire.messages import Enrol
from tests.homes import CASE, COUNTY, GRID, OFFICES, OTHER_GRID, VILLAGE
from tests.simulation.disk import Disk
from tests.simulation.narrow import Watched
from xfgrid.case import acts
from xfgrid.case.acts import Actor, Draft, Setting
from xfgrid.case.event import Event
from xfgrid.case.fold import Case
from xfgrid.errors import RuleError
from xfgrid.journal import journal, package, roster, settings
from xfgrid.journal.identity import Identity
from xfgrid.journal.keys import SigningKey, verify
from xfgrid.journal.package import Package
from xfgrid.journal.store import Store
from xfgrid.journal.tables import CaseRow, EventRow, table_of
from xfgrid.journal.writer import Writer

_case = table_of(CaseRow)
_event = table_of(EventRow)
check = lru_cache(maxsize=None)(verify)
"""Each signature is verified once a process, however many machines read it."""
YEAR = 365 * 86_400_000
SIZES = (0, 1, 40, 700, 9_000)
_FIRST = {office.code for office in OFFICES}
_SETTINGS: dict[str, Setting] = {}


def _judged_by(version: str, newest: Package) -> Setting:
    if version not in _SETTINGS:
        _SETTINGS[version] = Setting(newest.tree(), "2026-03-09")
    return _SETTINGS[version]


class Machine:
    """One enrolled laptop. `skew` is what its clock is wrong by, in ms; `healed` counts what it had to read anew."""

    def __init__(
        self,
        county: County,
        role: str,
        office: str,
        dice: random.Random,
        now: Callable[[], int],
        check: Verify,
        count: Counter[str],
    ) -> None:
        self.count = count
        self.disk, self.dice, self.now, self.skew, self.healed, self.waited = Disk.blank(), dice, now, 0, 0, 0.0
        self.check = check
        key = SigningKey(dice.randbytes(32))
        typed = codes.make_code(county, office, role, "样例")
        with county.store.write() as connection:
            answer = codes.enrol(county, connection, Enrol(key=key.public, secret=code.read(typed)[1]))
        identity = Identity(key.seed.hex(), 1, office, role, "1", "样例", "", answer.county_key.hex())
        with self.store.write() as connection:
            settings.put(connection, "identity", msgspec.to_builtins(identity))
            package.follow(connection, [(p.content, p.sig) for p in answer.packages])
            roster.follow(connection, [(p.content, p.sig) for p in answer.roster])
            state.save(connection, State(epoch=answer.epoch))
        self.device = key.fingerprint

    @property
    def store(self) -> Store:
        return self.disk.store

    def identity(self) -> Identity:
        """Who it is now; the writer epoch may have moved."""
        with self.store.read() as connection:
            return msgspec.convert(settings.get(connection, "identity"), Identity)

    def register(self) -> list[Event]:
        """A new case, placed in the own office, or in another one at times."""
        identity, writer = self._hand()
        setting, new = self._setting()
        place = self.dice.choice([identity.office, GRID, OTHER_GRID, *new])
        values = {**CASE, "facts": "事" + self._words(), "place_office": place}
        case = Case(writer.new_id())
        try:
            draft = acts.act(case, "register", self._actor(identity), values, setting)
        except RuleError:
            return []
        return self._write(writer, [draft])

    def act(self, action: str = "") -> list[Event]:
        """An act, any unless named, on any case held here, if role and state allow it; nothing otherwise."""
        identity, writer = self._hand()
        with self.store.read() as connection:
            held = sorted(connection.scalars(select(_case.c.case)))
            if not held:
                return []
            case = journal.load(connection, self.dice.choice(held))
        setting, new = self._setting()
        action = action or self.dice.choice(["record", "record", "take", "send-up", "assign", "return", "answer"])
        values: dict[str, object] = {"note": self._words() or "记", "on": "2026-03-09"}
        if action == "answer":
            values["outcome"] = self.dice.choice(["solved", "explained"])
        if action == "assign":
            owner = self.dice.choice([GRID, OTHER_GRID, VILLAGE, COUNTY, *new])
            values |= {"owner": owner, "due": f"2026-0{self.dice.randint(4, 9)}-01"}
        try:
            draft = acts.act(case, action, self._actor(identity), values, setting)
        except RuleError:
            return []
        return self._write(writer, [draft])

    def unheard_of(self) -> list[Event]:
        """An event of a type that only newer programs know."""
        identity, writer = self._hand()
        with self.store.read() as connection:
            held = sorted(connection.scalars(select(_case.c.case)))
        if not held:
            return []
        draft = Draft(self.dice.choice(held), "from_a_newer_program", self._actor(identity), {}, {"what": 1}, {})
        return self._write(writer, [draft])

    def exchange(self, line: Callable[[str, bytes], bytes], county: bytes, limit: int) -> bool:
        """One exchange; whether it says it is in step."""
        identity = self.identity()
        asked = Line(line, identity.key, county, 0)
        exchange = Watched(
            *(self.store, identity, asked, limit, self.check, self._clock), meanwhile=self._meanwhile, count=self.count
        )
        try:
            return exchange.run()
        finally:
            self.healed += exchange.healed

    @contextmanager
    def _meanwhile(self, work: Callable[[], Any]) -> Iterator[Awaited]:
        """What a thread may do during a block: all of it before the block, or only when it is waited for."""
        yield _done(work) if self.dice.random() < 0.5 else _Late(work)

    def _clock(self) -> float:
        """A line on which some requests are quick and some take long."""
        self.waited += self.dice.choice([0, 0, 3, 30])
        return self.waited

    def packed(self, office: str) -> bytes:
        """A bundle of what it holds, of one office if named."""
        return bundle.packed(self.store, self.identity(), office, self.dice.randbytes(16)).data

    def take(self, data: bytes) -> None:
        """Takes in a bundle."""
        bundle.take(self.store, self.identity(), open_bundle(data), self.check)

    def hashes(self, writer: str = "") -> set[bytes]:
        """The events it holds, of one device if named."""
        with self.store.read() as connection:
            query = select(_event.c.hash).where(_event.c.writer.startswith(writer))
            return set(connection.scalars(query))

    def _setting(self) -> tuple[Setting, list[str]]:
        """By what acts are judged here, and the offices that this home knows besides those of the beginning."""
        with self.store.read() as connection:
            found = _judged_by(package.newest_version(connection), package.newest(connection))
        return found, sorted({office.code for office in found.offices} - _FIRST)

    def _hand(self) -> tuple[Identity, Writer]:
        identity = self.identity()
        with self.store.read() as connection:
            version = package.newest_version(connection)
        clock = lambda: max(0, self.now() + self.skew)  # noqa: E731
        return identity, Writer(identity.key, identity.epoch, version, clock, self.dice.randbytes)

    def _write(self, writer: Writer, drafts: list[Draft]) -> list[Event]:
        with self.store.write() as connection:
            return writer.write(connection, drafts)

    def _words(self) -> str:
        return "水" * self.dice.choice(SIZES)

    @staticmethod
    def _actor(identity: Identity) -> Actor:
        return Actor(identity.staff, identity.role, identity.office)


class _Late:
    def __init__(self, work: Callable[[], Any]) -> None:
        self.result = work


def _done(work: Callable[[], Any]) -> Awaited:
    done = Future[Any]()
    try:
        done.set_result(work())
    except Exception as error:
        done.set_exception(error)
    return done
