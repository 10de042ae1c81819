"""Numbers, words and lists at their bounds and beyond, in every field of every message of a device that signs well: an
answer in signed words, never a server error, and nothing that costs many times what was sent."""

from __future__ import annotations

import hashlib
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

import pytest
from msgspec.structs import replace
from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError as DatabaseIntegrityError
from structlog.testing import capture_logs

from sync.agent import state
from sync.county import admin, service
from sync.county.county import County
from sync.county.rate import Rate
from sync.county.tables import DeviceRow
from sync.wire import frame, limits, payload
from sync.wire.columns import pack, unpack
from sync.wire.messages import PATHS, Cursor, Message, Pull, Push, Refusal, Request
from sync.wire.payload import Raw
from sync.wire.schema import KINDS
from tests.homes import GRID, PASSPHRASE
from tests.sync import extremes
from tests.sync.extremes import SAFE
from tests.sync.kit import Laptop, county
from tests.sync.stage import messages_of
from xfgrid.case.event import Event, Header, salted, sealed, sign
from xfgrid.case.ids import uuid7
from xfgrid.errors import IntegrityError, LineError
from xfgrid.journal import home
from xfgrid.journal.keys import SigningKey
from xfgrid.journal.tables import EventRow, table_of
from xfgrid.journal.writer import stamp

ASKED: tuple[type[Message], ...] = Request.__args__
LONG = 1 << 18
"""Things in a list; more than any list of a message may hold."""


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_every_list_word_and_number_of_a_message_has_its_bound(kind: type[Message]) -> None:
    assert list(extremes.unbounded(*extremes.schema(kind))) == []


@pytest.mark.parametrize("kind", KINDS.values(), ids=list(KINDS))
def test_a_list_that_is_too_long_is_refused_before_any_of_it_is_made(kind: type[Message]) -> None:
    for bomb in extremes.bombs(*extremes.schema(kind), LONG):
        data = extremes.sent(bomb)
        with _measured() as peak, pytest.raises(LineError, match="bad_message"):
            payload.decode(data, kind)
        assert peak() < 4 * payload.decompress(data[4:]).__sizeof__()


def test_the_largest_page_that_may_be_costs_a_small_multiple_of_the_bytes_it_may_have() -> None:
    data = extremes.sent(extremes.fullest(*extremes.schema(Push)))
    with _measured() as peak:
        payload.decode(data, Push)
    assert peak() < 4 * limits.RAW


def test_columns_that_become_more_than_a_message_may_hold_are_refused_on_the_way() -> None:
    names = {f"{n:0>250}": [] for n in range(limits.FIELDS)}
    head = Header(
        uuid7(1, bytes(10)), "0" * 32 + ".1", 1, None, uuid7(2, bytes(10)), "x", 1, stamp(1), "1:x@", "", names
    )
    one = pack([sign(head, None, None, None, lambda _: bytes(64))])
    count, rest = limits.PAGE, limits.PAGE - 1
    again = {name: getattr(one, name) * count for name in ("writer", "type", "v", "lag", "actor", "package", "shape")}
    again |= {name: Raw(getattr(one, name) * count) for name in ("id_rest", "sigs")}
    again |= {name: replace(getattr(one, name), state=[0] * count) for name in ("body", "text", "sealed")}
    jumps = [(at, 1, Raw()) for at in range(count)]
    page = replace(one, **again, jumps=jumps, id_ms=one.id_ms + [0] * rest, case=[0] + [1] * rest)
    with _measured() as peak, pytest.raises(IntegrityError, match="bad_page"):
        unpack(page)
    assert peak() < 4 * limits.RAW


@pytest.fixture(scope="module")
def stage(both: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[County, SigningKey, Laptop]]:
    """A county that may be asked as often as one likes, the key of a device that asks, and a laptop beside it."""
    path = tmp_path_factory.mktemp("extremes")
    with county(path / "county") as server:
        server.rate = Rate(10**6)
        laptop, beside = (Laptop(server, path / name, "grid_worker", GRID) for name in ("grid", "beside"))
        laptop.sync()
        beside.sync()
        yield server, laptop.identity.key, beside


@pytest.mark.parametrize("kind", ASKED, ids=lambda kind: kind.__name__.lower())
def test_no_value_in_any_field_of_a_message_is_a_server_error(
    stage: tuple[County, SigningKey, Laptop], kind: type[Message]
) -> None:
    server, key, beside = stage
    schema = extremes.schema(kind)
    whole = next(extremes.plain(one) for one in messages_of(key) if isinstance(one, kind))
    for message in extremes.changed(whole, *schema):
        status, answer = _answered(server, PATHS[kind], extremes.sent(message), key)
        assert status < 500, (status, answer, message)
        _in_its_first_epoch(server, key)
    assert beside.sync().in_step


EVENTS: dict[str, dict[str, Any]] = {
    "far ahead": {"seq": extremes.INT + 5, "prev": "aa" * 32},
    "at the end": {"seq": SAFE, "prev": "ab" * 32},
    "its predecessor somewhere else": {"seq": 77, "prev": "aa" * 32},
    "as old as can be": {"at": "0001-01-01T00:00:00.000Z"},
    "as late as can be": {"at": "9999-12-31T23:59:59.999Z"},
    "offices without a name": {"type": "registered", "body": {"owner": "\0", "place_office": "\0\0"}},
    "a key without a name": {"type": "registered", "body": {"contact": "\0"}, "seal": b"x"},
    "a key of another form": {"type": "registered", "body": {"contact": " ' " * 300}, "seal": b"x"},
    "a wish without a form": {"type": "contact_erased", "body": {"asked_by": "\0", "why": "\0"}},
    "a later program's": {"type": "x" * 64, "v": SAFE},
}
"""What an event says that is signed by its writer and keeps to the form; ids and what is not named are as always."""


