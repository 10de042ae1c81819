"""A county home and what is opened from it.

county.db    the journal and the county's tables, unless they stand in PostgreSQL
keys.db      boxes of case keys and the ledger of erasures; never part of a backup of county.db
county.key   the seed of the key that signs replies and packages; readable by its owner only
config.toml  settings, optional
"""

from __future__ import annotations

import datetime as dt
import os
import secrets
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec
from sqlalchemy import Connection, Engine
from sqlmodel import SQLModel

from sync.county import feeds, standing
from sync.county.locks import lock
from sync.county.rate import Rate
from sync.county.schema import prepare
from sync.county.tables import VAULT_TABLES
from sync.wire import limits
from xfgrid.case.civil import LOCAL
from xfgrid.case.offices import Office, Offices
from xfgrid.errors import FileError, HomeError, RuleError
from xfgrid.journal import journal, package, roster, settings
from xfgrid.journal.config import Config, load
from xfgrid.journal.config import County as CountyConfig
from xfgrid.journal.keys import SigningKey, verify
from xfgrid.journal.opening import open_county
from xfgrid.journal.package import Package
from xfgrid.journal.roster import Card
from xfgrid.journal.store import Store
from xfgrid.journal.writer import now_ms, stamp

SAID = "package"
"""Setting: the version that was published last in this epoch, '' for none: what laptops bring back is older than it."""


class County:
    """An opened county: its store, its key, its clock. Close it, or use it as a context manager."""

    def __init__(
        self,
        store: Store,
        key: SigningKey,
        config: CountyConfig = CountyConfig(),
        clock: Callable[[], int] = now_ms,
        random: Callable[[int], bytes] = secrets.token_bytes,
        verify: Callable[[bytes, bytes, bytes], bool] = verify,
        vault: Store | None = None,
    ) -> None:
        self.store, self.key, self.config, self.vault = store, key, config, vault or store
        self.clock, self.random, self.verify = clock, random, verify
        self.rate = Rate(config.requests_a_minute)

    def __enter__(self) -> County:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of both databases."""
        self.store.close()
        self.vault.close()

    @contextmanager
    def keys(self, connection: Connection) -> Iterator[Connection]:
        """A transaction on the boxes and the ledger; the caller's own where they stand in the same database."""
        if self.vault is self.store:
            yield connection
        else:
            with self.vault.write() as other:
                yield other

    def now(self) -> str:
        """UTC as the tables keep it."""
        return stamp(self.clock())

    def today(self) -> dt.date:
        """The civil day."""
        return dt.datetime.fromtimestamp(self.clock() / 1000, LOCAL).date()

    def epoch(self, connection: Connection) -> str:
        """The epoch of this database: new with every restore."""
        return str(settings.get(connection, "epoch"))

    def publish(self, connection: Connection, made: Package) -> str:
        """Signs a package and adds it to the county feed; returns its version."""
        data = made.content()
        version = package.version_of(data)
        package.keep(connection, [(data, self.key.sign(data))])
        settings.put(connection, SAID, version)
        return version

    def publish_card(self, connection: Connection, card: Card) -> None:
        """Signs a device's card under a serial of its own and adds it to the roster.

        Serials follow the clock, so that those given after a restore are above those the backup had forgotten; one that was
        signed before, such as one taken back, gets a serial above its own.
        """
        lock(connection, "roster", ["newest"])
        serial = max(self.clock(), roster.serial(connection) + 1, card.serial + 1)
        data = msgspec.structs.replace(card, serial=serial).content()
        roster.keep(connection, [(data, self.key.sign(data))])


def init(home: Path, offices: Sequence[Office], county_name: str, database_url: str | None = None) -> County:
    """Makes a county home with its first package and opens it.

    Raises HomeError `home_exists` if there is a county here already.
    """
    if (home / "county.key").exists():
        raise HomeError("home_exists", home=str(home))
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    county = _opened(home, SigningKey(secrets.token_bytes(32)), database_url, made=False)
    found(county, offices, county_name)
    _write_key(home / "county.key", county.key)
    return county


def found(county: County, offices: Sequence[Office], county_name: str) -> None:
    """Makes tables, epoch and first package in an empty database."""
    prepare(county.store.engine)
    prepare_keys(county.vault.engine)
    listed: list[dict[str, str | None]] = [{n: getattr(o, n) for n in Office.__slots__} for o in offices]
    with county.store.write() as connection:
        settings.put(connection, "epoch", county.random(8).hex())
        county.publish(connection, Package(1, county_name, listed))
        with county.keys(connection) as vault:
            settings.put(vault, "vault", secrets.token_hex(8))


def open_county_home(home: Path, database_url: str | None = None, keys_url: str | None = None) -> County:
    """Opens a county home, of which nothing is made anew. HomeError `no_county` if there is none; FileError for a broken
    database or key, `no_county_database` or `no_county_keys` for one that is missing, `foreign_database` for another county's.
    """
    county = _opened(home, _read_key(home), database_url, keys_url)
    try:
        with county.store.write() as connection:
            standing.own(connection, county.key)
            if cases := journal.newly_known(connection):
                feeds.refold(connection, package.newest(connection).tree(), cases, [])
    except BaseException:
        county.close()
        raise
    return county


def room_for(connection: Connection, content: Package) -> None:
    """Raises RuleError `packages_full` where a package is one more than a new laptop can be told of: it could not enrol."""
    there = sum(len(data) for data, _ in package.signed(connection, 0))
    if there + len(content.content()) > limits.PACKAGES:
        raise RuleError("packages_full", mib=limits.PACKAGES >> 20)


def _read_key(home: Path) -> SigningKey:
    try:
        seed = bytes.fromhex((home / "county.key").read_text(encoding="ascii").strip())
        return SigningKey(seed)
    except FileNotFoundError as error:
        raise HomeError("no_county", home=str(home)) from error
    except (OSError, ValueError) as error:
        raise FileError("bad_county_key", home=str(home)) from error


def offices(county: County) -> Offices:
    """The office tree of the newest package."""
    with county.store.read() as connection:
        return package.newest(connection).tree()


def _opened(home: Path, key: SigningKey, url: str | None, keys_url: str | None = None, *, made: bool = True) -> County:
    """The county on its databases; `made` says that they were made before."""
    config: Config = load(home)
    url = url or config.county.database or f"sqlite:///{home / 'county.db'}"
    making = standing.before(prepare, standing.MISSING) if made else prepare
    store = open_county(url, making)
    try:
        vault = open_keys(keys_url or keys_at(home, config), made=made)
    except BaseException:
        store.close()
        raise
    return County(store, key, config.county, vault=vault)


def keys_at(home: Path, config: Config) -> str:
    """The URL of a home's key store."""
    return config.county.keys_database or f"sqlite:///{home / 'keys.db'}"


def open_keys(url: str, *, made: bool = True) -> Store:
    """A key store; unless `made`, its tables are made. FileError `no_county_keys` where it should be there and is not."""
    return open_county(url, standing.before(prepare_keys, standing.NO_KEYS) if made else prepare_keys)


def prepare_keys(engine: Engine) -> None:
    """Makes the tables of the key store that are not there yet."""
    with engine.connect().execution_options(xfgrid_write=True) as connection, connection.begin():
        lock(connection, "schema", ["keys"])
        SQLModel.metadata.create_all(connection, tables=list(VAULT_TABLES))


def _write_key(path: Path, key: SigningKey) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(key.seed.hex() + "\n")
    with suppress(OSError):
        path.parent.chmod(0o700)
