"""What the commands of `xfgrid.cli.contact` answer with."""

from __future__ import annotations

import msgspec


class KeysCopied(msgspec.Struct):
    """`county keys`: the copy that was written or put back, '' for a key store begun anew."""

    file: str


class Contact(msgspec.Struct):
    channel: str
    name: str


class OpenedContact(msgspec.Struct):
    """`contact open`: the hash of the event that records it; several contacts while two offices disagree on it."""

    event: str
    contacts: list[Contact]


class TimeConfirmed(msgspec.Struct):
    """`contact confirm-time`: the civil day of this computer's clock, believed from now on."""

    day: str
    doubted: bool


class Written(msgspec.Struct):
    """`contact set`, `erase`: the hash of the event that says so."""

    event: str


class OutstandingErasures(msgspec.Struct):
    """A device that has not said yet that it has forgotten `count` contacts, the first since `since` (UTC)."""

    device: str
    office: str
    name: str
    count: int
    since: str
    seen: str
    revoked: str


class Erasures(msgspec.Struct):
    """`county erasures`; `settled` is False while deleted bytes still wait to be overwritten."""

    devices: list[OutstandingErasures]
    settled: bool
