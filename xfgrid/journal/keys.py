"""Ed25519 keys of devices and of the county, by libsodium: it verifies in half the time that OpenSSL takes."""

from __future__ import annotations

import hashlib

from nacl.bindings import crypto_sign, crypto_sign_BYTES, crypto_sign_open, crypto_sign_seed_keypair
from nacl.exceptions import CryptoError


class SigningKey:
    """A private signing key from its 32-byte seed."""

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self.public, self._key = crypto_sign_seed_keypair(seed)

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature."""
        return crypto_sign(message, self._key)[:crypto_sign_BYTES]

    @property
    def fingerprint(self) -> str:
        """32 hex digits that name the public key; a device is known by it."""
        return fingerprint(self.public)


def fingerprint(public: bytes) -> str:
    """The first 16 bytes of the SHA-256 of a public key, in hex."""
    return hashlib.sha256(public).hexdigest()[:32]


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature over the message is by this key; False also for malformed keys and signatures."""
    if len(signature) != crypto_sign_BYTES:
        return False
    try:
        crypto_sign_open(signature + message, public)
    except (CryptoError, ValueError):
        return False
    return True
