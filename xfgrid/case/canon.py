"""Canonical JSON (RFC 8785) of the values events are made of.

Events hold objects with ASCII keys, strings, integers below 2⁵³, booleans, null and lists, at most 16 deep. For these,
msgspec's sorted encoding is RFC 8785 byte for byte and forty times faster than a general implementation; floats, where
the two part, are refused. `tests/case/test_canon.py` holds this to the `rfc8785` library.
"""

from __future__ import annotations

import msgspec

from xfgrid.errors import IntegrityError

SAFE = 2**53 - 1
_PLAIN = frozenset({str, bool, type(None)})
_DEPTH = 16


def canonical(value: object) -> bytes:
    """The canonical bytes of a JSON value, or of a struct as the object of its fields; IntegrityError for what an event
    may not hold. A struct is taken at the word of its types."""
    try:
        if not isinstance(value, msgspec.Struct):
            _refuse(value, _DEPTH)
        return msgspec.json.encode(value, order="sorted")
    except (UnicodeEncodeError, TypeError) as error:  # a lone surrogate; a key that is no text; a type like JSON's
        raise IntegrityError("not_canonical") from error


def decode(data: bytes) -> object:
    """The value of canonical bytes; IntegrityError where the bytes are not canonical."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise IntegrityError("not_canonical") from error
    if canonical(value) != data:
        raise IntegrityError("not_canonical")
    return value


def _refuse(value: object, depth: int) -> None:
    if type(value) in _PLAIN or (isinstance(value, int) and abs(value) <= SAFE):
        return
    if depth and isinstance(value, dict) and "".join(value).isascii():
        value = value.values()
    elif not (depth and isinstance(value, list | tuple)):
        raise IntegrityError("not_canonical")
    for item in value:
        if type(item) not in _PLAIN:  # nearly everything is text
            _refuse(item, depth - 1)
