"""While a laptop writes down one page the next is on its way (样例·虚构)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from threading import Semaphore
from unittest.mock import patch

import pytest

from sync.agent import apply
from sync.agent.exchange import Exchange
from sync.agent.line import Line
from sync.wire import messages
from sync.wire.messages import Pull
from tests.homes import GRID, PASSPHRASE, TOWN
from tests.sync.kit import Direct, Laptop, county
from xfgrid.errors import LineError
from xfgrid.journal import home

PAGES = 3


def _pull(laptop: Laptop, reached: Callable[[Callable[[], bytes]], bytes]) -> None:
    """One exchange with an event a page, each asked for through `reached`."""

    def fault(path: str, body: bytes, reach: Callable[[], bytes]) -> bytes:
        return reached(reach) if path == messages.PATHS[Pull] else reach()

    with home.open_home(laptop.path, PASSPHRASE) as opened:
        key, shown = laptop.identity.key, bytes.fromhex(laptop.identity.county_key)
        Exchange(opened.store, opened.identity(), Line(Direct(laptop.county, fault), key, shown, 0), limit=1).run()


def test_the_next_page_is_asked_for_before_the_last_is_written_down(tmp_path: Path) -> None:
    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        cases = {grid.register() for _ in range(PAGES)}
        grid.sync()
        asked, take, written = Semaphore(0), apply.take_page, list[bool]()

        def reached(reach: Callable[[], bytes]) -> bytes:
            asked.release()
            return reach()

        def taken(*given: object) -> object:
            written.append(len(written) == PAGES - 1 or asked.acquire(timeout=30))
            return take(*given)

        with patch.object(apply, "take_page", taken):
            _pull(town, reached)
        assert written == [True] * PAGES
        assert town.cases() == cases


def test_a_line_that_breaks_meanwhile_costs_nothing_of_the_page_that_came(tmp_path: Path) -> None:
    def broken(_: Callable[[], bytes]) -> bytes:
        raise LineError("unreachable", url="")

    with county(tmp_path / "county") as server:
        grid = Laptop(server, tmp_path / "grid", "grid_worker", GRID)
        town = Laptop(server, tmp_path / "town", "township", TOWN)
        cases = {grid.register() for _ in range(PAGES)}
        grid.sync()
        with pytest.raises(LineError, match="unreachable"):
            _pull(town, broken)
        assert len(town.cases()) == 1
        assert town.sync().in_step
        assert town.cases() == cases
