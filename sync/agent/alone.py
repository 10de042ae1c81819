"""One at a time: whoever exchanges with the county, or reads a stick, has what this home remembers of it for himself.

An exchange keeps its `state` in memory from the first request to the last and writes it down whole. What another process
noted there meanwhile would be gone, and with it events that a stick brought and that the county never had.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

from filelock import FileLock, Timeout

from xfgrid.case.civil import minute
from xfgrid.errors import HomeError
from xfgrid.journal.home import Home
from xfgrid.journal.writer import now_ms, stamp

LOCK, WHO = "line.lock", "line.who"
"""In the home: held by whoever is at it; who that is and since when."""
AGENT, EXCHANGE, STICK = "agent", "exchange", "stick"
"""The background service; an exchange that a person asked for; a stick that is being read."""
BUSY = {AGENT: "line_busy_agent", EXCHANGE: "line_busy_exchange", STICK: "line_busy_stick"}
_STEP = 0.2
"""Seconds between two words to whoever waits."""


@contextmanager
def alone(home: Home, who: str, waiting: Callable[[], object] = lambda: None) -> Iterator[None]:
    """Waits up to `sync.wait` seconds for its turn, then has the home's line for the block. `waiting` is called over and over
    meanwhile, and may raise to give up.

    HomeError `line_busy_agent`, `line_busy_exchange` or `line_busy_stick` names who is at it.
    """
    lock = FileLock(home.path / LOCK)
    until = time.monotonic() + home.config.sync.wait
    while True:
        try:
            lock.acquire(timeout=_STEP)
            break
        except Timeout:
            waiting()
            if time.monotonic() >= until:
                raise _busy(home) from None
    try:
        with suppress(OSError):  # on a full disk nobody is told who it is
            (home.path / WHO).write_text(f"{who} {stamp(now_ms())}", encoding="ascii")
        yield
    finally:
        lock.release()


def _busy(home: Home) -> HomeError:
    try:
        who, since = (home.path / WHO).read_text(encoding="ascii").split()
    except (OSError, ValueError):
        who, since = EXCHANGE, ""
    return HomeError(BUSY.get(who, BUSY[EXCHANGE]), since=minute(since))
