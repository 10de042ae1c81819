"""Writing events: chained, salted and signed by this home's device key, one transaction with what they change."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache

import msgspec
from sqlalchemy import Connection

from xfgrid.case.acts import Draft
from xfgrid.case.event import SALT_BYTES, SECTION_BYTES, Event, Header, Section, salted, sealed, sign
from xfgrid.case.fold import Case
from xfgrid.case.ids import uuid7
from xfgrid.errors import InputError
from xfgrid.journal import journal, stored
from xfgrid.journal.keys import SigningKey
from xfgrid.journal.threads import on_two


def now_ms() -> int:
    """UTC in milliseconds by this machine's clock."""
    return time.time_ns() // 1_000_000


@lru_cache(maxsize=1)  # some events are written in each millisecond
def stamp(unix_ms: int) -> str:
    """A UTC time as events carry it: 2026-03-05T08:01:02.123Z."""
    seconds, rest = divmod(unix_ms, 1000)
    return f"{datetime.fromtimestamp(seconds, UTC).isoformat()[:19]}.{rest:03d}Z"


def _later(digest: bytes) -> bytes:
    return b""


class Page:
    """Events being written together, each chained to the one before; see `Writer.page`. They are signed at the end.
    `folded` are the cases they make, as far as the caller gives them as they stand at the end."""

    def __init__(self, event: Callable[[Draft, int, bytes | None], Event], seq: int, prev: bytes | None) -> None:
        self._event, self._seq, self._prev = event, seq, prev
        self.events: list[Event] = []
        self.folded: dict[str, Case] = {}

    def add(self, draft: Draft) -> Event:
        """The event of a draft; it is signed and in the journal once the page is closed."""
        self._seq += 1
        event = self._event(draft, self._seq, self._prev)
        self._prev = event.hash
        self.events.append(event)
        return event


class Writer:
    """One writer epoch of an enrolled device: `<device>.<epoch>`. Clock and randomness can be replaced for tests."""

    def __init__(
        self,
        key: SigningKey,
        epoch: int,
        package: str,
        clock: Callable[[], int] = now_ms,
        random: Callable[[int], bytes] = os.urandom,
    ) -> None:
        self.name = f"{key.fingerprint}.{epoch}"
        self._key, self._package, self._clock, self._random = key, package, clock, random

    def new_id(self) -> str:
        """A fresh UUIDv7, for a case or an event."""
        return uuid7(self._clock(), self._random(10))

    def write(self, connection: Connection, drafts: Sequence[Draft]) -> list[Event]:
        """Chains, signs and appends the drafts in their order, inside the caller's write transaction."""
        with self.page(connection) as page:
            for draft in drafts:
                page.add(draft)
        return page.events

    @contextmanager
    def page(self, connection: Connection) -> Iterator[Page]:
        """Many events in one write transaction, where later drafts are based on earlier events; appended at the end."""
        page = Page(self._event, *stored.head_of(connection, self.name))
        yield page
        signatures = on_two(self._key.sign, [event.hash for event in page.events])
        signed = zip(page.events, signatures, strict=True)
        page.events = [msgspec.structs.replace(event, sig=signature) for event, signature in signed]
        journal.append(connection, page.events, folded=page.folded)

    def _event(self, draft: Draft, seq: int, prev: bytes | None) -> Event:
        head = Header(
            id=self.new_id(),
            writer=self.name,
            seq=seq,
            prev=prev.hex() if prev else None,
            case=draft.case,
            type=draft.type,
            v=1,
            at=stamp(self._clock()),
            actor=str(draft.actor),
            package=self._package,
            bases=dict(draft.bases),
        )
        seal = sealed(draft.seal(head.id)) if draft.seal else None
        return sign(head, self._section(draft.body), self._section(draft.text), seal, _later)

    def _section(self, values: object) -> Section | None:
        section = salted(values, self._random(SALT_BYTES)) if values else None  # type: ignore[arg-type]
        if section is not None and len(section.content or b"") > SECTION_BYTES:
            raise InputError("text_too_long", limit=SECTION_BYTES)
        return section
