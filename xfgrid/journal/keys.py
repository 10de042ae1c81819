"""Ed25519 keys of devices and of the county, by the `cryptography` library."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey


class SigningKey:
    """A private signing key from its 32-byte seed."""

    def __init__(self, seed: bytes) -> None:
        self.seed = seed
        self._key = Ed25519PrivateKey.from_private_bytes(seed)
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, message: bytes) -> bytes:
        """The 64-byte signature."""
        return self._key.sign(message)

    @property
    def fingerprint(self) -> str:
        """32 hex digits that name the public key; a device is known by it."""
        return fingerprint(self.public)


def fingerprint(public: bytes) -> str:
    """The first 16 bytes of the SHA-256 of a public key, in hex."""
    return hashlib.sha256(public).hexdigest()[:32]


def verify(public: bytes, message: bytes, signature: bytes) -> bool:
    """Whether the signature over the message is by this key; False also for malformed keys and signatures."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
