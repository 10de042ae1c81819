"""Frames: a message as MessagePack, compressed, and the tail beside it."""

from __future__ import annotations

import struct
from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import zstandard

from tests.outsider.basics import (
    MAX_CONTENT,
    Message,
    ProtocolError,
    as_object,
    check,
)

WIRE = Path(__file__).parent.parent.parent / "schemas" / "wire"
WORDS = zstandard.ZstdCompressionDict((WIRE / "words.dict").read_bytes())


@cache
def shapes_of(message: str) -> Message:
    shapes: Message = as_object((WIRE / f"{message}.schema.json").read_bytes())["$defs"]
    return shapes


class Tail:
    """The byte strings that `schemas/wire` calls "Bytes of it in the tail", in message order.

    Without data it collects them and leaves their lengths; with data it puts them back.
    """

    def __init__(self, message: str, data: bytes | None = None) -> None:
        self.shapes, self.root = shapes_of(message), {"$ref": message.capitalize()}
        self.data, self.at, self.parts = data, 0, list[bytes]()

    def walk(self, shape: Message, value: Any) -> Any:
        if "$ref" in shape:
            return self.walk(self.shapes[shape["$ref"].rsplit("/", 1)[-1]], value)
        if "anyOf" in shape:
            return value if value is None else self.walk(shape["anyOf"][0], value)
        if "in the tail" in shape.get("description", ""):
            return self.move(value)
        if isinstance(value, dict):
            known = shape.get("properties", {})
            return {key: self.walk(known.get(key, {}), item) for key, item in value.items()}
        if isinstance(value, list):
            first, rest = shape.get("prefixItems", []), shape.get("items") or {}
            return [self.walk(first[i] if i < len(first) else rest, item) for i, item in enumerate(value)]
        return value

    def move(self, value: Any) -> Any:
        if self.data is None:
            self.parts.append(value)
            return len(value)
        check(0 <= value <= len(self.data) - self.at, "payload: the tail is cut")
        self.at += value
        return self.data[self.at - value : self.at]


def pack(message: Message) -> bytes:
    tail = Tail(message["t"])
    content = msgspec.msgpack.encode(tail.walk(tail.root, message))
    packed = zstandard.ZstdCompressor(dict_data=WORDS, write_dict_id=False, write_content_size=True).compress(content)
    return struct.pack(">I", len(packed)) + packed + b"".join(tail.parts)


def unpack(payload: bytes) -> Message:
    end = 4 + int.from_bytes(payload[:4], "big")
    check(4 <= end <= len(payload), "payload: cut")
    try:
        size = zstandard.frame_content_size(payload[4:end])
        check(0 <= size <= MAX_CONTENT, "payload: states no size, or too large a one")
        content = zstandard.ZstdDecompressor(dict_data=WORDS).decompress(payload[4:end])
        message = msgspec.msgpack.decode(content, type=dict[str, Any])
        tail = Tail(message["t"], payload[end:])
        whole: Message = tail.walk(tail.root, message)
    except (zstandard.ZstdError, msgspec.MsgspecError, KeyError, TypeError, OSError) as error:
        raise ProtocolError(f"payload: {error}") from None
    check(tail.at == len(payload) - end, "payload: bytes left in the tail")
    return whole
