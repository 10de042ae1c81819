"""Events, their bytes and names, and what two of them say."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import NamedTuple

import msgspec

from tests.outsider.basics import (
    Message,
    canonical,
    sha256,
)


class Section(NamedTuple):
    """A part of an event: of a dropped one only the digest is left, a sealed one has no salt (decision 0004)."""

    digest: bytes
    salt: bytes = b""
    content: bytes | None = None


def section(content: bytes, salt: bytes) -> Section:
    return Section(sha256(salt + content), salt, content)


class Header(msgspec.Struct, frozen=True):
    id: str
    writer: str
    seq: int
    prev: str | None
    case: str
    type: str
    v: int
    at: str
    actor: str
    package: str
    bases: dict[str, list[str]]


@dataclass(frozen=True)
class Event:
    """A signed event; its hash is its name."""

    header: Header
    body: Section | None = None
    text: Section | None = None
    sealed: Section | None = None
    sig: bytes = b""

    @cached_property
    def hash(self) -> bytes:
        digests = [part.digest if part else bytes(32) for part in (self.body, self.text, self.sealed)]
        return sha256(b"xfgrid event 1\n" + b"".join(digests) + canonical(self.header))


def digest_of(events: Iterable[Event]) -> bytes:
    """Model 4: the sum of the event hashes modulo 2²⁵⁶."""
    return (sum(int.from_bytes(event.hash, "big") for event in events) % (1 << 256)).to_bytes(32, "big")


def now() -> int:
    return time.time_ns() // 1_000_000


def uuid7(ms: int) -> str:
    rest = int.from_bytes(os.urandom(10), "big")
    rest = rest & ~(0xF << 76 | 0x3 << 62) | 7 << 76 | 2 << 62
    return as_uuid(ms, rest.to_bytes(10, "big"))


def as_uuid(ms: int, rest: bytes) -> str:
    text = (ms.to_bytes(6, "big") + rest).hex()
    return "-".join((text[:8], text[8:12], text[12:16], text[16:20], text[20:]))


def halves(uuid: str) -> tuple[int, bytes]:
    raw = bytes.fromhex(uuid.replace("-", ""))
    return int.from_bytes(raw[:6], "big"), raw[6:]


def as_ms(at: str) -> int:
    return (datetime.fromisoformat(at) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def as_at(ms: int) -> str:
    return f"{datetime.fromtimestamp(ms // 1000, UTC):%Y-%m-%dT%H:%M:%S}.{ms % 1000:03}Z"


def registered(office: str, asked: str, facts: str, place: str, kind: str, received: str) -> Message:
    """A new case (case.md, 登记). Nobody saw an earlier value of what it writes, `state` included."""
    body = {"how": "in_person", "kind": kind, "owner": office, "place_office": office, "received": received}
    text = {"asked": asked, "facts": facts, "place": place}
    return {"type": "registered", "body": body, "text": text, "bases": {name: [] for name in (*body, *text, "state")}}


def recorded(note: str) -> Message:
    """A note (case.md, 记录). It writes no field, so it names no base."""
    return {"type": "recorded", "text": {"note": note}, "bases": {}}
