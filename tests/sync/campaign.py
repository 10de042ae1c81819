"""kill -9 of agent and server at random points, again and again: `python -m tests.sync.campaign KILLS [--postgresql]`.

Server and agent are processes of their own, forked so that two hundred deaths take minutes. After every one both laptops
synchronise, and laptops and county must hold the same events: every one that anybody saw saved.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import socket
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx

from sync.agent.enrol import enrol
from sync.agent.line import Http, http
from sync.agent.once import sync_once
from sync.county import codes
from sync.county.county import County, init, open_county_home
from sync.county.digest import digest
from sync.county.serve import serve
from sync.wire import limits
from tests.homes import CASE, CHEAP, GRID, OFFICES, PASSPHRASE, TOWN
from tests.sync.postgresql import cluster, database
from xfgrid.errors import XfgridError
from xfgrid.journal import home
from xfgrid.journal.desk import Desk
from xfgrid.journal.synced import Synced

MOST_STEPS = 10
"""Steps of an exchange (a request sent, a reply heard) within which the kill falls; those without a page have three or four."""
LONGEST = 0.02
"""Seconds after that step at most; about what the work until the next one takes."""
PAGE = 5
"""Events of a page here, so that an exchange has many requests to die in."""


class Stepping(Http):
    """Tells of every request before and after it."""

    def __init__(self, client: httpx.Client, step: Callable[[], None]) -> None:
        super().__init__(client)
        self.step = step

    def __call__(self, path: str, body: bytes) -> bytes:
        self.step()
        reply = super().__call__(path, body)
        self.step()
        return reply


class Campaign:
    """A county, a grid laptop and a township laptop, and what died so far."""

    def __init__(self, folder: Path, url: str | None, seed: int) -> None:
        self.folder, self.url, self.dice = folder, url, random.Random(seed)
        self.died, self.written, self.server, self.port = Counter[str](), 0, 0, _free_port()
        with init(folder / "county", OFFICES, "清源县（样例）", url) as county:
            made = [codes.make_code(county, *who, "样例") for who in ((GRID, "grid_worker"), (TOWN, "township"))]
        self.start_server()
        with patch.object(home, "Vault", lambda salt: CHEAP):
            for name, code in zip(("grid", "town"), made, strict=True):
                enrol(f"http://127.0.0.1:{self.port}", code, folder / name, PASSPHRASE)

    def start_server(self) -> None:
        """Forks the server and waits until it listens."""
        heard, told = os.pipe()
        self.server = _forked(
            lambda: serve(self.folder / "county", port=self.port, database=self.url, ready=lambda _: _tell(told))
        )
        assert select.select([heard], [], [], 60)[0], "the server does not start"
        os.close(heard)
        os.close(told)

    def round(self) -> None:
        """Somebody writes, an exchange begins, and agent or server dies in it; then everybody must agree."""
        writer = self.dice.choice(["grid", "town"])
        with Desk.open(self.folder / writer, PASSPHRASE) as desk:
            for _ in range(self.dice.randint(1, 12)):
                desk.register({**CASE, "place_office": GRID})
                self.written += 1
        steps, told = os.pipe()
        who, victim = self.dice.choice([writer, "grid", "town"]), self.dice.choice(["agent", "server"])
        agent = _forked(lambda: self._sync(who, lambda: _tell(told)))
        os.close(told)
        if at := self._wait(steps, self.dice.randint(1, MOST_STEPS)):
            died = _killed(agent if victim == "agent" else self.server)
            self.died.update({victim: died, at: died})
        if at and victim == "server":
            self.start_server()
        if not at or victim == "server":
            os.waitpid(agent, 0)
        self.judge()

    def _wait(self, steps: int, most: int) -> str:
        """Waits for so many steps of an exchange and a moment more; after which one it is then, nothing if it ended before."""
        seen = 0
        while seen < most and os.read(steps, 1):
            seen += 1
        os.close(steps)
        if seen < most:
            return ""
        time.sleep(self.dice.uniform(0, LONGEST))
        return f"in request {(seen + 1) // 2}" if seen % 2 else f"after reply {seen // 2}"

    def judge(self) -> None:
        """AssertionError unless laptops and county hold the same, and everything that was written."""
        reports = [self._sync(name) for name in ("grid", "town", "grid")]
        assert all(report.in_step for report in reports[1:]), "not in step"
        with self._county() as county:
            for name in ("grid", "town"):
                with Desk.open(self.folder / name, PASSPHRASE) as desk:
                    held, theirs = desk.digest(), digest(county, desk.identity.device)
                assert (held[0].hex(), held[1]) == (theirs["digest"], theirs["events"]), "digests differ"
                assert held[1] == self.written, f"{self.written - held[1]} events lost"

    def stop(self) -> None:
        """Ends the server."""
        os.kill(self.server, signal.SIGKILL)
        os.waitpid(self.server, 0)

    def _sync(self, name: str, step: Callable[[], None] = lambda: None) -> Synced:
        def connect(*given: Any) -> Http:
            return Stepping(http(*given).client, step)

        with home.open_home(self.folder / name, PASSPHRASE) as opened, patch.object(limits, "PAGE", PAGE):
            return sync_once(opened, connect)

    def _county(self) -> County:
        return open_county_home(self.folder / "county", self.url)


def campaign(folder: Path, url: str | None, kills: int, seed: int = 1) -> Counter[str]:
    """Who died how often until that many had died; AssertionError if anything was lost or differs."""
    running = Campaign(folder, url, seed)
    try:
        while running.died["agent"] + running.died["server"] < kills:
            running.round()
    finally:
        running.stop()
    return running.died + Counter({"events written": running.written})


def _forked(work: Callable[[], object]) -> int:
    """The process that does the work and ends."""
    child = os.fork()
    if child:
        return child
    code = 1
    with suppress(XfgridError):
        work()
        code = 0
    os._exit(code)


def _killed(process: int) -> bool:
    """Kills a process; whether it was still alive."""
    os.kill(process, signal.SIGKILL)
    return os.WIFSIGNALED(os.waitpid(process, 0)[1])


def _tell(pipe: int) -> None:
    os.write(pipe, b"x")


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


def main() -> None:
    """Runs one campaign and prints its row."""
    given = argparse.ArgumentParser(prog="python -m tests.sync.campaign")
    given.add_argument("kills", type=int)
    given.add_argument("--postgresql", action="store_true")
    asked = given.parse_args()
    with tempfile.TemporaryDirectory() as folder, cluster() if asked.postgresql else nullcontext("") as where:
        died = campaign(Path(folder), database(where, "campaign") if where else None, asked.kills)
    name = "PostgreSQL" if asked.postgresql else "SQLite"
    print(f"| {name} | {died['agent']} | {died['server']} | {died['events written']} | 0 | 0 |")
    print(", ".join(f"{where}: {died[where]}" for where in sorted(died) if " re" in where))


if __name__ == "__main__":
    main()
