"""Keys on a USB stick: what a laptop puts on it, what it believes of the county's, and what of another laptop's.

Boxes of others that came by stick are carried: handed in as this home's own, and dropped with the lease.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence, Set

import msgspec
from sqlalchemy import Connection, select

from sync.agent import keys
from sync.wire import carried
from sync.wire.messages import Keys
from sync.wire.reach import feed_of, reach
from xfgrid.case.fold import fold
from xfgrid.case.offices import Offices
from xfgrid.journal import package, roster, stored
from xfgrid.journal.contact import boxes, erasing, names, naming, offices, terms
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.judging import HOLDS, Judge
from xfgrid.journal.contact.naming import Place
from xfgrid.journal.identity import Identity
from xfgrid.journal.roster import Card
from xfgrid.journal.store import Store
from xfgrid.journal.tables import SumRow, table_of

_sum = table_of(SumRow)


def packed(connection: Connection, identity: Identity, cases: Collection[str], office: str = "") -> list[bytes]:
    """The keys for a stick with these cases: what the county may lack, or what one office can open."""
    if identity.role not in HOLDS:
        return []
    tree = package.newest(connection).tree()
    found = boxes.openable(connection, _holders(connection, office)) if office else boxes.unsent(connection)
    named = list({(b.subject, b.holder): msgspec.structs.replace(b, maker=identity.device) for b in found}.values())
    office_boxes = [box for box in named if names.parts(box.subject)[0] == "office"]
    mine = [box for box in named if names.parts(box.subject)[1] in cases]
    places = naming.places(connection, {box.subject for box in mine})
    return carried.pack(offices.all_of(connection, offices.near(tree, identity.office)), office_boxes, mine, places)


def of_county(store: Store, identity: Identity, payloads: Sequence[bytes]) -> None:
    """Forgets again what an old stick brought back, takes the boxes that the county's stick tells of, of the contacts that
    stand here, but none after the lease, and makes those that are missing."""
    if identity.role not in HOLDS:
        return
    with store.write() as connection:
        erasing.apply(connection, {(e.case, e.key) for e in erasing.entries(connection)})
        over = _over(connection)
        for message in carried.unpack(payloads):
            told = [box for box in carried.in_places(message, _named(connection, message)) if box.subject]
            boxes.mark_sent(connection, told, identity.device)
            if not over:
                boxes.take(connection, _standing(connection, told))
        keys.tend_alone(connection, identity)


def of_laptop(connection: Connection, identity: Identity, signer: Card, brought: Sequence[Keys]) -> int:
    """Takes what another laptop's stick brings of keys, as the county would judge it; how many boxes were new."""
    tree = package.newest(connection).tree()
    judge = Judge(connection, connection, tree, signer)
    if identity.role not in HOLDS or not judge.welcome or _over(connection):
        return 0
    new, near = 0, set(offices.near(tree, identity.office))
    for message in brought:
        offices.keep(connection, [key for key in message.office_keys if judge.office_key(key)])
        close = [box for box in message.office_boxes if names.parts(box.subject)[1] in near]
        new += _add(connection, [box for box in close if judge.office_box(box)])
        new += _add(connection, judge.in_use(_of_cases(connection, judge, signer, message)))
    return new


def _of_cases(connection: Connection, judge: Judge, signer: Card, message: Keys) -> list[Box]:
    """The good boxes of keys of cases that the signer may see, or that an event of its own names."""
    named = _named(connection, message)
    written = {subject for place, subject in named.items() if place.writer.partition(".")[0] == signer.device}
    made = _standing(connection, carried.in_places(message, named))
    seen, own = _feeds(connection, judge.tree, made), feed_of(signer.device, signer.office, signer.role)
    there = [box for box in made if own in seen[box.subject] or box.subject in written]
    return [box for box in there if judge.case_box(box, seen[box.subject])]


def _named(connection: Connection, message: Keys) -> Mapping[Place, str]:
    return naming.subjects(connection, carried.places(message))


def _standing(connection: Connection, told: Sequence[Box]) -> list[Box]:
    """Those of keys of contacts that stand here: not of what was erased, replaced, or never came."""
    cases = sorted({names.parts(box.subject)[1] for box in told if box.subject})
    standing: set[str] = set()
    for part in stored.chunks(cases):
        rows = connection.execute(select(_sum.c.case, _sum.c.contact).where(_sum.c.case.in_(part)))
        standing |= {names.case_key(row.case, key) for row in rows for key in row.contact.split()}
    return [box for box in told if box.subject in standing]


def _feeds(connection: Connection, tree: Offices, made: Sequence[Box]) -> dict[str, Set[str]]:
    """The feeds that hold the cases of these boxes, by key."""
    cases = stored.by_case(stored.events_of(connection, sorted({names.parts(box.subject)[1] for box in made})))
    feeds = {case: reach(tree, fold(case, events)) for case, events in cases.items()}
    return {box.subject: feeds[names.parts(box.subject)[1]] for box in made}


def _add(connection: Connection, good: Sequence[Box]) -> int:
    """Keeps the boxes of holders that are not known to have one."""
    there = boxes.known(connection, [box.subject for box in good])
    return len(boxes.keep(connection, [box for box in good if (box.subject, box.holder) not in there], sent=False))


def _holders(connection: Connection, office: str) -> list[str]:
    devices = [names.device(card.device) for card in roster.everybody(connection) if card.office == office]
    return [*offices.names_of(connection, [office]), *devices]


def _over(connection: Connection) -> bool:
    return terms.clock(connection).lease_over(terms.terms())