@pytest.mark.parametrize("what", EVENTS)
def test_no_event_that_keeps_to_the_form_is_a_server_error(stage: tuple[County, SigningKey, Laptop], what: str) -> None:
    server, key, beside = stage
    wrong = _event(key, what, **EVENTS[what])
    for missing in (False, True):
        push = extremes.sent(extremes.plain(Push(events=pack([wrong]), missing=missing)))
        status, _ = _answered(server, PATHS[Push], push, key)
        assert status == 200
    later = _event(
        key, f"{what}, gone on", type="recorded", seq=wrong.head.seq + 1, prev=wrong.hash.hex(), case=wrong.head.case
    )
    push = extremes.sent(extremes.plain(Push(events=pack([later]))))
    assert _answered(server, PATHS[Push], push, key)[0] in (200, 400)
    admin.quarantine(server)
    assert beside.sync().in_step


def _event(key: SigningKey, name: str, body: Any = None, seal: bytes | None = None, **said: Any) -> Event:
    rest = hashlib.sha256(name.encode()).digest()[:10]
    head = {
        "id": uuid7(1, rest),
        "case": uuid7(2, rest),
        "writer": f"{key.fingerprint}.2",
        "seq": 1,
        "prev": None,
        "v": 1,
    }
    head |= {"type": "recorded", "at": stamp(1), "actor": f"1:grid_worker@{GRID}", "package": "", "bases": {}}
    lawful = {"received": "2026-03-05", "how": "in_person", "kind": "neighbours", "number": name, **(body or {})}
    words = {"asked": "样例", "facts": "样例", "place": "样例"}
    head |= {"bases": {field: [] for field in sorted({*lawful, *words, "state"})}}
    shut = sealed(seal) if seal is not None else None
    return sign(Header(**head | said), salted(lawful, bytes(16)), salted(words, bytes(16)), shut, key.sign)


def test_a_request_number_far_above_the_last_is_refused_and_the_device_goes_on_from_there(
    stage: tuple[County, SigningKey, Laptop],
) -> None:
    server, _, beside = stage
    key, known = beside.identity.key, _counter(server, beside.identity.key)
    asked = extremes.sent(extremes.plain(Pull(cursor=Cursor())))
    for number in (extremes.LONG - 1, extremes.LONG, 2 * extremes.LONG - 1, known + service.FORWARD + 1):
        assert _answered(server, PATHS[Pull], asked, key, number) == (
            409,
            Refusal(code="replayed", facts={"counter": known}),
        )
    with home.open_home(beside.path, PASSPHRASE) as opened, opened.store.write() as connection:
        state.save(connection, replace(state.load(connection), counter=SAFE))
    assert beside.sync().in_step
    assert _counter(server, key) < SAFE


def test_a_mistake_of_the_county_is_a_signed_refusal_and_its_log_says_where_it_was_and_no_word_of_a_case(
    stage: tuple[County, SigningKey, Laptop],
) -> None:
    server, key, _ = stage
    event = table_of(EventRow)
    broken = lambda *_: _[1].execute(insert(event).values(hash=b"", case="张三·样例", writer=None))  # noqa: E731
    asked = extremes.sent(extremes.plain(Pull(cursor=Cursor())))
    with patch.dict(service._HANDLERS, {Pull: broken}), capture_logs() as said:
        status, answer = _answered(server, PATHS[Pull], asked, key)
        assert (status, answer) == (500, Refusal(code="county_error"))
    assert [(line["code"], "service:" in line["where"]) for line in said] == [("IntegrityError", True)]
    with pytest.raises(DatabaseIntegrityError) as raised, server.store.write() as connection:
        broken(None, connection)
    assert "[parameters" not in str(raised.value)


def _answered(server: County, path: str, data: bytes, key: SigningKey, counter: int | None = None) -> tuple[int, Any]:
    """Status and signed answer of a request."""
    counter = _counter(server, key) + 1 if counter is None else counter
    asked = frame.seal_request(path, data, key, counter)
    status, reply = service.handle(server, path, asked)
    return status, frame.open_reply(reply, frame.digest(asked), server.key.public)


def _counter(server: County, key: SigningKey) -> int:
    device = table_of(DeviceRow)
    with server.store.read() as connection:
        return connection.scalar(select(device.c.counter).where(device.c.device == key.fingerprint)) or 0


def _in_its_first_epoch(server: County, key: SigningKey) -> None:
    """Takes back what a device said of its epochs; there may be only so many."""
    device = table_of(DeviceRow)
    with server.store.write() as connection:
        connection.execute(update(device).where(device.c.device == key.fingerprint).values(writer=1))


@contextmanager
def _measured() -> Iterator[Callable[[], int]]:
    """What is most in memory at once within the block."""
    most = 0
    tracemalloc.start()
    try:
        yield lambda: most
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
