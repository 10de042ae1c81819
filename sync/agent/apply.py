"""Taking in what the county sent: believe it or hold it, then page, cursor and views in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import msgspec
from sqlalchemy import Connection

from sync.agent.state import State
from sync.wire.messages import Page, Signed
from xfgrid.case.event import Event
from xfgrid.errors import IntegrityError
from xfgrid.journal import journal, roster, stored
from xfgrid.journal.contact import boxes
from xfgrid.journal.keys import verify
from xfgrid.journal.tables import HELD, QUARANTINED
from xfgrid.journal.threads import on_two

Verify = Callable[[bytes, bytes, bytes], bool]
UNKNOWN = "unknown_writer"
"""Why an event of a device that is not known does not count, here or at the county."""


class Arrived(msgspec.Struct, frozen=True):
    """A page as it was read: the county's epoch, the events that are genuine, the reasons of the others by hash in hex,
    and how the hash of its last event begins ('' for none)."""

    epoch: str
    page: Page
    good: Sequence[Event]
    held: Mapping[str, str]
    last: str


def believed(shown: Sequence[Signed], county: bytes, check: Verify = verify) -> list[tuple[bytes, bytes]]:
    """Packages or cards, if the county signed every one. IntegrityError `bad_package` otherwise."""
    for signed in shown:
        if not check(county, signed.content, signed.sig):
            raise IntegrityError("bad_package")
    return [(signed.content, signed.sig) for signed in shown]


def genuine(connection: Connection, events: Sequence[Event], check: Verify) -> tuple[list[Event], dict[str, str]]:
    """Those of the events that a device of the county signed, and the reasons of the others by hash in hex."""
    cards = roster.cards(connection, {device_of(e) for e in events})
    keys = {device: bytes.fromhex(card.key) for device, card in cards.items()}

    def fits(event: Event) -> bool:
        return check(keys[device_of(event)], event.hash, event.sig)

    signed = [e for e in events if device_of(e) in keys]
    fitting = on_two(fits, signed)
    held = {e.hash.hex(): UNKNOWN for e in events if device_of(e) not in keys}
    held |= {e.hash.hex(): "bad_signature" for e, good in zip(signed, fitting, strict=True) if not good}
    return [e for e, good in zip(signed, fitting, strict=True) if good], held


def device_of(event: Event) -> str:
    """The device that wrote an event."""
    return event.head.writer.partition(".")[0]


def take_page(connection: Connection, state: State, arrived: Arrived, device: str) -> State:
    """Applies a page; the caller keeps the returned state in the same transaction.

    Cases that are gone go with all their events, but the place of this `device`'s writers in their chains stays.
    An event held back here that the county now shows to all counts again.
    """
    page, good = arrived.page, arrived.good
    doubted = let_go(connection, state, page.gone, device).doubted
    journal.append(connection, good)
    released = {e.hash for e in good}.intersection(stored.aside(connection, QUARANTINED))
    journal.mark(connection, sorted(released), HELD)
    kept = {h: reason for h, reason in {**state.held, **arrived.held}.items() if bytes.fromhex(h) not in released}
    return msgspec.structs.replace(state, seq=page.seq, held=kept, doubted=doubted)


def let_go(connection: Connection, state: State, cases: Sequence[str], device: str) -> State:
    """Drops cases that this home no longer holds, with the boxes of their keys that the county has as well.

    The caller keeps the returned state: what arrives now takes places that were left free, and is not doubted for it.
    """
    journal.forget(connection, cases, device)
    boxes.leave(connection, cases, device)
    return msgspec.structs.replace(state, doubted=min(state.doubted, stored.newest(connection)))
