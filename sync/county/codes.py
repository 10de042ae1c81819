"""Enrolment: codes are made for one office and role, used once, and turn a key into a device."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, func, insert, select, update

from sync.county import behind, jump
from sync.county.county import County
from sync.county.tables import CodeRow, DeviceRow
from sync.wire import code, limits
from sync.wire.messages import Enrol, Enrolled, Signed
from sync.wire.payload import Raw
from sync.wire.reach import feed_of
from xfgrid.case.roles import SEATS, STAFF, seats
from xfgrid.errors import InputError, RefusedError, RuleError
from xfgrid.journal import package, roster
from xfgrid.journal.keys import fingerprint
from xfgrid.journal.roster import Card
from xfgrid.journal.tables import RosterRow, table_of
from xfgrid.journal.writer import stamp

_code = table_of(CodeRow)
_device = table_of(DeviceRow)
_roster = table_of(RosterRow)


def make_code(county: County, office: str, role: str, name: str) -> str:
    """A new enrolment code for a device of this office and role; `name` is who will use it.

    Raises UnknownError `unknown_office`, InputError `unknown_role`, RuleError `seat_elsewhere` for a role that does not
    sit at offices of this level, RefusedError `county_behind` where the county takes nothing, `county_clock` where its clock jumped.
    """
    if role not in STAFF:
        raise InputError("unknown_role", role=role, known=" ".join(sorted(STAFF)))
    secret = county.random(code.HALF)
    expires = stamp(county.clock() + county.config.code_hours * 3_600_000)
    with county.store.write() as connection:
        behind.check(connection)
        jump.check(county, connection)
        found = package.newest(connection).tree()[office]
        if not seats(role, found.level):
            raise RuleError("seat_elsewhere", role=role, office=found.name, roles=_seated(found.level))
        values = {"office": found.code, "role": role, "name": name, "expires": expires}
        connection.execute(insert(_code).values(hash=code.secret_hash(secret), device="", **values))
    return code.make(county.key.public, secret)


def _seated(level: str) -> str:
    return " ".join(role for role in SEATS if seats(role, level))


def enrol(county: County, connection: Connection, asked: Enrol) -> Enrolled:
    """Redeems a code for a key; the same code and key again give the same answer, for a reply that was lost.

    Raises RefusedError `code_unknown`, `code_expired`, `code_used`, `protocol_unknown`, `county_behind`, `county_clock`.
    """
    behind.check(connection)
    jump.check(county, connection)
    if not asked.protocol[0] <= limits.PROTOCOL <= asked.protocol[1]:
        raise RefusedError("protocol_unknown", spoken=limits.PROTOCOL)
    name = fingerprint(asked.key)
    query = select(_code).where(_code.c.hash == code.secret_hash(asked.secret)).with_for_update()
    found = connection.execute(query).first()
    if found is None:
        raise RefusedError("code_unknown")
    if found.device not in ("", name):
        raise RefusedError("code_used")
    if not found.device:
        _admit(county, connection, found, asked)
    return Enrolled(
        county_key=county.key.public,
        office=found.office,
        role=found.role,
        name=found.name,
        writer=1,
        epoch=county.epoch(connection),
        packages=signed_packages(connection, 0),
        roster=signed_cards(connection, 0),
    )


def signed_packages(connection: Connection, above: int) -> list[Signed]:
    """Packages of a higher serial, in their order."""
    return [Signed(content, Raw(sig)) for content, sig in package.signed(connection, above)]


def revoked(connection: Connection, to: int) -> int:
    """How many of the cards up to a serial say that their device was revoked."""
    query = select(func.count()).join_from(_roster, _device, _roster.c.device == _device.c.device)
    return connection.scalar(query.where(_roster.c.serial <= to, _device.c.revoked != "")) or 0


def signed_cards(connection: Connection, above: int) -> list[Signed]:
    """The devices' cards of a higher serial, in their order."""
    return [Signed(content, Raw(sig)) for content, sig in roster.above(connection, above)]


def _admit(county: County, connection: Connection, found: Any, asked: Enrol) -> None:
    now, key, name = county.now(), asked.key, fingerprint(asked.key)
    if found.expires < now:
        raise RefusedError("code_expired", hours=county.config.code_hours)
    feed = feed_of(name, found.office, found.role)
    values = {"device": name, "key": key, "office": found.office, "role": found.role, "name": found.name, "feed": feed}
    if connection.execute(select(_device.c.device).where(_device.c.device == name)).first():
        raise RefusedError("code_used")
    connection.execute(insert(_device).values(**defaults(), enrolled=now, seen=now, **values))
    connection.execute(update(_code).where(_code.c.hash == found.hash).values(device=name))
    card = Card(0, key.hex(), found.office, found.role, found.name, wrap=asked.wrap.hex(), proof=asked.proof.hex())
    county.publish_card(connection, card)


def defaults() -> dict[str, object]:
    """What a device begins with."""
    return {
        "writer": 1, "counter": 0, "asked": b"", "revoked": "", "forked": "", "read": 0,
        "program": "", "parked": 0, "held": 0, "errors": "", "wedged": "",
    }  # fmt: skip
