"""The agent as a process: one exchange when woken or when it is time, and never giving up.

Screen and agent meet only in the database. The screen touches `wake-agent`; after every exchange the agent notes how it
went under the setting `line` and touches `wake-screen`, and while one is under way, how far it is under `progress`.
"""

from __future__ import annotations

import random
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec
import structlog
from filelock import FileLock, Timeout
from watchfiles import Change, watch

from sync.agent import state, watchdog
from sync.agent.alone import AGENT, BUSY, EXCHANGE
from sync.agent.line import Connect, http
from sync.agent.once import sync_once
from sync.agent.watchdog import Watchdog
from xfgrid.errors import HomeError, StoppedError, XfgridError
from xfgrid.journal import settings
from xfgrid.journal.home import Home
from xfgrid.journal.synced import Synced
from xfgrid.journal.writer import now_ms, stamp

LONGEST_WAIT = 1800.0
"""Seconds between two tries at most, however long the line has been dead."""
LOCK = "agent.lock"
"""In the home: held by the agent that serves it."""
WEDGED = "line_wedged"

log = structlog.get_logger("xfgrid.agent")


class LineStatus(msgspec.Struct, frozen=True):
    """How the last exchange went, for the screen: `error` is its code, '' if it went well. Times UTC, '' for never."""

    tried: str = ""
    reached: str = ""
    error: str = ""
    failures: int = 0
    outstanding: int = 0
    conflicts: int = 0
    in_step: bool = False


def line_status(home: Home) -> LineStatus:
    """What the screen shows of the line."""
    with home.store.read() as connection:
        return msgspec.convert(settings.get(connection, "line", {}), LineStatus)


def running(path: Path) -> bool:
    """Whether an agent serves this home now."""
    try:
        with FileLock(path / LOCK, timeout=0):
            return False
    except Timeout:
        return True


def run(
    home: Home, stop: threading.Event, connect: Connect = http, jitter: Callable[[], float] = random.random
) -> None:
    """Syncs until `stop` is set; ends the process where an exchange hangs (`watchdog.EXIT`).

    HomeError `agent_runs` if another agent serves this home already.
    """
    try:
        with FileLock(home.path / LOCK, timeout=0):
            while not stop.is_set():
                failures = step(home, connect).failures
                wait_for_work(home.path, stop, pause(failures, home.config.sync.every, jitter()))
    except Timeout as error:
        raise HomeError("agent_runs", home=str(home.path)) from error


def step(home: Home, connect: Connect = http) -> LineStatus:
    """One exchange, noted whichever way it went; a failed one is no error here."""
    dog = Watchdog(home.config.sync.watchdog, lambda: _wedged(home))
    try:
        report = exchange(home, connect, dog.pat, AGENT)
        log.info("exchange", **{k: v for k, v in msgspec.structs.asdict(report).items() if isinstance(v, int)})
    except XfgridError as error:
        log.warning("exchange failed", code=error.code, failures=line_status(home).failures)
    finally:
        dog.stop()
    return line_status(home)


def exchange(
    home: Home, connect: Connect = http, moved: Callable[[], object] = lambda: None, who: str = EXCHANGE
) -> Synced:
    """One exchange, noted for the screen whichever way it went; raises what `sync_once` and `moved` raise.

    One that the user stopped has not failed, nor has one that never began since another one was under way.
    """
    now = stamp(now_ms())
    try:
        report = sync_once(home, connect, moved, who)
    except StoppedError:
        _note(home, line_status(home))
        raise
    except XfgridError as error:
        if error.code not in BUSY.values():
            _note(home, _went_wrong(home, now, error.code))
        raise
    _note(home, _went_well(report, now))
    return report


def pause(failures: int, every: float, jitter: float) -> float:
    """Seconds to the next try: `every` after a good one, doubling after bad ones up to half an hour.

    `jitter` in 0 … 1 spreads laptops that lost the line together over half to the whole of it.
    """
    longest = min(max(LONGEST_WAIT, every), every * 2 ** min(failures, 16))
    return longest * (0.5 + jitter / 2) if failures else every


def wait_for_work(path: Path, stop: threading.Event, seconds: float) -> None:
    """Returns when the screen wakes the agent, when it is time, or when it is to stop."""

    def wakes(_: Change, name: str) -> bool:
        return Path(name).name == "wake-agent"

    for _ in watch(path, watch_filter=wakes, stop_event=stop, rust_timeout=int(seconds * 1000), yield_on_timeout=True):
        return


def _note(home: Home, status: LineStatus) -> None:
    with home.store.write() as connection:
        settings.put(connection, "line", msgspec.to_builtins(status))
        state.note(connection, None)
    home.wake("screen")


def _wedged(home: Home) -> None:
    """Notes it for the screen, if the database is not what hangs, and ends this process."""
    log.error("wedged", code=WEDGED)
    with suppress(Exception):
        _note(home, _went_wrong(home, stamp(now_ms()), WEDGED))
    watchdog.end()


def _went_wrong(home: Home, now: str, code: str) -> LineStatus:
    before = line_status(home)
    return msgspec.structs.replace(before, tried=now, error=code, failures=before.failures + 1)


def _went_well(report: Synced, now: str) -> LineStatus:
    return LineStatus(
        tried=now,
        reached=now,
        outstanding=report.outstanding,
        conflicts=report.conflicts,
        in_step=report.in_step,
    )
