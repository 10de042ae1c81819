"""A county server as a process of its own: it says where it listens, stops cleanly, and loses nothing when killed."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import pytest

from sync.agent.enrol import enrol
from sync.agent.once import sync_once
from sync.county import codes
from sync.county.county import open_county_home
from tests.homes import CASE, CHEAP, GRID, PASSPHRASE, TOWN
from tests.sync.kit import county
from xfgrid.errors import LineError
from xfgrid.journal import home
from xfgrid.journal.desk import Desk
from xfgrid.journal.synced import Synced

SERVE = (
    "import sys, pathlib; from sync.county.serve import serve; serve(pathlib.Path(sys.argv[1]), port=int(sys.argv[2]))"
)


@contextmanager
def server(path: Path, port: int = 0) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """A running server process and its URL; ended with the block."""
    process = subprocess.Popen([sys.executable, "-c", SERVE, str(path), str(port)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield process, process.stdout.readline().strip()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def enrolled(path: Path, url: str, code: str) -> None:
    with patch.object(home, "Vault", lambda salt: CHEAP):
        enrol(url, code, path, PASSPHRASE)


def _register(path: Path, count: int) -> None:
    with Desk.open(path, PASSPHRASE) as desk:
        for _ in range(count):
            desk.register(CASE)


def _sync(path: Path) -> Synced:
    with home.open_home(path, PASSPHRASE) as opened:
        return sync_once(opened)


def test_a_server_killed_between_pushes_and_started_again_loses_nothing(tmp_path: Path) -> None:
    with county(tmp_path / "county") as opened:
        code, other = (
            codes.make_code(opened, office, role, "样例")
            for office, role in ((GRID, "grid_worker"), (TOWN, "township"))
        )
    with server(tmp_path / "county") as (process, url):
        enrolled(tmp_path / "grid", url, code)
        _register(tmp_path / "grid", 3)
        assert _sync(tmp_path / "grid").pushed == 3
        _register(tmp_path / "grid", 2)
        process.kill()
        process.wait()
        with pytest.raises(LineError, match="unreachable"):
            _sync(tmp_path / "grid")
    with server(tmp_path / "county", int(url.rpartition(":")[2])) as (_, again):
        assert again == url
        report = _sync(tmp_path / "grid")
        assert (report.pushed, report.in_step) == (2, True)
        enrolled(tmp_path / "town", url, other)
        assert (_sync(tmp_path / "town").pulled, report.outstanding) == (5, 0)


def test_the_server_stops_cleanly_when_told_to(tmp_path: Path) -> None:
    county(tmp_path / "county").store.close()
    with server(tmp_path / "county") as (process, url):
        assert url.startswith("http://127.0.0.1:")
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=60) in (0, -signal.SIGTERM)
    with open_county_home(tmp_path / "county") as again:
        assert again.key.public
