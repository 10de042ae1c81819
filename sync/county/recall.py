"""What this county signed and a restored database forgot: packages and cards of devices, brought back by whoever has them.

The signature is the county's own, so who brings them does not matter. A card lets its device in again, unless one is known
that says it was revoked. What is taken back is signed anew under a serial above all others, so that everybody hears of it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, bindparam, insert, select, update

from sync.county import codes, erasures, relist
from sync.county.county import SAID, County
from sync.county.locks import lock
from sync.county.tables import DeviceRow
from sync.wire.messages import Shown, Signed
from sync.wire.reach import feed_of
from xfgrid.journal import package, roster, settings
from xfgrid.journal.package import Package
from xfgrid.journal.roster import Card
from xfgrid.journal.tables import table_of

_device = table_of(DeviceRow)
_KNOWN = select(_device.c.revoked).where(_device.c.device == bindparam("named"))


def take_back(county: County, connection: Connection, shown: Shown) -> None:
    """Takes back what is lacking here of what the county signed."""
    _packages(county, connection, [one for one in shown.packages if _signed(county, one) and _is_package(one)])
    for signed in shown.roster:
        if _signed(county, signed) and (card := _read(signed)):
            let_in(county, connection, card)


def card_of(county: County, shown: Shown, device: str) -> Card | None:
    """The card of a device that counts among those shown, as far as the county signed them."""
    named = [(card, signed) for signed in shown.roster if (card := _read(signed)) and card.device == device]
    found = [card for card, signed in named if _signed(county, signed)]
    return max(found, key=lambda card: card.rank, default=None)


def _signed(county: County, shown: Signed) -> bool:
    return county.verify(county.key.public, shown.content, shown.sig)


def _read(shown: Signed) -> Card | None:
    """What is shown as a card, nothing for what is none; not believed yet."""
    try:
        card = roster.decode(shown.content)
        return card if card.device else None
    except (msgspec.DecodeError, ValueError):
        return None


def _is_package(shown: Signed) -> bool:
    try:
        return bool(package.version_of(shown.content))
    except msgspec.DecodeError:
        return False


def let_in(county: County, connection: Connection, card: Card) -> None:
    """Lets in the device of a card of this county's, if it is not known here; revokes it, if the card is the first to say so."""
    lock(connection, "roster", ["newest"])
    here: Any = connection.execute(_KNOWN, {"named": card.device}).first()
    if here is None:
        connection.execute(insert(_device).values(**_row(county, card)))
        erasures.owe(county, connection, card.device, feed_of(card.device, card.office, card.role))
    elif card.revoked and not here.revoked:
        connection.execute(update(_device).where(_device.c.device == card.device).values(revoked=card.revoked))
    else:
        return
    county.publish_card(connection, card)


def _row(county: County, card: Card) -> dict[str, object]:
    named = {name: getattr(card, name) for name in ("device", "office", "role", "name", "revoked")}
    feed = feed_of(card.device, card.office, card.role)
    return (
        codes.defaults() | named | {"key": bytes.fromhex(card.key), "feed": feed, "enrolled": county.now(), "seen": ""}
    )


def _packages(county: County, connection: Connection, shown: Sequence[Signed]) -> None:
    """Keeps what versions are new. What the administrator published since the restore stays in force; where nothing was, the
    highest serial is. An office that any of them names is in the list in force: none was ever taken out."""
    lock(connection, "package", ["newest"])
    before, version = package.newest(connection), package.newest_version(connection)
    fresh = package.keep(connection, [(signed.content, signed.sig) for signed in shown])
    if not fresh:
        return
    said, newest = settings.get(connection, SAID, ""), package.newest(connection)
    word = package.of_version(connection, said)
    there = word or newest
    lacking = _lacking(there, {**fresh, version: before})
    if lacking or (word and said != package.newest_version(connection)):
        made = msgspec.structs.replace(there, serial=newest.serial + 1, offices=[*there.offices, *lacking])
        published = county.publish(connection, made)
        settings.put(connection, SAID, published if said else "")
    relist.refold(connection, before.tree(), package.newest(connection).tree())


def _lacking(word: Package, others: Mapping[str, Package]) -> list[dict[str, str | None]]:
    """The offices that a package does not name and others do, as the latest of them says."""
    there = {office["code"] for office in word.offices}
    latest = [one for _, one in sorted(others.items(), key=lambda named: (named[1].serial, named[0]))]
    found = {office["code"]: office for one in latest for office in one.offices if office["code"] not in there}
    return list(found.values())
