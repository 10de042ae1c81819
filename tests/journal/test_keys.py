"""Ed25519 as others have it: the 1,024 vectors of ed25519.cr.yp.to, as the package `cryptography-vectors` ships them."""

from __future__ import annotations

import cryptography_vectors
import pytest

from xfgrid.journal.keys import SigningKey, verify

FILE = "asymmetric/Ed25519/sign.input"
SMALL_ORDER = (
    "01" + "00" * 31,
    "00" * 32,
    "00" * 31 + "80",
    "ec" + "ff" * 30 + "7f",
    "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
    "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
)
"""Points of order 1, 4, 2 and 8."""


def _vectors() -> list[tuple[bytes, bytes, bytes, bytes]]:
    """Seed, public key, message, signature."""
    with cryptography_vectors.open_vector_file(FILE, "r") as file:
        rows = [line.split(":")[:4] for line in file.read().splitlines() if line]
    found = [[bytes.fromhex(part) for part in row] for row in rows]
    return [(key[:32], public, message, signed[:64]) for key, public, message, signed in found]


@pytest.fixture(scope="module")
def vectors() -> list[tuple[bytes, bytes, bytes, bytes]]:
    return _vectors()


def test_our_keys_and_signatures_are_those_of_the_vectors(vectors: list[tuple[bytes, bytes, bytes, bytes]]) -> None:
    assert len(vectors) == 1024
    for seed, public, message, signature in vectors:
        key = SigningKey(seed)
        assert (key.public, key.sign(message)) == (public, signature)
        assert verify(public, message, signature)


def test_a_flipped_bit_anywhere_is_refused(vectors: list[tuple[bytes, bytes, bytes, bytes]]) -> None:
    for number, (_, public, message, signature) in enumerate(vectors[1:65]):
        at = number % 64
        bent = signature[:at] + bytes([signature[at] ^ 1 << number % 8]) + signature[at + 1 :]
        assert not verify(public, message, bent)
        assert not verify(public, message + b"\0", signature)


@pytest.mark.parametrize("point", SMALL_ORDER)
def test_a_key_of_small_order_that_would_sign_anything_verifies_nothing(point: str) -> None:
    identity = bytes([1]) + bytes(31)
    assert not verify(bytes.fromhex(point), b"any message", identity + bytes(32))
