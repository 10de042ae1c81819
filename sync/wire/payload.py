"""A message as bytes: what can be compressed, and beside it what cannot.

payload = length (4) ‖ zstd( MessagePack, with the shared dictionary ) ‖ tail

Hashes, salts, ids and signatures are random: among words they only make these compress worse. Where a message has one
(`Raw`), its length stands in the MessagePack and its bytes in the tail, in the order of the message.
"""

from __future__ import annotations

import threading
from functools import cache, lru_cache
from typing import Any, TypeVar

import msgspec
import zstandard
from zstandard import ZstdCompressionDict, ZstdCompressor

from sync.wire import limits
from xfgrid.data import schemas
from xfgrid.errors import LineError

SMALL, THOROUGH, LEVEL = 64 << 10, 19, 9
"""Messages of fewer bytes are compressed as hard as can be, which costs nothing yet, larger ones at the lower level."""
_LENGTH = 4
M = TypeVar("M")


class Raw(bytes):
    """Bytes that no compression makes shorter."""


def encode(message: object) -> bytes:
    """The payload of a message."""
    tail = bytearray()

    def aside(value: object) -> int:
        if not isinstance(value, Raw):
            raise NotImplementedError(type(value))
        tail.extend(value)
        return len(value)

    packed = compress(msgspec.msgpack.encode(message, enc_hook=aside))
    return len(packed).to_bytes(_LENGTH, "big") + packed + bytes(tail)


def decode(payload: bytes, kind: type[M], most: int = limits.RAW) -> M:
    """The message of a payload. LineError `bad_message` if it holds more than `most` bytes, is broken, or of another type."""
    at = _LENGTH + int.from_bytes(payload[:_LENGTH], "big")
    packed = payload[_LENGTH:at]

    def back(_: type, length: Any) -> Raw:
        nonlocal at
        if not isinstance(length, int) or not 0 <= length <= len(payload) - at:
            raise ValueError("no such tail")
        at += length
        return Raw(payload[at - length : at])

    try:
        found = msgspec.msgpack.decode(decompress(packed, most), type=kind, dec_hook=back)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise LineError("bad_message") from error
    if at != len(payload):
        raise LineError("bad_message")
    return found


def compress(data: bytes) -> bytes:
    """zstd with the content size in its header, by the shared dictionary, which it does not name."""
    return _compressor(THOROUGH if len(data) < SMALL else LEVEL, threading.get_ident()).compress(data)


def decompress(data: bytes, most: int = limits.RAW) -> bytes:
    """The way back; LineError `bad_message` for broken bytes and for more than `most`, before they are made."""
    try:
        size = zstandard.frame_content_size(data)
        if not 0 <= size <= most:
            raise LineError("bad_message")
        return zstandard.ZstdDecompressor(dict_data=_dictionary()).decompress(data)
    except zstandard.ZstdError as error:
        raise LineError("bad_message") from error


@lru_cache(maxsize=64)
def _compressor(level: int, thread: int) -> ZstdCompressor:
    """Reading the dictionary costs ten times what a small message does; a compressor serves one thread at a time."""
    return ZstdCompressor(level=level, dict_data=_dictionary(), write_dict_id=False)


@cache
def _dictionary() -> ZstdCompressionDict:
    """What every message of this protocol is likely to say; part of the protocol, made by `scripts/dictionary.py`."""
    return ZstdCompressionDict((schemas() / "wire" / "words.dict").read_bytes())
