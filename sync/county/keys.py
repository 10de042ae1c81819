"""The county carries boxes it cannot open: takes those a device may make, gives each device what is its own.

No box is ever wrapped for the county: holders are offices' keys and devices, and devices with the role `county` are
given nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from typing import Any

from sqlalchemy import Connection, bindparam, delete, func, or_, select, update

from sync.county import feeds
from sync.county.county import County
from sync.county.locks import lock
from sync.wire import carried
from sync.wire.keys import Given, Lacks, pack_boxes
from sync.wire.messages import Keyed, Keys
from xfgrid.journal import package, roster, settings
from xfgrid.journal.contact import boxes, erasing, names, naming, offices
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.judging import Judge
from xfgrid.journal.contact.tables import BoxRow, OfficeKeyRow
from xfgrid.journal.stored import chunks
from xfgrid.journal.tables import table_of

_box = table_of(BoxRow)
_key = table_of(OfficeKeyRow)

_KEYS_ABOVE = select(_key).where(_key.c.serial > bindparam("above")).order_by(_key.c.serial)
_BOXES_ABOVE = (
    select(_box)
    .where(_box.c.serial > bindparam("above"), _box.c.subject.in_(bindparam("named", expanding=True)))
    .order_by(_box.c.serial)
)

VAULT = "vault"
"""Setting of the key store: its name, new whenever it was put back from a copy."""


def keys(county: County, connection: Connection, sender: Any, asked: Keys) -> Keyed:
    """Takes what a device made and answers what it asks; names the boxes that were not taken, not why."""
    places = carried.places(asked)
    named = naming.subjects(connection, places)
    made = carried.in_places(asked, named)
    with county.keys(connection) as vault:
        desk = _Desk(county, connection, vault, sender)
        if not desk.judge.welcome:
            return Keyed()
        desk.take_office_keys(asked)
        office = desk.take_office_boxes(asked.office_boxes)
        cases = desk.take_boxes(made, {named[place] for place in named if desk.wrote(place.writer)})
        found = desk.answer(list(named.values())) if asked.ask else []
    subjects = [named.get(place, "") for place in places]
    return Keyed(
        boxes=pack_boxes(found, subjects) if found else None,
        refused=_without(made, cases),
        office_refused=_without(asked.office_boxes, office),
    )


def for_stick(county: County, connection: Connection, sender: Any) -> list[bytes]:
    """The boxes that the county's bundle for a device tells of, as `keys` messages; erased keys are left out."""
    with county.keys(connection) as vault:
        desk = _Desk(county, connection, vault, sender)
        found = [box for part in desk.everything() for box in part] if desk.judge.welcome else []
    return carried.pack([], [], found, naming.places(connection, {box.subject for box in found}))


def _without(offered: Sequence[Box], taken: Sequence[Box]) -> list[int]:
    good = set(taken)
    return [at for at, box in enumerate(offered) if box not in good]


def given(vault: Connection, connection: Connection, sender: Any, lacks: Lacks) -> Given:
    """The office keys a laptop lacks, and the boxes of the keys of its own office, its township, and those below it."""
    fresh = vault.execute(_KEYS_ABOVE, {"above": lacks.office_keys}).all()
    codes = offices.near(package.newest(connection).tree(), sender.office)
    mine = offices.names_of(vault, codes) if sender.role in offices.KEEPERS else []
    held = vault.execute(_BOXES_ABOVE, {"above": lacks.office_boxes, "named": mine}).all() if mine else []
    return Given(
        office_keys=[offices.OfficeKey(r.office, r.number, bytes(r.public), r.device, bytes(r.sig)) for r in fresh],
        office_keys_to=fresh[-1].serial if fresh else 0,
        office_boxes=[Box(r.subject, r.holder, r.maker, bytes(r.box)) for r in held],
        office_boxes_to=held[-1].serial if held else 0,
        vault=str(settings.get(vault, VAULT, "")),
    )


