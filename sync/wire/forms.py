"""The compact forms of ids, times, writers and hashes, each with its way back.

Each function refuses with ValueError what its way back would not give again, so no malformed value crosses the wire.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from itertools import accumulate

HASH = 32
DEVICE = 16
_WRITER = DEVICE + 4
_REST = 10
_UUID = 16
_EPOCH, _MS = datetime(1970, 1, 1), timedelta(milliseconds=1)


def exact(text: str, again: str) -> None:
    """ValueError unless a value survives its compact form."""
    if text != again:
        raise ValueError("no compact form")


def hash_bytes(text: str) -> bytes:
    """The 32 bytes of a hash in lower-case hex."""
    data = bytes.fromhex(text)
    exact(text, data.hex())
    if len(data) != HASH:
        raise ValueError("no hash")
    return data


def cut(data: bytes, size: int) -> list[bytes]:
    """Equal pieces of a byte string; ValueError if it does not divide."""
    if len(data) % size:
        raise ValueError("odd length")
    return [data[at : at + size] for at in range(0, len(data), size)]


def pieces(data: bytes, sizes: Sequence[int]) -> list[bytes]:
    """Pieces of these sizes; ValueError if they do not make up the byte string."""
    if any(size < 0 for size in sizes) or sum(sizes) != len(data):
        raise ValueError("odd length")
    ends = accumulate(sizes)
    return [data[end - size : end] for end, size in zip(ends, sizes, strict=True)]


def writer_bytes(name: str) -> bytes:
    """`<device>.<epoch>` as 16 + 4 bytes."""
    device, _, epoch = name.partition(".")
    data = bytes.fromhex(device) + int(epoch).to_bytes(4, "big")
    exact(name, writer_name(data))
    return data


def writer_name(data: bytes) -> str:
    """The way back."""
    if len(data) != _WRITER:
        raise ValueError("no writer")
    return f"{data[:DEVICE].hex()}.{int.from_bytes(data[DEVICE:], 'big')}"


def writer_names(data: bytes) -> list[str]:
    """The writers of a byte string."""
    return [writer_name(part) for part in cut(data, _WRITER)]


def split(ids: Sequence[str]) -> tuple[list[int], bytes]:
    """UUIDs as the differences of their leading 48 bits (milliseconds in a UUIDv7) and the remaining 80 bits."""
    data = [_uuid_bytes(text) for text in ids]
    times = [int.from_bytes(part[:6], "big") for part in data]
    return steps(times), b"".join(part[6:] for part in data)


def steps(numbers: Sequence[int]) -> list[int]:
    """Each number as the difference to the one before, the first to 0."""
    return [new - old for old, new in zip([0, *numbers], numbers, strict=False)]


def join(times: Sequence[int], rest: bytes) -> list[str]:
    """The way back."""
    parts = zip(accumulate(times), cut(rest, _REST), strict=True)
    return [_uuid_text((time.to_bytes(6, "big") + tail).hex()) for time, tail in parts]


def time_of(text: str) -> int:
    """The leading 48 bits of a UUID."""
    return int(text[:8] + text[9:13], 16)


def _uuid_bytes(text: str) -> bytes:
    digits = text.replace("-", "")
    exact(text, _uuid_text(digits))
    data = bytes.fromhex(digits)
    exact(digits, data.hex())
    if len(data) != _UUID:
        raise ValueError("no UUID")
    return data


def _uuid_text(digits: str) -> str:
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def stamp(ms: int) -> str:
    """Milliseconds since 1970 UTC as events carry them."""
    return (_EPOCH + timedelta(milliseconds=ms)).isoformat(timespec="milliseconds") + "Z"


def from_stamp(text: str) -> int:
    """The way back."""
    ms = (datetime.fromisoformat(text[:-1]) - _EPOCH) // _MS
    exact(text, stamp(ms))
    return ms


def slices(counts: Sequence[int], data: bytes, size: int) -> Iterator[bytes]:
    """Fixed-size pieces, one for each place whose count is 1, b"" for the others."""
    pieces = iter(cut(data, size))
    for count in counts:
        yield next(pieces) if count else b""
