"""While one page is written down, or is on its way, the next is made ready (样例·虚构)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Condition, Semaphore
from typing import Any
from unittest.mock import patch

import pytest

from sync.agent import apply, pace, sending
from sync.agent.exchange import Exchange
from sync.agent.line import Line
from sync.wire import frame, messages, payload
from sync.wire.columns import unpack
from sync.wire.messages import Message, Pull, Push
from tests.homes import GRID, PASSPHRASE, TOWN
from tests.sync.kit import Direct, Laptop, county
from xfgrid.errors import LineError
from xfgrid.journal import home

PAGES = 3
ONE = 10_000
"""Bytes that one event of this test has at most."""
Reached = Callable[[bytes, Callable[[], bytes]], bytes]
"""The frame of a request and the way to the county, to its reply."""


def _exchange(laptop: Laptop, asks: type[Message], reached: Reached, **given: Any) -> None:
    """One exchange with an event a page, each asked for or pushed through `reached`."""

    def fault(path: str, body: bytes, reach: Callable[[], bytes]) -> bytes:
        return reached(body, reach) if path == messages.PATHS[asks] else reach()

    with home.open_home(laptop.path, PASSPHRASE) as opened:
        key, shown = laptop.identity.key, bytes.fromhex(laptop.identity.county_key)
        line = Line(Direct(laptop.county, fault), key, shown, 0)
        Exchange(opened.store, opened.identity(), line, **{"limit": 1, **given}).run()


def test_the_next_page_is_asked_for_before_the_last_is_written_down(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        cases = {grid.register() for _ in range(PAGES)}
        grid.sync()
        asked, take, written = Semaphore(0), apply.take_page, list[bool]()

        def reached(_: bytes, reach: Callable[[], bytes]) -> bytes:
            asked.release()
            return reach()

        def taken(*given: object) -> object:
            written.append(len(written) == PAGES - 1 or asked.acquire(timeout=30))
            return take(*given)

        with patch.object(apply, "take_page", taken):
            _exchange(town, Pull, reached)
        assert written == [True] * PAGES
        assert town.cases() == cases


def test_a_line_that_breaks_meanwhile_costs_nothing_of_the_page_that_came(tmp_path: Path) -> None:
    def broken(*_: object) -> bytes:
        raise LineError("unreachable", url="")

    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        cases = {grid.register() for _ in range(PAGES)}
        grid.sync()
        with pytest.raises(LineError, match="unreachable"):
            _exchange(town, Pull, broken)
        assert len(town.cases()) == 1
        assert town.sync().in_step
        assert town.cases() == cases


def test_the_next_portion_is_made_ready_while_one_is_on_its_way(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        cases = {grid.register() for _ in range(PAGES)}  # the first goes with the hello
        made, changed, pushed = list[bool](), Condition(), list[bool]()

        def packed(message: Message) -> frame.Packed:
            with changed:
                made.append(isinstance(message, Push))
                changed.notify()
            return pack(message)

        def reached(_: bytes, reach: Callable[[], bytes]) -> bytes:
            with changed:
                pushed.append(changed.wait_for(lambda: sum(made) == PAGES - 1, timeout=30))
            return reach()

        pack = frame.packed
        with patch.object(sending.frame, "packed", packed):
            _exchange(grid, Push, reached)
        assert pushed == [True] * (PAGES - 1)
        assert town.sync().in_step
        assert town.cases() == cases


def test_a_portion_made_ready_for_a_quick_line_is_cut_anew_once_the_line_is_slow(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        cases = {grid.register(facts="事" * 3_000) for _ in range(20)}
        now, sizes = [0.0], list[int]()

        def slow(body: bytes, reach: Callable[[], bytes]) -> bytes:
            now[0] += pace.SLOW + 1
            asked = payload.decode(frame.open_request("", body).payload, Push)
            sizes.append(sum(event.size for event in unpack(asked.events)) if asked.events else 0)
            return reach()

        _exchange(grid, Push, slow, limit=100, clock=lambda: now[0])
        rooms = [2 * pace.FIRST >> n for n in range(len(sizes))]  # what the quick hello left, halved each time
        assert all(size <= max(room, ONE) for size, room in zip(sizes, rooms, strict=True))
        assert max(sizes) > 2 * ONE
        assert town.sync().in_step
        assert town.cases() == cases
