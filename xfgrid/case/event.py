"""The event: what is hashed, what is signed, what may be dropped. Frozen: signed events cannot be migrated.

    hash = SHA-256( TAG ‖ d(body) ‖ d(text) ‖ d(sealed) ‖ header )
    d(section) = SHA-256( salt ‖ content ), 32 zero bytes for a section the event does not have
    d(sealed)  = SHA-256( ciphertext ), which needs no salt
    sig  = Ed25519 over the 32 bytes of the hash, by the writer's device key

Header and contents are canonical JSON (`canon`). A section may be dropped together with its salt: its digest stays,
the hash still verifies, and nobody can test a guess at short words against it. `docs/protocol.md` says the same in
words, `tests/case/vectors/` in bytes made by an independent script.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping
from functools import lru_cache

import msgspec

from xfgrid.case.canon import SAFE, canonical, decode
from xfgrid.errors import IntegrityError

TAG = b"xfgrid event 1\n"
ABSENT = bytes(32)
DIGEST_BYTES = 32
SALT_BYTES = 16
SECTION_BYTES = 1 << 20
"""The most a section may hold; larger ones are refused when they are written."""
SECTIONS = ("body", "text", "sealed")


class Header(msgspec.Struct, frozen=True, gc=False):
    """What every home keeps for ever, and what the chain runs over.

    `id` is a UUIDv7, `case` a UUIDv7 or UUIDv8, in lower case. `writer` is `<device>.<epoch>`; `seq` counts 1, 2, 3 …
    within it; `prev` is the hex hash of the writer's previous event, None for the first. `at` is the time of writing,
    UTC with milliseconds; dates that clocks run from are fields of the body. `actor` is `<staff>:<role>@<office>`, the
    capacity in which the person acted. `bases` names, per field written, the hex hashes of the writes the author saw,
    sorted, each once: none for a first write.
    """

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


class Section(msgspec.Struct, frozen=True, gc=False):
    """A part of an event with its salt; content and salt are None once it was dropped, the digest stays."""

    digest: bytes
    salt: bytes | None
    content: bytes | None


class Event(msgspec.Struct, frozen=True, gc=False):
    """One signed event. `hash` (32 bytes) is its key everywhere; `header` are the canonical bytes of `head`."""

    hash: bytes
    header: bytes
    head: Header
    body: Section | None
    text: Section | None
    sealed: Section | None
    sig: bytes

    @property
    def size(self) -> int:
        """Bytes of header and sections."""
        parts = (self.body, self.text, self.sealed)
        return len(self.header) + sum(len(part.content) for part in parts if part is not None and part.content)

    def values(self) -> dict[str, object]:
        """The fields of body and text that are still here; a dropped section has none."""
        found: dict[str, object] = {}
        for section in (self.body, self.text):
            if section is not None and section.content is not None:
                found.update(msgspec.json.decode(section.content))
        return found


_header = msgspec.json.Decoder(Header)


def salted(content: Mapping[str, object], salt: bytes) -> Section:
    """A section of the given values under a fresh random salt of 16 bytes."""
    data = canonical(dict(content))
    return Section(hashlib.sha256(salt + data).digest(), salt, data)


def sealed(ciphertext: bytes) -> Section:
    """The sealed section; its salt is empty, since ciphertext is random already."""
    return Section(hashlib.sha256(ciphertext).digest(), b"", ciphertext)


def event_hash(header: bytes, body: Section | None, text: Section | None, seal: Section | None) -> bytes:
    """The 32 bytes that name the event."""
    digests = b"".join(ABSENT if part is None else part.digest for part in (body, text, seal))
    return hashlib.sha256(TAG + digests + header).digest()


def sign(
    head: Header, body: Section | None, text: Section | None, seal: Section | None, signer: Callable[[bytes], bytes]
) -> Event:
    """The finished event; `signer` makes the 64-byte Ed25519 signature of its hash."""
    header = canonical(head)
    digest = event_hash(header, body, text, seal)
    return Event(digest, header, head, body, text, seal, signer(digest))


def read(header: bytes, body: Section | None, text: Section | None, seal: Section | None, sig: bytes) -> Event:
    """An event from stored or received bytes, its hash computed anew. IntegrityError if the header is no header."""
    try:
        head = _header.decode(header)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IntegrityError("bad_header") from error
    return Event(event_hash(header, body, text, seal), header, head, body, text, seal, sig)


def check(event: Event) -> None:
    """Holds an event to the form: canonical bytes, a header as `Header` says, digests that fit.

    Signature and chain are checked apart. Raises IntegrityError.
    """
    if decode(event.header) != msgspec.to_builtins(event.head):
        raise IntegrityError("bad_header")
    for name in SECTIONS:
        section = getattr(event, name)
        if section is not None and not _fits(section, 0 if name == "sealed" else SALT_BYTES):
            raise IntegrityError("bad_section")
    check_built(event)


def check_built(event: Event) -> None:
    """`check` for an event whose header bytes and digests this program has just made from what they are made of."""
    if not _formed(event.head):
        raise IntegrityError("bad_header")
    for section in (event.body, event.text):
        if section and section.content is not None and not isinstance(decode(section.content), dict):
            raise IntegrityError("bad_section")


_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}")
_HASH = re.compile(r"[0-9a-f]{64}")
_AT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", re.ASCII)
_WRITER = re.compile(r"[0-9a-z]{1,64}\.[1-9][0-9]{0,9}")
_TYPE = re.compile(r"[a-z][a-z0-9_]{0,63}")
_ACTOR = re.compile(r"[^:@]{1,64}:[a-z_]{1,32}@[^:@]{0,64}")
_PACKAGE = re.compile(r".{0,64}")


def _formed(head: Header) -> bool:
    return (
        _UUID.fullmatch(head.id) is not None
        and _UUID.fullmatch(head.case) is not None
        and _AT.fullmatch(head.at) is not None
        and _worded(head.writer, head.type, head.actor, head.package)
        and 1 <= head.seq <= SAFE
        and 1 <= head.v <= SAFE
        and "".join(head.bases).isascii()
        and (head.prev is None if head.seq == 1 else _HASH.fullmatch(head.prev or "") is not None)
        and all(map(_ordered, filter(None, head.bases.values())))
    )


@lru_cache(maxsize=4096)
def _worded(writer: str, type_: str, actor: str, package: str) -> bool:
    """Whether the words of a header that many events share have their forms."""
    forms = (_WRITER, writer), (_TYPE, type_), (_ACTOR, actor), (_PACKAGE, package)
    return all(form.fullmatch(word) for form, word in forms)


def _ordered(seen: list[str]) -> bool:
    """Whether bases are hashes, sorted, each once."""
    return seen == sorted(set(seen)) and all(map(_HASH.fullmatch, seen))


def _fits(section: Section, salt_bytes: int) -> bool:
    if len(section.digest) != DIGEST_BYTES or section.digest == ABSENT:
        return False
    if section.content is None:
        return not section.salt  # a salt kept without its content would let short words be guessed
    salt = section.salt or b""
    return len(salt) == salt_bytes and hashlib.sha256(salt + section.content).digest() == section.digest
