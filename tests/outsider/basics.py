"""What every part needs: refusals, hashes, signatures, canonical JSON."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAX_FRAME, MAX_CONTENT, MAX_BUNDLE = 4 << 20, 32 << 20, 256 << 20
Message = dict[str, Any]


class ProtocolError(Exception):
    """Something arrived that has to be dropped."""


class Refused(Exception):
    """The county said no, and signed it: a code, and the facts to it."""


def check(condition: object, what: str) -> None:
    if not condition:
        raise ProtocolError(what)


def sha256(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()


def verify(key: bytes, signature: bytes, message: bytes, what: str) -> None:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        raise ProtocolError(f"{what}: the signature does not fit") from None


def canonical(value: object) -> bytes:
    """RFC 8785, for what events may hold (decision 0003)."""
    return msgspec.json.encode(value, order="sorted")


def as_object(content: bytes) -> Message:
    return msgspec.json.decode(content, type=dict[str, Any])
