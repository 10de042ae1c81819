"""What a laptop puts on a USB stick and takes from one. Nothing here waits for an answer: a lost stick costs nothing.

From a laptop comes everything it holds (or what one office may hold), with the cards that prove who wrote it. Whoever
takes it in carries it on: the county gets it with the next exchange. From the county comes the whole feed of one
device with its cursor, as an exchange would have brought it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path

import msgspec
from sqlalchemy import Connection

from sync.agent import apply, carrying, keys, outbox, remind, state
from sync.agent.alone import STICK, alone
from sync.agent.exchange import Exchange
from sync.agent.line import Line
from sync.wire import bundle, carried, limits
from sync.wire.bundle import Bundle, Moved, Taken, Written, paged, unheard
from sync.wire.columns import pack, unpack
from sync.wire.messages import Message, Pulled, Push, Shown, Signed, Welcome
from sync.wire.payload import Raw
from sync.wire.reach import feed_of, reach
from xfgrid.case.event import Event
from xfgrid.case.fold import fold
from xfgrid.errors import FileError, InputError
from xfgrid.journal import journal, package, passing, roster, shred, stored
from xfgrid.journal.contact import erasing
from xfgrid.journal.home import Home
from xfgrid.journal.identity import Identity
from xfgrid.journal.keys import fingerprint, verify
from xfgrid.journal.store import Store


def export(home: Home, path: Path, office: str = "", moved: Moved = unheard) -> Written:
    """Writes what this home holds, of one office if named. Stopped by `moved`, it leaves no file.

    Raises UnknownError `unknown_office`, FileError `bundle_unwritable`.
    """
    written = packed(home.store, home.identity(), office, secrets.token_bytes(16), moved)
    bundle.write_file(path, written.data)
    return written


def import_(home: Home, path: Path, moved: Moved = unheard) -> Taken:
    """Takes in a bundle of the county or of another laptop; the same one again changes nothing.

    Stopped by `moved`, it has taken whole pages of the county's, nothing of a laptop's; the same one again completes it.

    Raises what `alone` raises; FileError `bundle_unreadable`, `bundle_foreign`, `bundle_cut`, `bundle_untrusted`,
    `bundle_for_other`; InputError `bundle_unsent` where work not yet carried to the county would be lost.
    """
    with alone(home, STICK, lambda: moved("wait", 0, 1)):
        passing.tend_time(home)
        try:
            return take(home.store, home.identity(), bundle.read_file(path), moved=moved)
        finally:
            shred.settle(home.store)
            home.wake("screen")
            home.wake("agent")


def packed(store: Store, identity: Identity, office: str, name: bytes, moved: Moved = unheard) -> Written:
    """A bundle of this home."""
    _tend(store, identity)
    with store.read() as connection:
        events = list(_of_office(connection, office) if office else stored.everything(connection))
        proof = _proof(connection, identity, events, office)
    messages: Iterable[Message] = chain([proof], _pushes(events, moved))
    data = bundle.seal(messages, identity.key, bundle.ANYBODY, name)
    return Written(data, len(events), carried.count(carried.unpack(proof.boxes)))


def _tend(store: Store, identity: Identity) -> None:
    """Makes the boxes that are missing; on a full disk the stick is what saves the work, and goes without them."""
    try:
        with store.write() as connection:
            keys.tend_alone(connection, identity)
    except FileError as error:
        if error.code != "disk_full":
            raise


def take(
    store: Store, identity: Identity, found: Bundle, check: apply.Verify = verify, moved: Moved = unheard
) -> Taken:
    """`import_` for a store and a bundle that was read."""
    if found.signer == fingerprint(bytes.fromhex(identity.county_key)):
        return _from_county(store, identity, found, check, moved)
    return _from_laptop(store, identity, found, check, moved)


def _pushes(events: Sequence[Event], moved: Moved) -> Iterator[Push]:
    done = 0
    while done < len(events):
        moved("pack", done, len(events))
        part = outbox.bounded(events[done : done + limits.PAGE], outbox.RAW)
        yield Push(events=pack(part), missing=True)
        done += len(part)
    moved("pack", done, len(events))


def _of_office(connection: Connection, office: str) -> Iterable[Event]:
    tree = package.newest(connection).tree()
    code = tree[office].code
    cases: dict[str, list[Event]] = {}
    for event in stored.everything(connection):
        cases.setdefault(event.head.case, []).append(event)
    for case, events in cases.items():
        if code in reach(tree, fold(case, events)):
            yield from events


def _proof(connection: Connection, identity: Identity, events: Sequence[Event], office: str) -> Shown:
    """What the reader needs to believe these events: the packages, and the cards of their writers, of this device and of
    those that were revoked, which the reader may not know; and the keys of their contacts."""
    writers = {event.head.writer.partition(".")[0] for event in events} | {identity.device}
    revoked = {card.device for card in roster.everybody(connection) if card.revoked}
    packages = [Signed(content, Raw(sig)) for content, sig in package.signed(connection, 0)]
    return Shown(
        packages=packages,
        roster=[Signed(content, Raw(sig)) for content, sig in roster.signed(connection, writers | revoked)],
        keys=keys.lacks(connection, most=-1),
        boxes=carrying.packed(connection, identity, {event.head.case for event in events}, office),
    )


def _from_laptop(store: Store, identity: Identity, found: Bundle, check: apply.Verify, moved: Moved) -> Taken:
    shown, county = found.message(0, Shown), bytes.fromhex(identity.county_key)
    brought = carried.unpack(shown.boxes)
    packages, cards = apply.believed(shown.packages, county, check), apply.believed(shown.roster, county, check)
    with store.write() as connection:
        fresh = package.keep(connection, packages)
        journal.recount(connection, list(fresh))
        now, news = state.load(connection), remind.revoked(connection, cards)
        state.save(connection, msgspec.structs.replace(now, untold=[*now.untold, *news]))
        roster.keep(connection, cards)
        card = roster.card(connection, found.signer)
    if card is None or card.revoked or not found.signed_by(bytes.fromhex(card.key), check):
        raise FileError("bundle_untrusted")
    events = [e for at in range(1, len(found.parts)) for e in unpack(found.message(at, Push).events)]
    with store.write() as connection:
        taken = _add(connection, identity, events, check, moved)
        carrying.of_laptop(connection, identity, card, brought)
    return replace(taken, keys=carried.count(brought))


def _add(
    connection: Connection, identity: Identity, events: Sequence[Event], check: apply.Verify, moved: Moved
) -> Taken:
    read = [apply.genuine(connection, page, check) for page in paged(events, "check", moved)]
    good, held = [event for page, _ in read for event in page], sum(len(reasons) for _, reasons in read)
    gone = erasing.known(connection, {event.head.case for event in good if event.sealed is not None})
    mine = _in_reach(connection, identity, erasing.stripped(good, gone))
    fresh = [event for page in paged(mine, "take", moved) for event in journal.append(connection, page)]
    now = state.load(connection)
    carried = [event.hash.hex() for event in fresh if not outbox.goes_by_itself(event, identity, now)]
    state.save(connection, msgspec.structs.replace(now, carried=[*now.carried, *carried]))
    return Taken(len(fresh), len(mine) - len(fresh), held, len(good) - len(mine))


def _in_reach(connection: Connection, identity: Identity, events: Sequence[Event]) -> list[Event]:
    """The events of cases that this home's feed holds as far as they tell."""
    tree, feed = package.newest(connection).tree(), feed_of(identity.device, identity.office, identity.role)
    cases: dict[str, dict[bytes, Event]] = {event.head.case: {} for event in events}
    for event in [*stored.events_of(connection, list(cases)), *events]:
        cases[event.head.case][event.hash] = event
    inside = {case for case, held in cases.items() if feed in reach(tree, fold(case, held.values()))}
    return [event for event in events if event.head.case in inside]


