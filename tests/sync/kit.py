"""A county and its laptops in one process: frames go straight to the county, as HTTP would carry them (样例·虚构)."""

from __future__ import annotations

import copy
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from sync.agent.enrol import enrol
from sync.agent.exchange import Exchange
from sync.agent.line import Count, Http, Line
from sync.agent.once import sync_once
from sync.county import codes, service
from sync.county.county import County, init
from tests.homes import CASE, CHEAP, PASSPHRASE
from tests.homes import OFFICES as OFFICES
from xfgrid.journal import home
from xfgrid.journal.desk import Desk
from xfgrid.journal.synced import Synced

URL = "http://127.0.0.1:1"
Fault = Callable[[str, bytes, Callable[[], bytes]], bytes]
"""Called with path, request frame and the way to the county; returns the reply frame or raises LineError."""


class Direct(Http):
    """Carries frames to a county object; `fault` may lose, repeat or change them."""

    def __init__(self, county: County, fault: Fault | None = None) -> None:
        self.county, self.fault, self.count = county, fault, Count()

    def __call__(self, path: str, body: bytes) -> bytes:
        self.count.requests += 1
        self.count.up += len(body)
        reply = self.fault(path, body, lambda: self._reach(path, body)) if self.fault else self._reach(path, body)
        self.count.down += len(reply)
        return reply

    def _reach(self, path: str, body: bytes) -> bytes:
        return service.handle(self.county, path, body)[1]

    def close(self) -> None:
        pass


_databases: list[Callable[[], tuple[str, str]]] = []


@contextmanager
def on(pairs: Callable[[], tuple[str, str]]) -> Iterator[None]:
    """Within the block new counties stand on databases of these URLs, one for the journal and one for the keys."""
    _databases.append(pairs)
    try:
        yield
    finally:
        _databases.pop()


def county(path: Path, database: str | None = None) -> County:
    """A new county with the invented offices."""
    if _databases and not database:
        path.mkdir(parents=True)
        journal, keys = _databases[-1]()
        settings = f'[county]\ndatabase = "{journal}"\nkeys_database = "{keys}"\n'
        (path / "config.toml").write_text(settings, encoding="utf-8")
    return init(path, OFFICES, "清源县（样例）", database)


def copied_back(county: Path, saved: Path) -> None:
    """Puts a copy of the database in the place of a county's, as a person would by hand."""
    shutil.copyfile(saved, county / "county.db")
    for suffix in ("-wal", "-shm"):
        (county / f"county.db{suffix}").unlink(missing_ok=True)


class Laptop:
    """An enrolled home and its line to a county."""

    def __init__(self, county: County, path: Path, role: str, office: str, name: str = "样例·经办") -> None:
        self.county, self.path = county, path
        code = codes.make_code(county, office, role, name)
        with patch.object(home, "Vault", lambda salt: CHEAP):
            self.identity = enrol(URL, code, path, PASSPHRASE, lambda *_: Direct(county))

    def clone(self, path: Path) -> Laptop:
        """Another laptop with a copy of this one's disk."""
        shutil.copytree(self.path, path)
        other = copy.copy(self)
        other.path = path
        return other

    def desk(self) -> Desk:
        """The person at this laptop."""
        return Desk.open(self.path, PASSPHRASE)

    def register(self, **values: object) -> str:
        """Registers one invented case and returns its id."""
        with self.desk() as desk:
            return desk.register({**CASE, **values})

    def act(self, case: str, action: str, **values: object) -> str:
        """Does one act and returns the state after it."""
        with self.desk() as desk:
            return desk.act(case, action, values)[1].state

    def sync(self, fault: Fault | None = None) -> Synced:
        """One exchange."""
        with home.open_home(self.path, PASSPHRASE) as opened:
            return sync_once(opened, lambda *_: Direct(self.county, fault))

    def sync_events(self) -> None:
        """One exchange of events alone, cut off before keys are made or fetched."""
        with home.open_home(self.path, PASSPHRASE) as opened:
            line = Line(Direct(self.county), self.identity.key, bytes.fromhex(self.identity.county_key), 0)
            Exchange(opened.store, opened.identity(), line).run()

    def cases(self) -> set[str]:
        """The ids of the cases held here."""
        with self.desk() as desk:
            return {line.case for line in desk.cases()}