class _Desk:
    """One device's dealings with the boxes."""

    def __init__(self, county: County, connection: Connection, vault: Connection, sender: Any) -> None:
        self.county, self.connection, self.vault, self.sender = county, connection, vault, sender
        card = roster.card(connection, sender.device)
        self.judge = Judge(connection, vault, package.newest(connection).tree(), card)

    def take_office_keys(self, asked: Keys) -> None:
        """Keys of offices, made by a device that may make them; it need not be the one that brings them."""
        good = [key for key in asked.office_keys if self.judge.office_key(key)]
        if good:
            lock(self.vault, "keys", ["serial"])
            offices.keep(self.vault, good, above=max(self.county.clock(), offices.serial(self.vault)))

    def take_office_boxes(self, made: Sequence[Box]) -> list[Box]:
        """Boxes of office keys, for approved devices of the office or for its township; those that are good."""
        good = [box for box in made if self.judge.office_box(box)]
        if not good:
            return good
        lock(self.vault, "keys", ["serial"])
        last = self.vault.scalar(select(func.max(_box.c.serial))) or 0
        for at, box in enumerate(boxes.keep(self.vault, good, sent=True), start=max(self.county.clock(), last) + 1):
            one = (_box.c.subject == box.subject, _box.c.holder == box.holder, _box.c.maker == box.maker)
            self.vault.execute(update(_box).where(*one).values(serial=at))
        return good

    def take_boxes(self, made: Sequence[Box], written: Set[str]) -> list[Box]:
        """Boxes of case keys of cases this device may see, or whose keys it named itself (`written`), and that were not
        erased, for offices that see the case or for itself; those that are good."""
        members = self._members([box.subject for box in made if box.subject])
        seen = {name for name, feeds in members.items() if name in written or self.sender.feed in feeds}
        good = [box for box in made if box.subject in seen and self.judge.case_box(box, members[box.subject])]
        self._supersede(boxes.keep(self.vault, self.judge.in_use(good), sent=True))
        return good

    def answer(self, asked: Sequence[str]) -> list[Box]:
        """Every box of the keys asked about whose cases it may see, with its content where this device can open it."""
        mine = {names.device(self.sender.device)}
        if self.sender.role in offices.KEEPERS:
            mine |= set(offices.names_of(self.vault, [self.sender.office]))
        members = self._members(asked)
        held = boxes.of(self.vault, [name for name, feeds in members.items() if self.sender.feed in feeds])
        return [b if b.holder in mine else Box(b.subject, b.holder, b.maker, b"") for b in held]

    def everything(self) -> Iterator[list[Box]]:
        """What a device without a line has to know, by parts: the boxes of the contacts in its feed, and that those it
        made itself are here."""
        made = select(_box).where(_box.c.maker == self.sender.device)
        own = [Box(row.subject, row.holder, row.maker, b"") for row in self.vault.execute(made)]
        seen = feeds.contacts(self.connection, self.sender.feed)
        for part in chunks(seen):
            yield self.answer(part)
        for rest in chunks(sorted({box.subject for box in own} - set(seen))):
            yield [box for box in own if box.subject in set(rest)]

    def wrote(self, writer: str) -> bool:
        """Whether an event of this writer is this device's own."""
        return writer.partition(".")[0] == str(self.sender.device)

    def _members(self, subjects: Sequence[str]) -> Mapping[str, Set[str]]:
        """The feeds that see the cases of these keys; keys that were erased are left out."""
        cases = {subject: names.parts(subject)[1] for subject in dict.fromkeys(subjects)}
        members = feeds.members_of(self.connection, sorted(set(cases.values())))
        gone = {names.case_key(*pair) for pair in erasing.known(self.vault, cases.values())}
        return {subject: members.get(case, set()) for subject, case in cases.items() if subject not in gone}

    def _supersede(self, fresh: Sequence[Box]) -> None:
        """A box for the newest key of an office takes the place of those for its former keys."""
        for box in fresh:
            kind, code = names.parts(box.holder)
            newest = offices.newest(self.vault, [code]).get(code) if kind == "office" else None
            if newest is not None and newest.name == box.holder and newest.number > 1:
                old = [name for name in offices.names_of(self.vault, [code]) if name != box.holder]
                self.vault.execute(delete(_box).where(_box.c.subject == box.subject, or_(_box.c.holder.in_(old))))
