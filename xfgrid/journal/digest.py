"""Digests that say whether two homes hold the same set of events.

A case's digest is the sum of its event hashes modulo 2²⁵⁶, a feed's the sum over its cases: adding an event anywhere
changes both by one addition, and the order of arrival cannot matter.
"""

from __future__ import annotations

from collections.abc import Iterable

_MODULUS = 1 << 256


def add(digest: bytes, other: bytes) -> bytes:
    """The digest of two disjoint sets."""
    return moved(digest, int.from_bytes(other, "big"))


def subtract(digest: bytes, other: bytes) -> bytes:
    """The digest of a set without one of its subsets."""
    return moved(digest, -int.from_bytes(other, "big"))


def moved(digest: bytes, by: int) -> bytes:
    """The digest of a set that changed: `by` is the sum of the hashes that came less that of those that went."""
    return ((int.from_bytes(digest, "big") + by) % _MODULUS).to_bytes(32, "big")


def case_digest(hashes: Iterable[bytes]) -> bytes:
    """The 32-byte digest of a set of event hashes; zero for the empty set."""
    return moved(bytes(32), sum(int.from_bytes(h, "big") for h in hashes))
