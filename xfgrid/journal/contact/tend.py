"""Keeping keys where they belong: what a home does after each exchange, and the one thing a person does, approving.

founding   the first device of an office makes its key; the next is made when a device that could come to it was
           revoked, or when nobody is left who holds it
tending    every office key reaches its township; every case key its owner office and that office's township
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import Connection, Row, select, text

from xfgrid.case.offices import Offices
from xfgrid.errors import RuleError, UnknownError
from xfgrid.journal import roster
from xfgrid.journal.contact import boxes, keyring, names, offices
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.hpke import WrapKey
from xfgrid.journal.contact.keyring import Keyring
from xfgrid.journal.contact.offices import OfficeKey
from xfgrid.journal.identity import Identity
from xfgrid.journal.keys import verify
from xfgrid.journal.roster import Card
from xfgrid.journal.stored import chunks
from xfgrid.journal.tables import CaseRow, SumRow, table_of

_case = table_of(CaseRow)
_sum = table_of(SumRow)

CARED = "tended_cases"
"""Setting: which cases were looked after (`sync.agent.wanting`); empty when boxes went without anything that tells of it."""


class Tender:
    """One home's care for keys, inside a write transaction. `made` are office keys the county has to hear of."""

    def __init__(self, connection: Connection, identity: Identity, tree: Offices) -> None:
        self.connection, self.identity, self.tree = connection, identity, tree
        self.ring = Keyring(connection, identity.device)
        self.town = tree.township(identity.office)

    def offices(self) -> None:
        """Founds, renews and hands up the keys of offices."""
        if self.identity.role not in offices.KEEPERS or not self._known():
            return
        for key in sorted(self._in_reach().values(), key=lambda key: key.office != self.town):
            self._look_after(key)  # the township's first: those below are wrapped to it
        if self._must_found():
            self.found(self.identity.office, self.ring.own())

    def cases(self, absent: Mapping[str, list[str]]) -> None:
        """Wraps case keys for holders that have none: subject → the owner offices it should reach."""
        publics = {code: keyring.holders(self.connection, code, self.tree.township(code)) for code in _codes(absent)}
        keys = self.ring.keys(sorted(absent))
        made: list[Box] = []
        there = boxes.known(self.connection, keys)
        for subject, key in keys.items():
            for code in absent[subject]:
                wanted = {name: public for name, public in publics[code].items() if (subject, name) not in there}
                made += self.ring.box(subject, key, wanted)
        boxes.keep(self.connection, made, sent=False)

    def approve(self, card: Card) -> None:
        """Gives a device the key of its office. RuleError `not_yours_to_approve`, `cannot_approve`."""
        mine = roster.card(self.connection, self.identity.device)
        if mine is None or not offices.entitled(mine, card.office, self.tree):
            raise RuleError("not_yours_to_approve", office=self.tree.name(card.office))
        device = holder_of(card)
        if not device or card.role not in offices.KEEPERS or card.revoked:
            raise RuleError("cannot_approve", device=card.device)
        held = {n: k for n in offices.names_of(self.connection, [card.office]) if (k := self.ring.key(n)) is not None}
        if not held:
            self.found(card.office, device)
        for name, key in held.items():
            boxes.keep(self.connection, self.ring.box(name, key, device), sent=False)

    def found(self, office: str, devices: Mapping[str, bytes], number: int = 0) -> None:
        """Makes a key for an office, for these devices and the township."""
        last = offices.newest(self.connection, [office]).get(office)
        fresh = WrapKey.fresh()
        signer = self.identity.key
        number = last.number + 1 if last else 1
        key = OfficeKey(office, number, fresh.public, signer.fingerprint).signed(signer)
        offices.keep(self.connection, [key])
        above = self._above(office)
        boxes.keep(self.connection, self.ring.box(key.name, fresh.secret, {**devices, **above}), sent=False)

    def _look_after(self, key: OfficeKey) -> None:
        """A new key where a revoked device held this one; a box for the township where it has none."""
        secret = self.ring.key(key.name)
        if secret is None:
            return
        held = boxes.of(self.connection, [key.name])
        cards = self._holders(held)
        if self._exposed(key.name):
            living = {n: p for card in cards.values() if not card.revoked for n, p in holder_of(card).items()}
            self.found(key.office, living)
            return
        there = {box.holder for box in held}
        above = {name: public for name, public in self._above(key.office).items() if name not in there}
        boxes.keep(self.connection, self.ring.box(key.name, secret, above), sent=False)

    def _must_found(self) -> bool:
        """Whether this office has no key, or one that nobody alive holds, and nobody above who would give one."""
        for code in {self.identity.office, self.town}:
            key = offices.newest(self.connection, [code]).get(code or "")
            if key is not None and self._alive(key.name):
                return False
        return True

    def _exposed(self, subject: str, depth: int = 1) -> bool:
        """Whether a revoked device came to a key, by a box of its own or by way of a township's key that was renewed for
        it; before the township has a new one, another key here would be wrapped to the same old one."""
        held = boxes.of(self.connection, [subject])
        if any(card.revoked for card in self._holders(held).values()):
            return True
        above = {b.holder: names.parts(b.holder)[1] for b in held if names.parts(b.holder)[0] == "office"}
        in_use = {key.name for key in offices.newest(self.connection, list(above.values())).values()}
        return depth > 0 and any(self._exposed(name, depth - 1) for name in above.keys() - in_use)

    def _alive(self, subject: str, depth: int = 2) -> bool:
        held = boxes.of(self.connection, [subject])
        if any(not card.revoked for card in self._holders(held).values()):
            return True
        above = (b.holder for b in held if names.parts(b.holder)[0] == "office")
        return depth > 0 and any(self._alive(name, depth - 1) for name in above)

    def _holders(self, held: Iterable[Box]) -> dict[str, Card]:
        """The devices among the holders of some boxes."""
        devices = [middle for kind, middle in (names.parts(b.holder) for b in held) if kind == "device"]
        return roster.cards(self.connection, devices)

    def _in_reach(self) -> dict[str, OfficeKey]:
        """The keys in use of this office, and for a township of those below it."""
        codes = [o.code for o in self.tree if self.identity.office in {o.code, self.tree.township(o.code)}]
        return offices.newest(self.connection, codes)

    def _above(self, office: str) -> dict[str, bytes]:
        town = self.tree.township(office)
        found = offices.newest(self.connection, [town]) if town != office else {}
        return {key.name: key.public for key in found.values()}

    def _known(self) -> bool:
        """Whether the county has told of this device and its wrapping key; before that nobody could check a key of it."""
        card = roster.card(self.connection, self.identity.device)
        return card is not None and holder_of(card) == self.ring.own()


