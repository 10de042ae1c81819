"""TLS: the enrolment code names the key, and the agent speaks to nobody else; and the limits a server sets."""

from __future__ import annotations

import ssl
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import pytest

from sync.agent import tls
from sync.agent.enrol import enrol
from sync.agent.once import sync_once
from sync.county import codes, service
from sync.county.rate import Rate
from tests.homes import GRID, PASSPHRASE
from tests.sync.kit import Laptop, county
from tests.sync.test_process import server
from xfgrid.errors import LineError, RefusedError
from xfgrid.journal import home

DAY = 86_400_000


def _county_with_tls(path: Path) -> str:
    """A county home that serves TLS, and a code for a grid worker."""
    with county(path) as opened:
        code = codes.make_code(opened, GRID, "grid_worker", "样例")
    (path / "config.toml").write_text("[county]\ntls = true\n", encoding="utf-8")
    return code


def test_a_laptop_knows_the_county_s_certificate_by_its_code_and_later_by_its_key(tmp_path: Path) -> None:
    code = _county_with_tls(tmp_path / "county")
    with server(tmp_path / "county") as (_, url):
        assert url.startswith("https://")
        enrol(url, code, tmp_path / "grid", PASSPHRASE)
        with home.open_home(tmp_path / "grid", PASSPHRASE) as opened:
            assert sync_once(opened).in_step


def test_a_server_with_another_key_hears_nothing_of_the_code(tmp_path: Path) -> None:
    code = _county_with_tls(tmp_path / "county")
    _county_with_tls(tmp_path / "other")
    heard: list[object] = []
    listening = patch.object(tls.Pinned, "wrap_socket", _listening(tls.Pinned.wrap_socket, heard))
    with server(tmp_path / "other") as (_, url), listening, pytest.raises(LineError, match="unreachable"):
        enrol(url, code, tmp_path / "grid", PASSPHRASE)
    assert heard == ["refused"]


def _listening(wrap: object, heard: list[object]) -> object:
    def wrapped(self: tls.Pinned, *given: object, **named: object) -> object:
        try:
            return wrap(self, *given, **named)  # type: ignore[operator]
        except ssl.SSLCertVerificationError:
            heard.append("refused")
            raise

    return wrapped


def test_a_device_that_asks_too_often_is_told_when_to_come_back_and_no_other_is(tmp_path: Path) -> None:
    with county(tmp_path / "county") as opened:
        grid = Laptop(opened, tmp_path / "grid", "grid_worker", GRID)
        other = Laptop(opened, tmp_path / "other", "grid_worker", GRID)
        for laptop in (grid, other, grid, other):  # once their office has a key
            laptop.sync()
        opened.rate = Rate(2)
        for _ in range(2):
            grid.sync()
        with pytest.raises(RefusedError, match="too_many") as refused:
            grid.sync()
        assert 1 <= int(str(refused.value.facts["seconds"])) <= 61
        assert other.sync().in_step
        now = opened.clock()
        opened.clock = lambda: now + 61_000
        assert grid.sync().in_step


def test_captured_requests_sent_again_use_up_nothing_of_what_a_laptop_may_ask(tmp_path: Path) -> None:
    with county(tmp_path / "county") as opened:
        grid = Laptop(opened, tmp_path / "grid", "grid_worker", GRID)
        captured: list[tuple[str, bytes]] = []

        def heard(path: str, body: bytes, reach: Callable[[], bytes]) -> bytes:
            captured.append((path, body))
            return reach()

        grid.sync(heard)
        opened.rate = Rate(5)
        for path, body in captured * 10:
            service.handle(opened, path, body)
        assert grid.sync().in_step
        statuses = {service.handle(opened, *captured[-1])[0] for _ in range(10)}
        assert statuses == {409}, "the one of that laptop came after it"


def test_a_rate_window_survives_a_clock_put_back() -> None:
    rate = Rate(1)
    assert [rate.wait("a", now) > 0 for now in (DAY, DAY, 0, 0)] == [False, True, False, True]
