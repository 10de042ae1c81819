"""Pages adapt to the line: they grow while it is quick, shrink when it is slow or breaks, and never stop."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.agent import keys, pace, state
from sync.agent.exchange import Exchange
from sync.agent.line import Line
from sync.wire import frame, messages, payload
from sync.wire.messages import Hello, Keys, Push
from tests.homes import GRID, PASSPHRASE, TOWN
from tests.sync.kit import Direct, Laptop, county
from tests.sync.test_keys import NOTICE, both
from xfgrid.errors import LineError
from xfgrid.journal import home

rooms = st.integers(pace.LEAST, pace.MOST)


@given(room=rooms, full=st.booleans(), seconds=st.floats(0, 1e6))
def test_a_page_stays_within_its_bounds_and_follows_the_line(room: int, full: bool, seconds: float) -> None:
    after = pace.after(room, full, seconds)
    assert pace.LEAST <= after <= pace.MOST
    assert after <= room if seconds > pace.SLOW or not full else after >= room
    assert pace.LEAST <= pace.broken(room) <= room


def _pushes(laptop: Laptop, seconds: float, room: int) -> list[int]:
    """The events in each request of one exchange over a line on which every request takes that long."""
    sizes, now = list[int](), 0.0

    def count(path: str, body: bytes, reach: Callable[[], bytes]) -> bytes:
        kind = {messages.PATHS[Hello]: Hello, messages.PATHS[Push]: Push}.get(path)
        if kind:
            sent = payload.decode(frame.open_request(path, body).payload, kind)
            sizes.append(len(sent.events.id_ms) if sent.events else 0)
        return reach()

    def clock() -> float:
        nonlocal now
        now += seconds
        return now

    with home.open_home(laptop.path, PASSPHRASE) as opened:
        with opened.store.write() as connection:
            state.save(connection, state.State(room=room))
        line = Line(Direct(laptop.county, count), laptop.identity.key, bytes.fromhex(laptop.identity.county_key), 0)
        assert Exchange(opened.store, opened.identity(), line, clock=clock).run()
    return [size for size in sizes if size]


@pytest.mark.parametrize(("seconds", "order"), [(0.0, 1), (60.0, -1)])
def test_an_exchange_sends_more_on_a_quick_line_and_less_on_a_slow_one(
    tmp_path: Path, seconds: float, order: int
) -> None:
    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        for _ in range(24):
            laptop.register(facts="水" * 2_000)
        sizes = _pushes(laptop, seconds, 4 * pace.LEAST)
    assert sum(sizes) == 24
    assert sizes[0] * order < sizes[1] * order


def test_a_slow_line_carries_keys_in_messages_no_larger_than_its_pages(tmp_path: Path) -> None:
    handed = list[int]()

    def count(path: str, body: bytes, reach: Callable[[], bytes]) -> bytes:
        if path == messages.PATHS[Keys]:
            asked = payload.decode(frame.open_request(path, body).payload, Keys)
            handed.append(len(asked.boxes.subject) if asked.boxes else 0)
        return reach()

    with county(tmp_path / "county") as server:
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        both(town)
        for _ in range(80):
            town.register(**NOTICE)
        with home.open_home(town.path, PASSPHRASE) as opened:
            with opened.store.write() as connection:
                state.save(connection, msgspec.structs.replace(state.load(connection), room=pace.LEAST))
            line = Line(Direct(server, count), town.identity.key, bytes.fromhex(town.identity.county_key), 0)
            exchange = Exchange(opened.store, opened.identity(), line, clock=iter(range(0, 9**9, 60)).__next__)
            assert exchange.run()
            exchange.exchange_keys()
    assert sum(handed) == 80
    assert max(handed) <= pace.LEAST // keys.BOX


def test_a_broken_line_makes_the_next_page_smaller(tmp_path: Path) -> None:
    def cut(*_: object) -> bytes:
        raise LineError("unreachable", url="")

    with county(tmp_path / "county") as server:
        laptop = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        with pytest.raises(LineError):
            laptop.sync(cut)
        with home.open_home(laptop.path, PASSPHRASE) as opened, opened.store.read() as connection:
            assert state.load(connection).room == pace.FIRST // 2
