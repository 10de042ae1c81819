"""Wrapping a key to a public key: HPKE (RFC 9180), base mode, X25519 · HKDF-SHA256 · ChaCha20-Poly1305."""

from __future__ import annotations

import hashlib

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

from xfgrid.errors import IntegrityError

BOX_BYTES = 80
"""A wrapped key: 32 bytes of the sender's one-time public key, 32 of the key, 16 of the tag."""

_suite = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.CHACHA20_POLY1305)


class WrapKey:
    """A private key that keys are wrapped to, from its 32 bytes."""

    def __init__(self, secret: bytes) -> None:
        self.secret = secret
        self._key = X25519PrivateKey.from_private_bytes(secret)
        self.public = self._key.public_key().public_bytes_raw()

    @classmethod
    def fresh(cls) -> WrapKey:
        """A new random one."""
        return cls(X25519PrivateKey.generate().private_bytes_raw())

    def unwrap(self, box: bytes, subject: str, holder: str) -> bytes:
        """The wrapped 32 bytes. IntegrityError `bad_wrap` if the box is not theirs or was changed."""
        try:
            return _suite.decrypt(box, self._key, info=_info(subject, holder))
        except (InvalidTag, ValueError) as error:
            raise IntegrityError("bad_wrap") from error


def wrap(key: bytes, public: bytes, subject: str, holder: str) -> bytes:
    """The box of a 32-byte key for a public key, bound to what it is (`subject`) and for whom (`holder`)."""
    return _suite.encrypt(key, X25519PublicKey.from_public_bytes(public), info=_info(subject, holder))


def short(public: bytes) -> str:
    """16 hex digits that name a public key of an office."""
    return hashlib.sha256(public).hexdigest()[:16]


def _info(subject: str, holder: str) -> bytes:
    return f"xfgrid wrap 1\n{subject}\n{holder}".encode()
