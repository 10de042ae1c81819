"""The laptop's part of keys: apply what the county says of them, make what is missing, send and fetch boxes."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence

import msgspec
from sqlalchemy import Connection

from sync.agent import state, wanting
from sync.agent.link import Link
from sync.wire.keys import Given, Lacks, pack_boxes, pack_places, unpack_boxes
from sync.wire.messages import Keyed, Keys
from xfgrid.journal import mark, package, roster, settings, shred
from xfgrid.journal.contact import boxes, erasing, names, naming, offices, tend, terms
from xfgrid.journal.contact.boxes import Box
from xfgrid.journal.contact.judging import HOLDS
from xfgrid.journal.contact.offices import OfficeKey
from xfgrid.journal.contact.tend import Tender
from xfgrid.journal.identity import Identity
from xfgrid.journal.writer import now_ms

MOST = 2000
"""Boxes or questions in one request at most."""

BOX, QUESTION = 128, 512
"""Bytes that a request grows by a box, and reply and request by a question: of a key there are a few boxes."""

ENTRIES = 500
"""Entries of the ledger in one hello."""


class Known(msgspec.Struct, frozen=True):
    """How far this home knows offices' keys (`keys`) and their boxes (`boxes`), by the county's serials in its key store `vault`."""

    keys: int = 0
    boxes: int = 0
    vault: str = ""


def lacks(connection: Connection, most: int = ENTRIES) -> Lacks:
    """What a hello says of keys, and with `most` below 0 (all of it) a stick."""
    known, erased = _known(connection), erasing.count(connection)
    if not erased:
        return Lacks(office_keys=known.keys, office_boxes=known.boxes)
    return Lacks(
        office_keys=known.keys,
        office_boxes=known.boxes,
        erased=erased,
        acks=[(e.case, e.key) for e in erasing.entries(connection, erasing.TOLD, most)],
        erasures=erasing.entries(connection, erasing.NEW, most),
    )


def take(connection: Connection, identity: Identity, asked: Lacks | None, given: Given, county_time: int) -> None:
    """Applies a welcome: the time, what has to be forgotten, then the keys. Comes before the page, in one transaction.

    `asked` is what the hello said; None for a welcome on a stick, whose time is that of its writing.
    """
    if asked is None:
        if county_time < terms.clock(connection).county:
            given = _of_old(connection, given)
        terms.heard(connection, county_time)
        mark.caught_up(connection, county_time)
    else:
        terms.told(connection, county_time)
        mark.caught_up(connection, now_ms())
        sent = [(e.case, e.key) for e in asked.erasures]
        erasing.restate(connection, [*asked.acks, *sent], erasing.DONE)
    if given.erasures:
        erasing.enter(connection, given.erasures)
        erasing.restate(connection, [(e.case, e.key) for e in given.erasures], erasing.TOLD)
        erasing.apply(connection, {(e.case, e.key) for e in given.erasures})
    if given.resend:
        known = [(e.case, e.key) for e in erasing.entries(connection, erasing.DONE)]
        erasing.restate(connection, known, erasing.NEW)
    _take_keys(connection, identity, given)


def _of_old(connection: Connection, given: Given) -> Given:
    """What an old stick says, without what has been told anew since: how far it goes, in which key store."""
    vault = _known(connection).vault or given.vault
    return msgspec.structs.replace(given, office_keys_to=0, office_boxes_to=0, vault=vault)


def exchange(link: Link) -> None:
    """Makes, asks and sends until this home and the county have the same boxes, as far as this home can help it; no message
    is larger than what the line bears."""
    store, identity = link.store, link.identity
    shred.settle(store)
    if identity.role not in HOLDS:
        return
    with store.write() as connection:
        made = _tend_offices(connection, identity)
        care = wanting.now(connection, _news(connection))
        missing = wanting.absent(connection, care)
    questions = sorted(missing)
    while questions:
        part = questions[: _most(link, QUESTION)]
        _ask(link, part)
        questions = questions[len(part) :]
    with store.write() as connection:
        if missing:
            tree, cases = package.newest(connection).tree(), {names.parts(subject)[1] for subject in missing}
            Tender(connection, identity, tree).cases(tend.absent(connection, tree, cases))
        wanting.settle(connection, care, missing)
    _send(link, made)


def tend_alone(connection: Connection, identity: Identity) -> None:
    """Makes what is missing as far as this home knows, where there is no county to ask; not before it was told of keys."""
    if identity.role in HOLDS and _known(connection).vault:
        _tend_offices(connection, identity)
        tree = package.newest(connection).tree()
        Tender(connection, identity, tree).cases(tend.absent(connection, tree))


def hand_in(link: Link, cases: Collection[str]) -> None:
    """Sends the boxes of cases that are about to leave this home, while the events that name their keys are here."""
    if not cases:
        return
    with link.store.read() as connection:
        leaving = [box for box in boxes.unsent(connection) if names.parts(box.subject)[1] in set(cases)]
    _offered_all(link, [], leaving)


def _most(link: Link, weight: int) -> int:
    """How many of what weighs that many bytes one request on this line bears."""
    return max(1, min(MOST, link.state.room // weight))


def _known(connection: Connection) -> Known:
    return msgspec.convert(settings.get(connection, "keys", {}), Known)


def _take_keys(connection: Connection, identity: Identity, given: Given) -> None:
    if _known(connection).vault not in ("", given.vault):
        boxes.offer_again(connection, identity.device)
        settings.put(connection, "keys", msgspec.structs.asdict(Known(vault=given.vault)))
    if given.office_keys:
        tree = package.newest(connection).tree()
        offices.keep(connection, [key for key in given.office_keys if offices.genuine(connection, key, tree)])
    boxes.keep(connection, given.office_boxes, sent=True)
    boxes.mark_sent(connection, given.office_boxes, identity.device)
    known = _known(connection)
    after = Known(max(known.keys, given.office_keys_to), max(known.boxes, given.office_boxes_to), given.vault)
    if after != known:
        settings.put(connection, "keys", msgspec.structs.asdict(after))


def _tend_offices(connection: Connection, identity: Identity) -> list[OfficeKey]:
    """Looks after the keys of offices, if anything is new; returns those the county may not have."""
    newest, news = package.newest(connection), _news(connection)
    if settings.get(connection, "tended") != news:
        Tender(connection, identity, newest.tree()).offices()
        settings.put(connection, "tended", news)
    unsent = {box.subject for box in boxes.unsent(connection) if _is_office(box.subject)}
    return [k for k in offices.all_of(connection, {names.parts(name)[1] for name in unsent}) if k.name in unsent]


def _news(connection: Connection) -> list[object]:
    """What the county may tell anew about devices, offices and their keys."""
    known = msgspec.structs.astuple(_known(connection))
    return [package.newest(connection).serial, roster.serial(connection), *known]


def _ask(link: Link, subjects: list[str]) -> None:
    with link.store.read() as connection:
        places = naming.places(connection, subjects)
    found = link.ask(Keys(about=pack_places(list(places.values())), ask=True), Keyed)
    if found.boxes is not None:
        with link.store.write() as connection:
            boxes.take(connection, unpack_boxes(found.boxes, list(places)))


def _send(link: Link, made: list[OfficeKey]) -> None:
    """Offers every box the county does not have, once; what it refuses is offered again when there is news."""
    with link.store.read() as connection:
        offer = _offer(connection)
        if settings.get(connection, "refused") == offer:
            return
        rest = boxes.unsent(connection)
    _offered_all(link, made, rest)
    with link.store.write() as connection:
        left = _offer(connection)
        if settings.get(connection, "refused") != left:
            settings.put(connection, "refused", left)


def _offer(connection: Connection) -> list[object]:
    """The boxes that wait, and all that may change the county's mind about them; empty for none."""
    waiting = "\n".join(f"{box.subject} {box.holder}" for box in boxes.unsent(connection))
    if not waiting:
        return []
    return [hashlib.sha256(waiting.encode()).hexdigest(), state.load(connection).seq, *_news(connection)]


