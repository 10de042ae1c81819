"""The county's end of the USB stick: laptops' bundles in, one device's whole feed out."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, select, update

from sync.county import admin, behind, erasures, jump, keys, recall, service
from sync.county.county import County
from sync.county.tables import DeviceRow
from sync.wire import bundle, carried, limits
from sync.wire.bundle import Bundle, Moved, Taken, Written, unheard
from sync.wire.messages import Cursor, Hello, Keys, Message, Pull, Pulled, Push, Shown, Welcome
from xfgrid.errors import FileError, LineError, UnknownError
from xfgrid.journal.tables import table_of

_device = table_of(DeviceRow)
_FROM_THE_START = Hello(
    protocol=(limits.PROTOCOL, limits.PROTOCOL),
    program="",
    cursor=Cursor(),
    package=0,
    heads=[],
    limit=limits.PAGE,
    own=True,
)


def export(county: County, device: str, path: Path, moved: Moved = unheard) -> Written:
    """Writes the whole feed of a device, for it alone. Stopped by `moved`, it leaves no file.

    The device is named as in `admin.find`. Raises UnknownError `unknown_device`, FileError `bundle_unwritable`.
    """
    written = packed(county, device, moved)
    bundle.write_file(path, written.data)
    return written


def import_(county: County, path: Path, moved: Moved = unheard) -> Taken:
    """Takes in a laptop's bundle as if it had pushed it.

    Stopped by `moved`, whole parts were taken; the same bundle again completes it.
    Raises FileError `bundle_unreadable`, `bundle_foreign`, `bundle_cut`, `bundle_untrusted`; RefusedError `county_behind`,
    `county_clock`;
    LineError `bad_message`, IntegrityError `bad_page` for what no program writes.
    """
    return take(county, bundle.read_file(path), moved)


def packed(county: County, device: str, moved: Moved = unheard) -> Written:
    """A bundle for a device; others go on writing meanwhile. RefusedError `county_clock` where its time is not believed."""
    with county.store.write() as connection:
        jump.check(county, connection)
    with county.store.read() as connection:
        sender = _sender(connection, admin.find(connection, device))
        if sender.revoked:
            raise UnknownError("unknown_device", device=device)
        welcome = _with_keys(county, connection, sender, service.welcome(county, connection, sender, _FROM_THE_START))
        messages: list[Message] = [welcome, *_rest(county, connection, sender, welcome, moved)]
    data = bundle.seal(messages, county.key, str(sender.device), county.random(16))
    return Written(data, welcome.feed.events, carried.count(carried.unpack(welcome.boxes)))


def take(county: County, found: Bundle, moved: Moved = unheard) -> Taken:
    """`import_` for a bundle that was read."""
    with county.store.read() as connection:
        _believe(county, connection, found)
    shown, pushes = found.message(0, Shown), [found.message(at, Push) for at in range(1, len(found.parts))]
    with county.store.write() as connection:
        behind.check(connection)
        jump.check(county, connection)
        recall.take_back(county, connection, shown)
        sender = _sender(connection, found.signer)
    brought = carried.unpack(shown.boxes)
    total = sum(len(push.events.v) for push in pushes)
    new = offered = held = 0
    for push in pushes:
        moved("take", offered, total)
        with county.store.write() as connection:
            taken = service.take(county, connection, sender, push)
        new, held = new + len(taken.good), held + len(taken.held)
        offered += len(push.events.v)
    _end(county, sender.device, shown, brought)
    moved("take", offered, total)
    return Taken(new, offered - new - held, held, keys=carried.count(brought))


def _believe(county: County, connection: Connection, found: Bundle) -> None:
    """Raises FileError `bundle_untrusted` unless the signer is a device of this county: one that is enrolled, or was before a
    restore and shows its card."""
    sender = _sender(connection, found.signer)
    key = bytes(sender.key) if sender else _forgotten(county, found)
    if not found.signed_by(key, county.verify):
        raise FileError("bundle_untrusted")


def _forgotten(county: County, found: Bundle) -> bytes:
    with suppress(LineError):
        if card := recall.card_of(county, found.message(0, Shown), found.signer):
            return bytes.fromhex(card.key)
    raise FileError("bundle_untrusted")


def _sender(connection: Connection, device: str) -> Any:
    return connection.execute(select(_device).where(_device.c.device == device)).first()


def _with_keys(county: County, connection: Connection, sender: Any, welcome: Welcome) -> Welcome:
    given = erasures.for_stick(county, connection, sender, welcome.keys)
    return msgspec.structs.replace(welcome, keys=given, boxes=keys.for_stick(county, connection, sender))


def _end(county: County, device: str, shown: Shown, brought: Sequence[Keys]) -> None:
    """What a stick brings of erasures and keys, after the events that speak of them; and that it came."""
    with county.store.write() as connection:
        connection.execute(update(_device).where(_device.c.device == device).values(stick=county.now()))
        sender = _sender(connection, device)
        if not sender.revoked:
            erasures.meet_stick(county, connection, sender, shown.keys)
            for message in brought:
                keys.keys(county, connection, sender, message)
    if county.store.engine.dialect.name == "sqlite":
        erasures.settle(county)


def _rest(county: County, connection: Connection, sender: Any, welcome: Welcome, moved: Moved) -> list[Pulled]:
    pages, last, total = list[Pulled](), welcome.page, welcome.feed.events
    while last.left:
        moved("pack", total - last.left, total)
        asked = Pull(cursor=Cursor(welcome.epoch, welcome.feed.name, last.seq), limit=limits.PAGE, own=True)
        pages.append(service.pulled(county, connection, sender, asked))
        last = pages[-1].page
    moved("pack", total, total)
    return pages
