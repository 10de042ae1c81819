"""The enrolment code: 35 letters and digits in groups of five, typed once from a slip of paper.

base32( first 10 bytes of the SHA-256 of the county's public key ‖ 10 random bytes ) ‖ 3 check characters.
The first half lets the laptop know the right county before it says anything; the second is the one-use secret.
"""

from __future__ import annotations

import base64
import hashlib

from xfgrid.errors import InputError

HALF = 10
_GROUP = 5


def make(public: bytes, secret: bytes) -> str:
    """The code of a county key and a secret of 10 bytes."""
    text = base64.b32encode(_county(public) + secret).decode()
    whole = text + _check(text)
    return "-".join(whole[at : at + _GROUP] for at in range(0, len(whole), _GROUP))


def read(code: str) -> tuple[bytes, bytes]:
    """County half and secret half of a typed code. InputError `bad_code` for a slip of the pen."""
    whole = "".join(code.upper().split()).replace("-", "")
    text, check = whole[:-3], whole[-3:]
    try:
        data = base64.b32decode(text)
    except ValueError as error:
        raise InputError("bad_code") from error
    if len(data) != 2 * HALF or check != _check(text):
        raise InputError("bad_code")
    return data[:HALF], data[HALF:]


def fits(county: bytes, public: bytes) -> bool:
    """Whether a county's public key is the one a code was made with."""
    return county == _county(public)


def secret_hash(secret: bytes) -> bytes:
    """What the county keeps of the secret half."""
    return hashlib.sha256(b"xfgrid code 1\n" + secret).digest()


def _county(public: bytes) -> bytes:
    return hashlib.sha256(public).digest()[:HALF]


def _check(text: str) -> str:
    return base64.b32encode(hashlib.sha256(text.encode()).digest())[:3].decode()
