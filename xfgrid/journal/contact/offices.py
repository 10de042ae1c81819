"""Public keys of offices: each is stated and signed by the device that made it; the newest is in use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import Connection, func, insert, select

from xfgrid.case.offices import Offices
from xfgrid.journal import roster
from xfgrid.journal.bounds import Key, Ordinal, Signature, Word
from xfgrid.journal.contact import names
from xfgrid.journal.contact.tables import OfficeKeyRow
from xfgrid.journal.keys import SigningKey, verify
from xfgrid.journal.roster import Card
from xfgrid.journal.tables import table_of

_key = table_of(OfficeKeyRow)

KEEPERS = frozenset({"grid_worker", "township"})
"""Roles whose devices hold office keys: never `county`, never a liaison."""


class OfficeKey(msgspec.Struct, frozen=True):
    """A public key of an office. `number` counts 1, 2, 3 … within the office; `device` made it and signed it."""

    office: Word
    number: Ordinal
    public: Key
    device: Word
    sig: Signature = b""

    @property
    def name(self) -> str:
        return names.office(self.office, self.public)

    def text(self) -> bytes:
        """What is signed."""
        return f"xfgrid office key 1\n{self.office}\n{self.number}\n{self.device}\n".encode() + self.public

    def signed(self, key: SigningKey) -> OfficeKey:
        """The same with its signature."""
        return msgspec.structs.replace(self, sig=key.sign(self.text()))


def entitled(card: Card, code: str, offices: Offices) -> bool:
    """Whether a device may make or hand on keys of an office: one of that office or of its township, not revoked."""
    return card.role in KEEPERS and not card.revoked and card.office in {code, offices.township(code)}


def genuine(connection: Connection, key: OfficeKey, offices: Offices) -> bool:
    """Whether a device that is entitled to it made this key."""
    card = roster.card(connection, key.device)
    if card is None or key.office not in offices or len(key.public) != 32:
        return False
    card = msgspec.structs.replace(card, revoked="")  # what it stated before stays true
    return entitled(card, key.office, offices) and verify(bytes.fromhex(card.key), key.text(), key.sig)


def keep(connection: Connection, keys: Sequence[OfficeKey], above: int | None = None) -> list[OfficeKey]:
    """Adds the keys that are not here yet and returns them; at the county they get serials above a number."""
    there = set(connection.scalars(select(_key.c.name).where(_key.c.name.in_([k.name for k in keys]))))
    fresh = [key for key in keys if key.name not in there]
    for at, key in enumerate(fresh, start=1):
        values = {name: getattr(key, name) for name in OfficeKey.__struct_fields__}
        connection.execute(insert(_key).values(**values, name=key.name, serial=0 if above is None else above + at))
    return fresh


def serial(connection: Connection) -> int:
    """The highest serial here, 0 for none."""
    return connection.scalar(select(func.max(_key.c.serial))) or 0


def newest(connection: Connection, codes: Sequence[str | None]) -> dict[str, OfficeKey]:
    """The key in use of each of these offices; those without one are left out."""
    found: dict[str, OfficeKey] = {}
    query = select(_key).where(_key.c.office.in_(sorted({c for c in codes if c})))
    for row in connection.execute(query.order_by(_key.c.number, _key.c.name.desc())):
        found[row.office] = OfficeKey(row.office, row.number, bytes(row.public), row.device, bytes(row.sig))
    return found


def all_of(connection: Connection, codes: Iterable[str]) -> list[OfficeKey]:
    """Every key these offices had and have."""
    query = select(_key).where(_key.c.office.in_(sorted(set(codes)))).order_by(_key.c.office, _key.c.number)
    return [OfficeKey(r.office, r.number, bytes(r.public), r.device, bytes(r.sig)) for r in connection.execute(query)]


def near(offices: Offices, office: str) -> list[str]:
    """An office, those below it if it is a township, and its township: whose keys concern it."""
    codes = [o.code for o in offices if office in {o.code, offices.township(o.code)}]
    return [*codes, offices.township(office) or office]


def public_of(connection: Connection, name: str) -> bytes | None:
    """The public key of an office's key by its name."""
    found = connection.scalar(select(_key.c.public).where(_key.c.name == name))
    return None if found is None else bytes(found)


def names_of(connection: Connection, codes: Sequence[str]) -> list[str]:
    """The names of all keys of these offices, old ones too."""
    return list(connection.scalars(select(_key.c.name).where(_key.c.office.in_(sorted(set(codes))))))
