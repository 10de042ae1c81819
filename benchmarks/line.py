"""Sync through a bad line: 20 kbit/s up, 40 down, 0.8 s round trip, 3 of 100 requests cut in the middle of their body.

A proxy of its own threads carries the bytes at that pace between agent and county; the seconds are real. The floor is
what the bytes alone need on that line, with one round trip to connect and one to ask.
"""

from __future__ import annotations

import random
import socket
import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from benchmarks._laptops import Row, laptop, note, served, texts, write
from sync.agent.loop import exchange
from sync.county.app import make_app
from sync.county.county import init
from sync.county.offices import demo_offices
from xfgrid.errors import LineError
from xfgrid.journal import settings
from xfgrid.journal.home import Home

UP, DOWN, ROUND_TRIP, CUT = 20_000, 40_000, 0.8, 0.03
RECORDS = 120
ROUNDS = 5
PIECE = 512
Try = tuple[float, int, int, int]
"""Seconds, tries, and the bytes of the last of them up and down."""


class Proxy:
    """Carries connections to a port at the pace of the line; cuts every request that the dice choose."""

    def __init__(self, port: int) -> None:
        self.port, self.dice, self.cuts = port, random.Random(6), 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        """Takes no more connections."""
        self.listener.close()

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                far = socket.create_connection(("127.0.0.1", self.port))
                time.sleep(ROUND_TRIP)  # the handshake
                for source, target, pace in ((near, far, UP), (far, near, DOWN)):
                    threading.Thread(target=self._carry, args=(source, target, pace), daemon=True).start()

    def _carry(self, source: socket.socket, target: socket.socket, pace: int) -> None:
        """One direction; a request that is cut gets as far as its first piece."""
        with suppress(OSError):
            while piece := source.recv(PIECE):
                cut = self._begins(piece) and pace == UP and self.dice.random() < CUT
                time.sleep(len(piece) * 8 / pace)
                target.sendall(piece)
                if cut:
                    self.cuts += 1
                    break
        for end in (source, target):
            with suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)

    def _begins(self, piece: bytes) -> bool:
        """Whether a request or reply begins here, after half a round trip."""
        new = piece.startswith((b"POST ", b"HTTP/"))
        if new:
            time.sleep(ROUND_TRIP / 2)
        return new


def run(records: int = RECORDS) -> Iterator[Row]:
    """The rows: first push and pull with the tries they took, the median of ten changes each way."""
    with (
        tempfile.TemporaryDirectory() as folder,
        init(Path(folder) / "county", demo_offices(), "清源县（样例·虚构）") as county,
        served(make_app(county)) as url,
    ):
        first, second = (laptop(county, Path(folder) / name, url) for name in ("first", "second"))
        proxy = Proxy(int(url.rpartition(":")[2]))
        for home in (first, second):
            _point(home, proxy.url)
        write(first, texts(records))
        yield from _rows(f"first push of {records}", _whole(first), UP)
        yield from _rows(f"first pull of {records}", _whole(second), DOWN)
        pushes, pulls = list[Try](), list[Try]()
        for _ in range(ROUNDS):
            note(first)
            pushes.append(_whole(first))
            pulls.append(_whole(second))
        yield from _rows("push of ten changes, median", statistics.median_low(pushes), UP)
        yield from _rows("pull of ten changes, median", statistics.median_low(pulls), DOWN)
        yield {"name": "requests cut on their way", "value": proxy.cuts, "unit": "requests", "ratio": None}
        proxy.close()


def _whole(home: Home) -> Try:
    """Exchanges until one ends well, as the agent would: what is kept of one that broke needs not travel again."""
    start, tries = time.perf_counter(), 1
    while True:
        try:
            report = exchange(home)
            return time.perf_counter() - start, tries, report.bytes_up, report.bytes_down
        except LineError:
            tries += 1


def _rows(name: str, found: Try, pace: int) -> Iterator[Row]:
    seconds, tries, up, down = found
    floor = (up if pace == UP else down) * 8 / pace + 2 * ROUND_TRIP
    yield {"name": name, "value": seconds, "unit": "s", "ratio": seconds / floor}
    yield {"name": name, "value": tries, "unit": "tries", "ratio": None}


def _point(home: Home, url: str) -> None:
    with home.store.write() as connection:
        settings.put(connection, "identity", {**settings.get(connection, "identity"), "url": url})
