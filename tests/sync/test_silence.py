"""Connections that say nothing or hardly anything keep nobody out, and a slow honest line may take its time."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx
import pytest
from starlette.types import Message

from sync.agent.line import Http, Line
from sync.agent.once import sync_once
from sync.county import app, codes
from sync.county.app import PIECE, make_app
from sync.county.serve import MOST_AT_ONCE
from sync.wire.messages import PATHS, Push, Report
from tests.homes import GRID, PASSPHRASE
from tests.sync.kit import county
from tests.sync.test_process import enrolled, server
from xfgrid.errors import LineError
from xfgrid.journal import home
from xfgrid.journal.keys import SigningKey

HEAD = b"POST /v1/hello HTTP/1.1\r\nHost: county\r\n"
PATIENT, IMPATIENT = 600, 1


def _served(path: Path, seconds: int) -> str:
    """A county home that waits so many seconds, and a code for a grid worker."""
    with county(path) as opened:
        code = codes.make_code(opened, GRID, "grid_worker", "样例")
    (path / "config.toml").write_text(f"[county]\nrequest_seconds = {seconds}\n", encoding="utf-8")
    return code


def _open(url: str) -> socket.socket:
    host, _, port = url.removeprefix("http://").partition(":")
    return socket.create_connection((host, int(port)))


@pytest.mark.parametrize("begun", [HEAD, HEAD + b"Content-Length: 4000000\r\n\r\nx"], ids=["head", "body"])
def test_silent_connections_however_many_keep_no_laptop_out(tmp_path: Path, begun: bytes) -> None:
    code = _served(tmp_path / "county", PATIENT)
    with server(tmp_path / "county") as (_, url), ExitStack() as opened:
        silent = [opened.enter_context(_open(url)) for _ in range(MOST_AT_ONCE + 20)]
        for number, one in enumerate(silent):
            one.sendall(begun[: number % 3] if begun == HEAD else begun)
        enrolled(tmp_path / "grid", url, code)
        with home.open_home(tmp_path / "grid", PASSPHRASE) as laptop:
            assert sync_once(laptop).in_step


def test_a_connection_on_which_no_whole_head_comes_is_closed(tmp_path: Path) -> None:
    _served(tmp_path / "county", IMPATIENT)
    with server(tmp_path / "county") as (_, url), ExitStack() as opened:
        for begun in (b"", HEAD):
            one = opened.enter_context(_open(url))
            one.sendall(begun)
            assert one.recv(100) == b""
        kept = opened.enter_context(_open(url))
        kept.sendall(b"GET / HTTP/1.1\r\nHost: county\r\n\r\n")
        assert kept.recv(12) == b"HTTP/1.1 404"
        kept.sendall(HEAD)
        while kept.recv(4096):
            pass  # until it is closed with the next request on it


def test_a_head_that_comes_byte_by_byte_is_not_waited_for(tmp_path: Path) -> None:
    _served(tmp_path / "county", IMPATIENT)
    with server(tmp_path / "county") as (_, url), _open(url) as one:
        one.settimeout(0.1)
        for byte in _bytes():
            try:
                one.sendall(byte)
                assert one.recv(100) == b""
                break
            except TimeoutError:
                continue
            except ConnectionError:
                break


def _bytes() -> Iterator[bytes]:
    yield HEAD
    while True:
        yield b"x"


class _Jumping(asyncio.SelectorEventLoop):
    """A loop whose clock is set forward."""

    ahead = 0.0

    def time(self) -> float:
        return super().time() + self.ahead


def _told(tmp_path: Path, pieces: int, size: int, apart: float) -> int:
    """The status of a request whose body comes in so many pieces, so long after each other."""
    seen, loop, left = list[int](), _Jumping(), [bytes(size)] * pieces

    async def receive() -> Message:
        loop.ahead += apart
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        return {"type": "http.request", "body": left.pop(), "more_body": bool(left)}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            seen.append(message["status"])

    path = PATHS[Push]
    scope = {
        "type": "http",
        "method": "POST",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "headers": [],
    }
    with county(tmp_path / "county") as served:
        try:
            loop.run_until_complete(make_app(served)(scope, receive, send))
        finally:
            loop.run_until_complete(loop.shutdown_default_executor())
            loop.close()
    return seen[0]


@pytest.mark.parametrize(("size", "status"), [(PIECE, 400), (100, 408)])
def test_a_body_on_a_slow_line_may_take_its_time_while_it_gets_on(tmp_path: Path, size: int, status: int) -> None:
    assert _told(tmp_path, 20, size, 40) == status


def test_a_body_that_stops_is_answered_with_408_and_one_that_is_too_long_with_413(tmp_path: Path) -> None:
    _served(tmp_path / "county", IMPATIENT)
    with server(tmp_path / "county") as (_, url):
        for sent, length, status in ((10, 100, b"408"), (app.limits.BODY + 500, 1 << 30, b"413")):
            with _open(url) as one:
                one.sendall(HEAD + f"Content-Length: {length}\r\n\r\n".encode() + bytes(sent))
                assert one.recv(4096).split(b" ")[1] == status


@pytest.mark.parametrize(("status", "code"), [(408, "line_slow"), (413, "too_large"), (503, "unreachable")])
def test_what_http_alone_answers_is_told_as_what_it_says_of_the_line(status: int, code: str) -> None:
    answering = httpx.MockTransport(lambda _: httpx.Response(status, content=iter([b"Request Timeout"])))
    carrier = Http(httpx.Client(base_url="http://county", transport=answering))
    with pytest.raises(LineError, match=code):
        Line(carrier, SigningKey(b"d" * 32), bytes(32), 0).ask(Report(digest=b""), Report)
