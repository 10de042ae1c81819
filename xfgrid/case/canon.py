"""Canonical JSON (RFC 8785) of the values events are made of.

Events hold objects with ASCII keys, strings, integers below 2⁵³, booleans, null and lists. For these, msgspec's
sorted encoding is RFC 8785 byte for byte and forty times faster than a general implementation; floats, where the two
part, are refused. `tests/case/test_canon.py` holds this to the `rfc8785` library.
"""

from __future__ import annotations

import msgspec

from xfgrid.errors import IntegrityError

_SAFE = 2**53 - 1


def canonical(value: object) -> bytes:
    """The canonical bytes of a JSON value; IntegrityError for what an event may not hold (floats, huge integers)."""
    _refuse(value)
    return msgspec.json.encode(value, order="sorted")


def decode(data: bytes) -> object:
    """The value of canonical bytes; IntegrityError where the bytes are not canonical."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise IntegrityError("not_canonical") from error
    if canonical(value) != data:
        raise IntegrityError("not_canonical")
    return value


def _refuse(value: object) -> None:
    if value is None or isinstance(value, str | bool):
        return
    if isinstance(value, int):
        if abs(value) > _SAFE:
            raise IntegrityError("not_canonical")
    elif isinstance(value, dict):
        for key, item in value.items():
            if not (isinstance(key, str) and key.isascii()):
                raise IntegrityError("not_canonical")
            _refuse(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse(item)
    else:
        raise IntegrityError("not_canonical")
