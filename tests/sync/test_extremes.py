"""Numbers, words and lists at their bounds and beyond, in every field of every message of a device that signs well: an
answer in signed words, never a server error, and nothing that costs many times what was sent."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from msgspec.structs import replace
from sqlalchemy import select, update

from sync.agent import state
from sync.county import service
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
from tests.sync.kit import Laptop, county
from tests.sync.test_hostile import messages_of
from xfgrid.case.event import Header, sign
from xfgrid.case.ids import uuid7
from xfgrid.errors import IntegrityError, LineError
from xfgrid.journal import home
from xfgrid.journal.keys import SigningKey
from xfgrid.journal.tables import table_of
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
        state.save(connection, replace(state.load(connection), counter=extremes.SAFE))
    assert beside.sync().in_step
    assert _counter(server, key) < extremes.SAFE


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
