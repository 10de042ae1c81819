"""Identifiers: UUIDv7 for what happens, UUIDv8 for what is read from a ledger (RFC 9562)."""

from __future__ import annotations

import hashlib
from uuid import UUID

from xfgrid.case.canon import canonical


def uuid7(unix_ms: int, random: bytes) -> UUID:
    """A UUIDv7 of a UTC time in milliseconds and 10 random bytes (74 of their bits are used)."""
    bits = int.from_bytes(random[:10], "big")
    value = (unix_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (bits >> 62 & 0xFFF) << 64 | 0b10 << 62 | bits & (1 << 62) - 1
    return UUID(int=value)


def uuid8(*parts: object) -> UUID:
    """The same UUIDv8 for the same parts: SHA-256 over their canonical JSON, for ids that two homes must agree on."""
    bits = int.from_bytes(hashlib.sha256(canonical(list(parts))).digest()[:16], "big")
    value = bits & ~(0xF << 76) & ~(0b11 << 62) | 0x8 << 76 | 0b10 << 62
    return UUID(int=value)
