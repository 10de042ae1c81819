"""What the county signed and, restored from a backup, may have forgotten: packages and cards of devices.

What is here and the county did not tell of is shown to it, by name: the version of a package, the device of a card.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from sync.wire.messages import Hello, Shown, Signed, Welcome
from sync.wire.payload import Raw
from xfgrid.journal import package, roster
from xfgrid.journal.roster import Card


def untold(connection: Connection, welcome: Welcome, asked: Hello | None) -> list[str]:
    """What is here that a welcome does not tell of, which was kept just now. To a hello a county tells what is above the serials
    it names, and everything where it has something else below; after a change of epoch (`asked` is None) it tells everything."""
    versions = {package.version_of(one.content): package.decode(one.content).serial for one in welcome.packages}
    below = asked is None or any(serial <= asked.package for serial in versions.values())
    mine = package.versions(connection, above=0 if below else package.followed(connection))
    return [*(version for version in mine if version not in versions), *_cards(connection, welcome, asked)]


def _cards(connection: Connection, welcome: Welcome, asked: Hello | None) -> list[str]:
    told = [roster.decode(signed.content) for signed in welcome.roster]
    if asked is not None and not any(card.serial <= asked.roster for card in told):
        return []
    theirs = {card.device: card for card in sorted(told, key=lambda card: card.rank)}
    return [card.device for card in roster.everybody(connection) if _news(card, theirs.get(card.device))]


def revoked(connection: Connection, cards: Sequence[tuple[bytes, bytes]]) -> list[str]:
    """The devices of which a stick is the first to say that they were revoked."""
    found = [card for content, _ in cards if (card := roster.decode(content)).revoked]
    known = roster.cards(connection, [card.device for card in found])
    return [card.device for card in found if _news(card, known.get(card.device))]


def shown(connection: Connection, names: Sequence[str], room: int) -> tuple[Shown, list[str]]:
    """A message that shows the first of these, of about that many bytes, and the names that are left."""
    size, taken = 0, list[str]()
    found = Shown(packages=[], roster=[])
    for name in names:
        of_package = "." in name
        rows = package.of_versions(connection, [name]) if of_package else roster.signed(connection, [name])
        size += sum(len(content) for content, _ in rows)
        if taken and size > room:
            break
        taken.append(name)
        (found.packages if of_package else found.roster).extend(Signed(content, Raw(sig)) for content, sig in rows)
    return found, list(names[len(taken) :])


def introduction(connection: Connection, device: str) -> Shown:
    """What lets a device in that the county has forgotten: its card."""
    return shown(connection, [device], 0)[0]


def _news(mine: Card, theirs: Card | None) -> bool:
    """Whether a card says what the county's does not: that there is such a device, or that it was revoked."""
    return theirs is None or (bool(mine.revoked) and not theirs.revoked)
