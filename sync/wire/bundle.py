"""A bundle: messages in a file on a USB stick, where there is no line. The same bodies as on the line, each part signed.

part = "XFGB" ‖ bundle (16) ‖ number (4) ‖ of (4) ‖ signer (16) ‖ receiver (16) ‖ signature (64) ‖ length (4) ‖ payload

`signer` is the fingerprint of a device or of the county, `receiver` that of a device, or zeros for whoever may read
it. A file that lacks a part, or has one changed, is refused whole: nothing of it is taken.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sync.wire import limits, payload
from sync.wire.messages import Message
from xfgrid.case.event import Event
from xfgrid.errors import FileError, why
from xfgrid.journal.keys import SigningKey

_MAGIC, _HEAD = b"XFGB", 4 + 16 + 4 + 4 + 16 + 16 + 64 + 4
ANYBODY = "00" * 16
MAX = 256 << 20
"""Bytes of a whole file; no county's feed comes near."""
M = TypeVar("M")
Moved = Callable[[str, int, int], object]
"""Told the phase (`wait`, `pack`, `check`, `take`), the events done and all of them, between two pages; it may raise to stop."""


def unheard(phase: str, done: int, total: int) -> None:
    """For work that nobody watches."""


def paged(events: Sequence[Event], phase: str, moved: Moved) -> Iterator[Sequence[Event]]:
    """The events page by page, with word of what is done before each and at the end."""
    for at in range(0, len(events), limits.PAGE):
        moved(phase, at, len(events))
        yield events[at : at + limits.PAGE]
    moved(phase, len(events), len(events))


@dataclass(frozen=True, slots=True)
class Written:
    """The bytes of a bundle, how many events it has, and how many keys of contacts somebody can open with it."""

    data: bytes
    events: int
    keys: int


@dataclass(frozen=True, slots=True)
class Taken:
    """What a bundle brought: new events, events held here before, events held back, events of other offices' cases; and
    how many keys of contacts it has, whoever can open them."""

    events: int = 0
    known: int = 0
    held: int = 0
    foreign: int = 0
    keys: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One message as it stands in the file; `text` is what was signed."""

    text: bytes
    signature: bytes
    payload: bytes


@dataclass(frozen=True, slots=True)
class Bundle:
    """A whole file that is not believed yet."""

    signer: str
    receiver: str
    parts: tuple[Part, ...]

    def signed_by(self, public: bytes, check: Callable[[bytes, bytes, bytes], bool]) -> bool:
        """Whether this key signed every part."""
        return all(check(public, part.text, part.signature) for part in self.parts)

    def message(self, at: int, kind: type[M]) -> M:
        """The message of a part. LineError `bad_message` if it is none of that kind."""
        return payload.decode(self.parts[at].payload, kind)


def seal(messages: Iterable[Message], key: SigningKey, receiver: str, name: bytes) -> bytes:
    """The bytes of a bundle; `name` are 16 random bytes that keep its parts together."""
    contents = [payload.encode(message) for message in messages]
    of = len(contents).to_bytes(4, "big")
    parts = []
    for number, content in enumerate(contents, 1):
        fixed = name + number.to_bytes(4, "big") + of + bytes.fromhex(key.fingerprint + receiver)
        signature = key.sign(_text(fixed, content))
        parts.append(_MAGIC + fixed + signature + len(content).to_bytes(4, "big") + content)
    return b"".join(parts)


def open_bundle(data: bytes, file: str = "") -> Bundle:
    """The bundle of a file's bytes. FileError `bundle_foreign` if it is none, `bundle_cut` if something is missing."""
    if data[:4] != _MAGIC:
        raise FileError("bundle_foreign", file=file)
    parts, at, of, first = list[Part](), 0, int.from_bytes(data[24:28], "big"), data[4:60]
    while at < len(data):
        fixed, body = data[at + 4 : at + 60], at + _HEAD
        end = body + int.from_bytes(data[body - 4 : body], "big")
        expected = first[:16] + (len(parts) + 1).to_bytes(4, "big") + first[20:]
        if data[at : at + 4] != _MAGIC or end > len(data) or body > len(data) or fixed != expected:
            raise FileError("bundle_cut", file=file)
        content = data[body:end]
        parts.append(Part(_text(fixed, content), data[at + 60 : at + 124], content))
        at = end
    if len(parts) != of:
        raise FileError("bundle_cut", file=file)
    return Bundle(first[24:40].hex(), first[40:].hex(), tuple(parts))


def write_file(path: Path, data: bytes) -> None:
    """Writes a bundle so that the file is whole or not there. FileError `bundle_unwritable`."""
    partial = path.with_name(path.name + ".new")
    try:
        with partial.open("wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
    except OSError as error:
        with suppress(OSError):
            partial.unlink(missing_ok=True)
        raise FileError("bundle_unwritable", file=str(path), reason=why(error)) from error


def read_file(path: Path) -> Bundle:
    """The bundle in a file. FileError `bundle_unreadable`, and what `open_bundle` raises."""
    try:
        if path.stat().st_size > MAX:
            raise FileError("bundle_foreign", file=str(path))
        data = path.read_bytes()
    except OSError as error:
        raise FileError("bundle_unreadable", file=str(path), reason=why(error)) from error
    return open_bundle(data, str(path))


def _text(fixed: bytes, content: bytes) -> bytes:
    return b"xfgrid bundle 1\n" + fixed + hashlib.sha256(content).digest()
