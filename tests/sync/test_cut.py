"""A line that cuts requests in the middle of their body: the same bytes are sent again, and the first sync goes through."""

from __future__ import annotations

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from sync.agent import pace, state
from sync.agent.once import sync_once
from sync.county import codes
from tests.homes import GRID, PASSPHRASE, TOWN
from tests.sync.kit import Laptop, county
from tests.sync.test_process import enrolled, server
from xfgrid.errors import LineError
from xfgrid.journal import home, settings

LENGTH = re.compile(rb"content-length: (\d+)", re.I)


@contextmanager
def cutting(port: int, cuts: Callable[[int], bool]) -> Iterator[tuple[str, list[int]]]:
    """The URL of a proxy that cuts some requests, by their number, after half of their bytes; and the numbers of those cut."""
    cut, count = list[int](), 0

    def requests(near: socket.socket) -> None:
        nonlocal count
        with suppress(OSError), socket.create_connection(("127.0.0.1", port)) as far, near:
            threading.Thread(target=_forward, args=(far, near), daemon=True).start()
            held = b""
            while piece := near.recv(65536):
                held += piece
                found = LENGTH.search(held)
                whole = held.find(b"\r\n\r\n") + 4 + int(found.group(1)) if found else 1 << 30
                if len(held) >= whole:
                    count += 1
                    if cuts(count):
                        cut.append(count)
                        far.sendall(held[: whole // 2])
                        return
                    far.sendall(held)
                    held = b""

    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            with suppress(OSError):
                while True:
                    threading.Thread(target=requests, args=(listener.accept()[0],), daemon=True).start()

        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", cut


def _forward(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)


def _prepared(laptop: Laptop, url: str) -> None:
    """Points the laptop there, with small pages, so that an exchange has many requests."""
    _points_to(laptop, url)
    with home.open_home(laptop.path, PASSPHRASE) as opened, opened.store.write() as connection:
        state.save(connection, state.State(room=pace.LEAST))


def _points_to(laptop: Laptop, url: str) -> None:
    with home.open_home(laptop.path, PASSPHRASE) as opened, opened.store.write() as connection:
        settings.put(connection, "identity", {**settings.get(connection, "identity"), "url": url})


def test_a_first_sync_goes_through_a_line_that_cuts_every_third_request(tmp_path: Path) -> None:
    with county(tmp_path / "county") as opened:
        laptop = Laptop(opened, tmp_path / "grid", "grid_worker", GRID)
        code = codes.make_code(opened, TOWN, "township", "样例")
    for _ in range(12):
        laptop.register(facts="水" * 3_000)
    with (
        server(tmp_path / "county") as (_, url),
        cutting(int(url.rpartition(":")[2]), lambda n: n % 3 == 0) as (proxy, cut),
    ):
        _prepared(laptop, proxy)
        with home.open_home(laptop.path, PASSPHRASE) as found:
            report = sync_once(found)
        assert (report.pushed, report.in_step, report.outstanding) == (12, True, 0)
        assert cut
        enrolled(tmp_path / "town", url, code)
        with home.open_home(tmp_path / "town", PASSPHRASE) as found:
            assert sync_once(found).pulled == 12


def test_what_went_through_before_the_line_died_need_not_travel_again(tmp_path: Path) -> None:
    with county(tmp_path / "county") as opened:
        laptop = Laptop(opened, tmp_path / "grid", "grid_worker", GRID)
    for _ in range(12):
        laptop.register(facts="水" * 3_000)
    with server(tmp_path / "county") as (_, url):
        with cutting(int(url.rpartition(":")[2]), lambda n: n > 3) as (dead, _):
            _prepared(laptop, dead)
            with home.open_home(laptop.path, PASSPHRASE) as found, pytest.raises(LineError, match="unreachable"):
                sync_once(found)
        _points_to(laptop, url)
        with home.open_home(laptop.path, PASSPHRASE) as found:
            assert 0 < sync_once(found).pushed < 12
            assert sync_once(found).outstanding == 0
