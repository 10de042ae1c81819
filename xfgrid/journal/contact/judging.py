"""Which keys and boxes of a device are believed: the one rule of the county and of whoever reads a stick."""

from __future__ import annotations

from collections.abc import Sequence, Set

from sqlalchemy import Connection

from xfgrid.case.offices import Offices
from xfgrid.journal import roster
from xfgrid.journal.contact import boxes, names, offices
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.hpke import BOX_BYTES
from xfgrid.journal.contact.offices import OfficeKey
from xfgrid.journal.roster import Card

HOLDS = offices.KEEPERS | {"liaison"}
"""Roles that may hold or make any box at all."""


class Judge:
    """Judges what one device hands in, in the transactions of its reader (`vault`: where office keys stand)."""

    def __init__(self, connection: Connection, vault: Connection, tree: Offices, card: Card | None) -> None:
        self.connection, self.vault, self.tree, self.card = connection, vault, tree, card

    @property
    def welcome(self) -> bool:
        """Whether the device may hand in anything."""
        return self.card is not None and self.card.role in HOLDS and not self.card.revoked

    def office_key(self, key: OfficeKey) -> bool:
        """Whether a device that was not revoked made this key for an office of its own; whoever carries it."""
        maker = roster.card(self.connection, key.device)
        return maker is not None and not maker.revoked and offices.genuine(self.connection, key, self.tree)

    def office_box(self, box: Box) -> bool:
        """Whether this is the device's box of an office key, for an approved device of the office or for its township."""
        kind, code = names.parts(box.subject)
        known = kind == "office" and offices.public_of(self.vault, box.subject) is not None
        return known and self._own(box) and self._entitled(code) and self._in_office(box.holder, code)

    def case_box(self, box: Box, members: Set[str]) -> bool:
        """Whether this is the device's box of a case key, for an office that sees the case or for the device itself."""
        kind, middle = names.parts(box.holder)
        if kind == "office":
            return self._own(box) and middle in members and offices.public_of(self.vault, box.holder) is not None
        return self._own(box) and self.card is not None and kind == "device" and middle == self.card.device

    def in_use(self, good: Sequence[Box]) -> list[Box]:
        """Those that are not for a former key of an office of which the key in use has a box."""
        codes = [middle for kind, middle in (names.parts(box.holder) for box in good) if kind == "office"]
        newest = {code: key.name for code, key in offices.newest(self.vault, codes).items()}
        there = boxes.known(self.vault, [box.subject for box in good]) | {(box.subject, box.holder) for box in good}

        def former(box: Box) -> bool:
            name = newest.get(names.parts(box.holder)[1], box.holder)
            return name != box.holder and (box.subject, name) in there

        return [box for box in good if not former(box)]

    def _own(self, box: Box) -> bool:
        return self.card is not None and box.maker == self.card.device and len(box.box) == BOX_BYTES

    def _entitled(self, office: str) -> bool:
        return self.card is not None and offices.entitled(self.card, office, self.tree)

    def _in_office(self, holder: str, code: str) -> bool:
        kind, middle = names.parts(holder)
        if kind == "office":
            return middle == self.tree.township(code) and offices.public_of(self.vault, holder) is not None
        card = roster.card(self.connection, middle)
        return card is not None and not card.revoked and card.role in offices.KEEPERS and card.office == code
