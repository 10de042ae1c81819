"""Events as columns: `unpack` gives back exactly what was packed, and nothing that was changed on the way."""

from __future__ import annotations

import hashlib

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.wire import payload
from sync.wire.columns import Columns, pack, unpack
from xfgrid.case.event import Event, Header, salted, sealed, sign
from xfgrid.case.ids import uuid7
from xfgrid.errors import IntegrityError, LineError
from xfgrid.journal.keys import SigningKey
from xfgrid.journal.writer import stamp

KEYS = [SigningKey(bytes([n]) * 32) for n in range(3)]
WORDS = st.text(max_size=40)
HASHES = st.lists(st.sampled_from([hashlib.sha256(bytes([n])).hexdigest() for n in range(3)]), max_size=3)
VALUES = st.dictionaries(
    st.sampled_from(["asked", "owner", "due", "note"]), WORDS | st.integers(0, 9) | st.none() | HASHES, max_size=4
)


@st.composite
def chains(draw: st.DrawFn) -> list[Event]:
    """Events of several writers, mixed; sections of any kind and size, some dropped; bases near and far."""
    events: list[Event] = []
    last: dict[str, Event] = {}
    for _ in range(draw(st.integers(0, 12))):
        key, ms = draw(st.sampled_from(KEYS)), draw(st.integers(0, 2**43))
        writer = f"{key.fingerprint}.{draw(st.integers(1, 3))}"
        before = last.get(writer)
        known = [e.hash.hex() for e in events] + [hashlib.sha256(b"far").hexdigest()]
        seq = before.head.seq + 1 if before else draw(st.integers(1, 5))
        seen = st.lists(st.sampled_from(known), max_size=3, unique=True).map(sorted)
        head = Header(
            id=uuid7(ms, draw(st.binary(min_size=10, max_size=10))),
            writer=writer,
            seq=seq,
            prev=before.hash.hex() if before else None if seq == 1 else known[-1],
            case=uuid7(draw(st.integers(0, 2**43)), draw(st.sampled_from([bytes(10), b"0123456789"]))),
            type=draw(st.sampled_from(["registered", "recorded", "not_known_yet"])),
            v=draw(st.integers(1, 3)),
            at=stamp(ms + draw(st.integers(-5000, 5000)) if ms > 5000 else ms),
            actor=draw(st.sampled_from(["1:liaison@0", "样例:township@371999101", "二:county@"])),
            package="1.abcdef01",
            bases=draw(st.dictionaries(st.sampled_from(["owner", "state", "due"]), seen)),
        )
        body, text = (salted(draw(VALUES), draw(st.binary(min_size=16, max_size=16))) for _ in range(2))
        if events and draw(st.booleans()):
            body = salted({"seen": [draw(st.sampled_from(events)).hash.hex()]}, bytes(16))
        if draw(st.booleans()):
            text = msgspec.structs.replace(text, salt=None, content=None)
        event = sign(head, body, text, draw(st.none() | st.binary(max_size=90).map(sealed)), key.sign)
        events.append(event)
        last[writer] = event
    return draw(st.permutations(events)) if draw(st.booleans()) else events


@settings(max_examples=60, deadline=None)
@given(chains())
def test_every_page_comes_back_byte_for_byte(events: list[Event]) -> None:
    again = unpack(payload.decode(payload.encode(pack(events)), Columns))
    assert again == events


@settings(max_examples=60, deadline=None)
@given(chains().filter(bool), st.data())
def test_a_page_with_any_byte_changed_is_refused_or_the_signature_shows_it(
    events: list[Event], data: st.DataObject
) -> None:
    packed, tail = _apart(payload.encode(pack(events)))
    whole = bytearray(packed + tail)
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] ^= data.draw(st.integers(1, 255))
    try:
        again = unpack(payload.decode(_together(bytes(whole[: len(packed)]), bytes(whole[len(packed) :])), Columns))
    except (IntegrityError, LineError):
        return
    assert [e.hash for e in again] == [e.hash for e in events]


def _apart(data: bytes) -> tuple[bytes, bytes]:
    """The MessagePack and the tail of a payload."""
    at = 4 + int.from_bytes(data[:4], "big")
    return payload.decompress(data[4:at]), data[at:]


def _together(packed: bytes, tail: bytes) -> bytes:
    shut = payload.compress(packed)
    return len(shut).to_bytes(4, "big") + shut + tail


def test_an_event_whose_id_is_no_uuid_has_no_form_on_the_wire() -> None:
    head = Header("x", f"{KEYS[0].fingerprint}.1", 1, None, "y", "recorded", 1, stamp(0), "1:a@b", "1.0", {})
    with pytest.raises(IntegrityError, match="bad_header"):
        pack([sign(head, None, None, None, KEYS[0].sign)])
