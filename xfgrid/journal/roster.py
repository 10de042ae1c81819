"""The county's roster: one signed card a device. An enrolment or a revocation adds one card and repeats nothing else."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import msgspec
from sqlalchemy import BindParameter, Connection, bindparam, delete, func, insert, select

from xfgrid.case.canon import canonical
from xfgrid.journal import settings
from xfgrid.journal.keys import fingerprint
from xfgrid.journal.tables import RosterRow, table_of

_FOLLOWED = "roster"
_LIVING = b'"revoked":""'
"""What the card of a device says that was not revoked."""
_roster = table_of(RosterRow)
_DEVICE: BindParameter[Any] = bindparam("named")
_SERIAL: BindParameter[Any] = bindparam("serial")
_FORMER = delete(_roster).where(_roster.c.device == _DEVICE)
_ABOVE = select(_roster.c.content, _roster.c.sig).where(_roster.c.serial > _SERIAL).order_by(_roster.c.serial)
_CARDS = select(_roster.c.device, _roster.c.content).where(_roster.c.device.in_(bindparam("named", expanding=True)))


class Card(msgspec.Struct, frozen=True):
    """A device: its public key (hex), office code, role, and the name of its staff member.

    `wrap` is its wrapping key (X25519, hex) and `proof` its own signature over it, '' for a device without one.
    `serial` grows with every card of the county. `revoked` is a UTC time, '' for never.
    """

    serial: int
    key: str
    office: str
    role: str
    name: str
    revoked: str = ""
    wrap: str = ""
    proof: str = ""

    @property
    def device(self) -> str:
        """The fingerprint the device is known by."""
        return fingerprint(bytes.fromhex(self.key))

    @property
    def rank(self) -> tuple[bool, int]:
        """Of one device the card of the highest rank counts: a revoked one, whatever a restored county made of its serials
        since, else the one of the highest serial."""
        return bool(self.revoked), self.serial

    def content(self) -> bytes:
        """The canonical bytes that are signed."""
        return canonical(msgspec.to_builtins(self))


_decoder = msgspec.json.Decoder(Card)


def decode(content: bytes) -> Card:
    """A card from its canonical bytes."""
    return _decoder.decode(content)


def keep(connection: Connection, shown: Sequence[tuple[bytes, bytes]]) -> None:
    """Takes in cards given as (content, signature); one of a lower rank never replaces another."""
    _keep(connection, shown, lambda fresh, known: fresh.rank > known.rank)


def _keep(connection: Connection, shown: Sequence[tuple[bytes, bytes]], replaces: Callable[[Card, Card], bool]) -> None:
    newest: dict[str, tuple[Card, bytes, bytes]] = {}
    for content, sig in shown:
        card = decode(content)
        if card.device not in newest or newest[card.device][0].rank < card.rank:
            newest[card.device] = card, content, sig
    known = cards(connection, newest)
    for device, (card, content, sig) in newest.items():
        if device not in known or replaces(card, known[device]):
            connection.execute(_FORMER, {"named": device})
            values = {"device": device, "serial": card.serial, "content": content, "sig": sig}
            connection.execute(insert(_roster).values(values))


def above(connection: Connection, serial: int) -> list[tuple[bytes, bytes]]:
    """The cards of a higher serial as (content, signature), in their order."""
    return [(bytes(row.content), bytes(row.sig)) for row in connection.execute(_ABOVE, {"serial": serial})]


def everybody(connection: Connection) -> list[Card]:
    """Every card here, in the order of their serials."""
    return [decode(content) for content, _ in above(connection, 0)]


def signed(connection: Connection, devices: Iterable[str]) -> list[tuple[bytes, bytes]]:
    """The cards of some devices as (content, signature)."""
    query = select(_roster.c.content, _roster.c.sig).where(_roster.c.device.in_(sorted(set(devices))))
    return [(bytes(row.content), bytes(row.sig)) for row in connection.execute(query.order_by(_roster.c.serial))]


def serial(connection: Connection) -> int:
    """The highest serial here; 0 for an empty roster."""
    return connection.scalar(select(func.max(_roster.c.serial))) or 0


def follow(connection: Connection, shown: Sequence[tuple[bytes, bytes]]) -> None:
    """Takes in cards that come from the county in its order, so that nothing below the last of them is lacking. They are its
    present word, whatever serial a card has that it forgot; a revocation stands all the same."""
    _keep(connection, shown, lambda fresh, known: fresh.rank[0] >= known.rank[0])
    if shown:
        settings.put(connection, _FOLLOWED, max(decode(content).serial for content, _ in shown))


def followed(connection: Connection) -> int:
    """The serial up to which nothing is lacking here. Single cards above it may have come by bundle."""
    return int(settings.get(connection, _FOLLOWED, 0))


def revoked(connection: Connection, to: int) -> int:
    """How many of the cards here up to a serial say that their device was revoked."""
    says = func.instr(_roster.c.content, _LIVING) == 0
    return connection.scalar(select(func.count()).where(_roster.c.serial <= to, says)) or 0


def card(connection: Connection, device: str) -> Card | None:
    """The card of a device, if it is known here."""
    return cards(connection, [device]).get(device)


def cards(connection: Connection, devices: Iterable[str]) -> dict[str, Card]:
    """The cards of some devices, without those nobody knows."""
    named = sorted(set(devices))
    rows = connection.execute(_CARDS, {"named": named}) if named else ()
    return {row.device: decode(row.content) for row in rows}
