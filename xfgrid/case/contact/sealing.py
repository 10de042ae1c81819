"""Sealing a contact: ChaCha20-Poly1305 (RFC 8439) under a key of this one event, derived from the key of the case.

    key    = HKDF-SHA256( case key, info = "xfgrid contact 1\\n" ‖ case ‖ "\\n" ‖ event )      (RFC 5869)
    sealed = ChaCha20-Poly1305( key, nonce = 12 zero bytes, data = info, plain envelope )

Every event has its own key, so no nonce has to be stored or could ever repeat. What is sealed opens in no other case
and in no other event.
"""

from __future__ import annotations

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from xfgrid.case.contact.envelope import Contact
from xfgrid.errors import IntegrityError

KEY_BYTES = 32
_NONCE = bytes(12)


def seal(key: bytes, case: str, event: str, contact: Contact) -> bytes:
    """The sealed section of an event: 16 bytes more than the padded envelope. `key`: the case's, 32 random bytes."""
    return _cipher(key, case, event).encrypt(_NONCE, contact.pack(), _info(case, event))


def unseal(key: bytes, case: str, event: str, sealed: bytes) -> Contact:
    """The way back. IntegrityError `bad_contact` for another key, case or event, or a changed byte."""
    try:
        return Contact.unpack(_cipher(key, case, event).decrypt(_NONCE, sealed, _info(case, event)))
    except InvalidTag as error:
        raise IntegrityError("bad_contact") from error


def _cipher(key: bytes, case: str, event: str) -> ChaCha20Poly1305:
    return ChaCha20Poly1305(HKDF(SHA256(), KEY_BYTES, salt=None, info=_info(case, event)).derive(key))


def _info(case: str, event: str) -> bytes:
    return f"xfgrid contact 1\n{case}\n{event}".encode()
