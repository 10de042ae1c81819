"""What the county signed and, restored from a backup, may have forgotten: packages and cards of devices.

After a change of epoch the county tells everything it has of them; what is here besides is shown to it, by name: the version of a package, the device of a card.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection

from sync.wire.messages import Shown, Signed, Welcome
from sync.wire.payload import Raw
from xfgrid.journal import package, roster
from xfgrid.journal.roster import Card


def untold(connection: Connection, welcome: Welcome) -> list[str]:
    """What is here that a county did not tell of which tells everything it has."""
    told = [roster.decode(signed.content) for signed in welcome.roster]
    cards: dict[str, Card] = {}
    for card in told:
        cards[card.device] = max(card, cards.get(card.device, card), key=lambda one: one.rank)
    news = [card.device for card in roster.everybody(connection) if _news(card, cards.get(card.device))]
    return [*_versions(connection, welcome), *news]


def brought(connection: Connection, welcome: Welcome) -> list[str]:
    """The versions of the package that came by stick and that a county does not have. It tells those above what it told
    before, and all, from the first, where it has others."""
    if any(package.decode(signed.content).serial == package.FIRST for signed in welcome.packages):
        return _versions(connection, welcome)
    return package.versions(connection, above=package.followed(connection))


def revoked(connection: Connection, cards: Sequence[tuple[bytes, bytes]]) -> list[str]:
    """The devices of which a stick is the first to say that they were revoked."""
    found = [card for content, _ in cards if (card := roster.decode(content)).revoked]
    known = roster.cards(connection, [card.device for card in found])
    return [card.device for card in found if _news(card, known.get(card.device))]


def _versions(connection: Connection, welcome: Welcome) -> list[str]:
    told = {package.decode(signed.content).version for signed in welcome.packages}
    return [version for version in package.versions(connection) if version not in told]


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
