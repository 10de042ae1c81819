"""Identifiers: UUIDv7 for what happens, UUIDv8 for what is read from a ledger (RFC 9562)."""

from __future__ import annotations

import hashlib

from xfgrid.case.canon import canonical


def uuid7(unix_ms: int, random: bytes) -> str:
    """A UUIDv7 of a UTC time in milliseconds and 10 random bytes (74 of their bits are used)."""
    bits = int.from_bytes(random[:10], "big")
    value = (unix_ms & (1 << 48) - 1) << 80 | 0x7 << 76 | (bits >> 62 & 0xFFF) << 64 | 0b10 << 62 | bits & (1 << 62) - 1
    return _written(value)


def uuid8(*parts: object) -> str:
    """The same UUIDv8 for the same parts: SHA-256 over their canonical JSON, for ids that two homes must agree on."""
    bits = int.from_bytes(hashlib.sha256(canonical(list(parts))).digest()[:16], "big")
    value = bits & ~(0xF << 76) & ~(0b11 << 62) | 0x8 << 76 | 0b10 << 62
    return _written(value)


def _written(value: int) -> str:
    """128 bits as RFC 9562 writes them, in lower case; what the library's UUID gives, for a third of its time."""
    digits = f"{value:032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