def _offered_all(link: Link, made: list[OfficeKey], rest: Sequence[Box]) -> None:
    while rest:
        part = rest[: _most(link, BOX)]
        _offered(link, made, part)
        rest = rest[len(part) :]


def _offered(link: Link, made: list[OfficeKey], part: Sequence[Box]) -> None:
    identity = link.identity
    with link.store.read() as connection:
        places = naming.places(connection, [box.subject for box in part])
    office = [box for box in part if _is_office(box.subject)]
    cases = [box for box in part if box.subject in places]
    if not office and not cases:
        return
    packed = pack_boxes(_in_own_name(cases, identity), list(places)) if cases else None
    about = pack_places(list(places.values())) if cases else None
    asked = Keys(office_keys=made, office_boxes=_in_own_name(office, identity), about=about, boxes=packed)
    answer = link.ask(asked, Keyed)
    with link.store.write() as connection:
        boxes.mark_sent(connection, _but(office, answer.office_refused) + _but(cases, answer.refused))


def _in_own_name(offered: Sequence[Box], identity: Identity) -> list[Box]:
    """Boxes as this home hands them in, those it carries for others too."""
    return [msgspec.structs.replace(box, maker=identity.device) for box in offered]


def _but(offered: Sequence[Box], refused: Collection[int]) -> list[Box]:
    return [box for at, box in enumerate(offered) if at not in set(refused)]


def _is_office(subject: str) -> bool:
    return names.parts(subject)[0] == "office"
