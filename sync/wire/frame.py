"""Frames: one message, compressed and signed. The same bytes travel by HTTP and in a file on a USB stick.

request = "XFGQ" ‖ device (16) ‖ counter (8) ‖ signature (64) ‖ length (4) ‖ payload
reply   = "XFGR" ‖ signature (64) ‖ length (4) ‖ payload

A request is signed by the device over path, device, counter and the hash of its payload; a reply by the county over
the hash of the *request it answers* and of its own payload, so a stale or foreign reply never fits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import NamedTuple

import msgspec

from sync.wire import limits, payload
from sync.wire.messages import PATHS, Enrolled, Message, Refusal, Reply
from xfgrid.errors import LineError
from xfgrid.journal.keys import SigningKey, verify

_REQUEST, REPLY = b"XFGQ", b"XFGR"
_REQUEST_HEAD, _REPLY_HEAD = 4 + 16 + 8 + 64 + 4, 4 + 64 + 4


class Request(msgspec.Struct, frozen=True):
    """A received request before it is believed. `digest` names it in the reply's signature."""

    path: str
    device: str
    counter: int
    signature: bytes
    payload: bytes
    digest: bytes

    def signed_by(self, public: bytes, check: Callable[[bytes, bytes, bytes], bool] = verify) -> bool:
        """Whether this key signed it."""
        return check(public, _request_text(self.path, self.device, self.counter, self.payload), self.signature)


class Packed(NamedTuple):
    """A request before it is signed: made once, however often it is sent."""

    path: str
    payload: bytes


def packed(message: Message) -> Packed:
    """A message as it goes to its path."""
    return Packed(PATHS[type(message)], payload.encode(message))


def request(path: str, message: Message, key: SigningKey, counter: int) -> bytes:
    """The signed frame of a request."""
    return seal_request(path, payload.encode(message), key, counter)


def seal_request(path: str, data: bytes, key: SigningKey, counter: int) -> bytes:
    """The signed frame of a finished payload."""
    signature = key.sign(_request_text(path, key.fingerprint, counter, data))
    head = _REQUEST + bytes.fromhex(key.fingerprint) + counter.to_bytes(8, "big") + signature
    return head + len(data).to_bytes(4, "big") + data


def open_request(path: str, frame: bytes) -> Request:
    """The parts of a request frame. LineError `bad_frame` if it is none, or is cut."""
    data = _payload(frame, _REQUEST, _REQUEST_HEAD)
    counter = int.from_bytes(frame[20:28], "big")
    return Request(path, frame[4:20].hex(), counter, frame[28:92], data, digest(frame))


def digest(frame: bytes) -> bytes:
    """What names a request in the signature of its reply."""
    return hashlib.sha256(frame).digest()


def reply(message: Message, key: SigningKey, asked: bytes) -> bytes:
    """The signed frame of a reply; `asked` is the SHA-256 of the request's frame."""
    data = payload.encode(message)
    return REPLY + key.sign(_reply_text(asked, data)) + len(data).to_bytes(4, "big") + data


def open_reply(frame: bytes, asked: bytes, public: bytes) -> Reply:
    """The message of a reply. LineError `bad_frame` if it is none or is cut, `wrong_county` if the key did not sign it."""
    data = _payload(frame, REPLY, _REPLY_HEAD)
    if not verify(public, _reply_text(asked, data), frame[4:68]):
        raise LineError("wrong_county")
    return message(data)


def open_first_reply(frame: bytes, asked: bytes, trusted: Callable[[bytes], bool]) -> Reply:
    """`open_reply` for a device that knows no county key yet: takes the one the reply shows, if it is trusted."""
    found = message(_payload(frame, REPLY, _REPLY_HEAD))
    public = found.county_key if isinstance(found, Enrolled | Refusal) else b""
    if not trusted(public):
        raise LineError("wrong_county")
    return open_reply(frame, asked, public)


def message(data: bytes) -> Reply:
    """The message in the payload of a reply. LineError `bad_message`."""
    return payload.decode(data, Reply)  # type: ignore[arg-type]


def _payload(frame: bytes, magic: bytes, head: int) -> bytes:
    if frame[:4] != magic or len(frame) < head or len(frame) > head + limits.BODY:
        raise LineError("bad_frame")
    data = frame[head:]
    if int.from_bytes(frame[head - 4 : head], "big") != len(data):
        raise LineError("bad_frame")
    return data


def _request_text(path: str, device: str, counter: int, data: bytes) -> bytes:
    named = f"xfgrid request 1\nPOST {path}\n".encode() + bytes.fromhex(device) + counter.to_bytes(8, "big")
    return named + hashlib.sha256(data).digest()


def _reply_text(asked: bytes, data: bytes) -> bytes:
    return b"xfgrid reply 1\n" + asked + hashlib.sha256(data).digest()