def absent(connection: Connection, tree: Offices, cases: Iterable[str] | None = None) -> dict[str, list[str]]:
    """The case keys of which a holder is not known to have one: subject → owner offices. Of these cases, or of all."""
    by_owner: dict[str, dict[str, bytes]] = {}
    found: dict[str, list[str]] = {}
    rows = [
        (names.case_key(row.case, key), row.owner)
        for row in _contacts(connection, cases)
        for key in row.contact.split()
    ]
    there = boxes.known(connection, [subject for subject, _ in rows])
    for subject, owner in rows:
        if owner not in by_owner:
            by_owner[owner] = keyring.holders(connection, owner, tree.township(owner))
        if any((subject, holder) not in there for holder in by_owner[owner]):
            found.setdefault(subject, []).append(owner)
    return found


def _contacts(connection: Connection, cases: Iterable[str] | None) -> Iterator[Row[str, str, str]]:
    query = select(_sum.c.case, _case.c.owner, _sum.c.contact).join(_case, _case.c.case == _sum.c.case)
    if cases is None:
        yield from connection.execute(query.where(text("contact <> ''"))).all()
        return
    for part in chunks(sorted(set(cases))):
        yield from connection.execute(query.where(_sum.c.case.in_(part), _sum.c.contact != "")).all()


def holder_of(card: Card) -> dict[str, bytes]:
    """A device as a holder, if its card shows a wrapping key that the device itself signed."""
    if not card.wrap:
        return {}
    public = bytes.fromhex(card.wrap)
    signed = verify(bytes.fromhex(card.key), keyring.proof_text(public), bytes.fromhex(card.proof))
    return {names.device(card.device): public} if signed else {}


def waiting(connection: Connection, identity: Identity, tree: Offices) -> list[Card]:
    """Devices of this office, and for a township of those below it, that hold no key of their office yet."""
    found = []
    for card in roster.everybody(connection):
        mine = identity.office in {card.office, tree.township(card.office)}
        if mine and not card.revoked and card.role in offices.KEEPERS and not _approved(connection, card):
            found.append(card)
    return found


def _approved(connection: Connection, card: Card) -> bool:
    key = offices.newest(connection, [card.office]).get(card.office)
    held = boxes.of(connection, [key.name]) if key else []
    return names.device(card.device) in {box.holder for box in held}


def find_device(connection: Connection, identity: Identity, tree: Offices, reference: str) -> Card:
    """The waiting device whose fingerprint begins so; UnknownError `unknown_waiting`."""
    found = [card for card in waiting(connection, identity, tree) if reference and card.device.startswith(reference)]
    if len(found) != 1:
        raise UnknownError("unknown_waiting", device=reference)
    return found[0]


def _codes(absent: Mapping[str, list[str]]) -> set[str]:
    return {code for found in absent.values() for code in found}
