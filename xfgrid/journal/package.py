"""The county's package: the offices of one version, signed by the county, all versions kept."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, func, insert, select

from xfgrid.case.canon import canonical
from xfgrid.case.offices import Office, Offices
from xfgrid.errors import HomeError
from xfgrid.journal import settings
from xfgrid.journal.tables import PackageRow, table_of

_package = table_of(PackageRow)
_FOLLOWED = "packages"
FIRST = 1
"""Serial of a county's first version."""
_LATEST_FIRST = (_package.c.serial.desc(), _package.c.version.desc())
"""Of two versions with one serial, which only a county that was restored makes, every home takes the same for the newest."""
_NEWEST = select(_package.c.content).order_by(*_LATEST_FIRST).limit(1)
_NEWEST_VERSION = select(_package.c.version).order_by(*_LATEST_FIRST).limit(1)
_UP_TO = select(_package.c.version).where(_package.c.serial <= bindparam("to"))
_UP_TO = _UP_TO.order_by(_package.c.serial, _package.c.version)
_ABOVE = (
    select(_package.c.content, _package.c.sig).where(_package.c.serial > bindparam("above")).order_by(_package.c.serial)
)


class Package(msgspec.Struct, frozen=True, omit_defaults=True):
    """What a version holds. `serial` counts 1, 2, 3 …; `county` is the name of the county.

    `clocks`, `calendar` and `intake` are files as under `schemas/`, parsed; none: those shipped with the program.
    """

    serial: int
    county: str
    offices: list[dict[str, str | None]]
    clocks: list[dict[str, Any]] = []
    calendar: list[dict[str, Any]] = []
    intake: dict[str, Any] = {}

    def content(self) -> bytes:
        """The canonical bytes that are signed and named."""
        return canonical(msgspec.to_builtins(self))

    def tree(self) -> Offices:
        """The office tree."""
        return Offices(Office(**office) for office in self.offices)  # type: ignore[arg-type]


_decoder = msgspec.json.Decoder(Package)


def decode(content: bytes) -> Package:
    """A package from its canonical bytes."""
    return _decoder.decode(content)


def version_of(content: bytes) -> str:
    """`<serial>.<first 8 hex digits of the SHA-256 of the content>`: of the bytes that were signed, which may say more than
    this program reads."""
    return _named(decode(content), content)


def _named(package: Package, content: bytes) -> str:
    return f"{package.serial}.{hashlib.sha256(content).hexdigest()[:8]}"


def of_version(connection: Connection, version: str) -> Package | None:
    """The package of a version, None if it is not here."""
    content = connection.scalar(select(_package.c.content).where(_package.c.version == version))
    return None if content is None else decode(content)


def newest(connection: Connection) -> Package:
    """The package of the highest serial here; HomeError `no_package` before the first came."""
    content = connection.scalar(_NEWEST)
    if content is None:
        raise HomeError("no_package")
    return decode(content)


def newest_version(connection: Connection) -> str:
    """The version of the highest serial here, '' before the first came."""
    return connection.scalar(_NEWEST_VERSION) or ""


def intakes(connection: Connection) -> list[dict[str, Any]]:
    """The forms of the county's own, in the order in which they came into force."""
    named = func.instr(_package.c.content, b'"intake":') > 0
    query = select(_package.c.content).where(named).order_by(_package.c.serial, _package.c.version)
    found = [decode(content).intake for content in connection.scalars(query)]
    return [one for at, one in enumerate(found) if at == 0 or one != found[at - 1]]


def signed(connection: Connection, above: int) -> list[tuple[bytes, bytes]]:
    """The versions of a higher serial as (content, signature), in their order."""
    return [(bytes(row.content), bytes(row.sig)) for row in connection.execute(_ABOVE, {"above": above})]


def of_versions(connection: Connection, versions: Collection[str]) -> list[tuple[bytes, bytes]]:
    """These versions, as far as they are here, as (content, signature)."""
    query = select(_package.c.content, _package.c.sig).where(_package.c.version.in_(versions))
    return [(bytes(content), bytes(sig)) for content, sig in connection.execute(query.order_by(_package.c.serial))]


def versions(connection: Connection, above: int = 0) -> list[str]:
    """What versions there are above a serial, in their order."""
    query = select(_package.c.version).where(_package.c.serial > above)
    return list(connection.scalars(query.order_by(_package.c.serial, _package.c.version)))


def digest(connection: Connection, to: int) -> bytes:
    """Four bytes that tell the versions up to a serial from others; none of the first alone, which every county has."""
    if to <= FIRST:
        return b""
    return hashlib.sha256(" ".join(connection.scalars(_UP_TO, {"to": to})).encode()).digest()[:4]


def follow(connection: Connection, contents: Sequence[tuple[bytes, bytes]]) -> dict[str, Package]:
    """`keep` for versions that the county tells, so that nothing below the last of them is lacking."""
    fresh = keep(connection, contents)
    if contents:
        settings.put(connection, _FOLLOWED, max(decode(content).serial for content, _ in contents))
    return fresh


def followed(connection: Connection) -> int:
    """The serial up to which the county has told its versions. Others may have come by bundle."""
    found = settings.get(connection, _FOLLOWED)
    return newest(connection).serial if found is None else int(found)


def keep(connection: Connection, contents: Sequence[tuple[bytes, bytes]]) -> dict[str, Package]:
    """Adds versions given as (content, signature) and returns the new ones by name; those that are here already stay as
    they are."""
    if not contents:
        return {}
    there, fresh = set(versions(connection)), dict[str, Package]()
    for content, sig in contents:
        package = decode(content)
        version = _named(package, content)
        if version not in there and version not in fresh:
            values = {"version": version, "serial": package.serial, "content": content, "sig": sig}
            connection.execute(insert(_package).values(values))
            fresh[version] = package
    return fresh