def _from_county(store: Store, identity: Identity, found: Bundle, check: apply.Verify, moved: Moved) -> Taken:
    county = bytes.fromhex(identity.county_key)
    if not found.signed_by(county, check):
        raise FileError("bundle_untrusted")
    if found.receiver != identity.device:
        raise FileError("bundle_for_other")
    welcome = found.message(0, Welcome)
    brought = carried.unpack(welcome.boxes)  # what does not decode is refused before anything is taken
    pages = [found.message(at, Pulled) for at in range(1, len(found.parts))]
    exchange = Exchange(store, identity, Line(_no_line, identity.key, county, 0), check=check)
    try:
        if not exchange.take_bundle(welcome, _told(welcome, pages, moved)):
            raise InputError("bundle_unsent")
    finally:
        with store.write() as connection:
            state.note(connection, None)
    return Taken(exchange.pulled, held=len(exchange.state.held), keys=carried.count(brought))


def _told(welcome: Welcome, pages: Iterable[Pulled], moved: Moved) -> Iterator[Pulled]:
    """The pages after the first; each is asked for when the one before it was taken."""
    total, left = welcome.feed.events, welcome.page.left
    for page in pages:
        moved("take", total - left, total)
        yield page
        left = page.page.left
    moved("take", total, total)


def _no_line(path: str, body: bytes) -> bytes:
    raise InputError("bundle_unsent")
