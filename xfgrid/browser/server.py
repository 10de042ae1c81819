"""Serves the screen to browsers: loopback unless told otherwise, a token, nothing from outside.

Each connection runs a screen of its own in a process of its own. The page, its script and its fonts come from this
machine; a Content-Security-Policy keeps the browser from asking anywhere else.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
import shlex
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import aiohttp_jinja2
from aiohttp import web
from textual_serve.server import Server

from xfgrid.errors import FileError
from xfgrid.terms import Terms

COOKIE = "xfgrid"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; frame-ancestors 'none'; base-uri 'none'"
)
Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Screens(Server):
    """The pages of one served home. `token` is 43 letters that open them; it is taken once from the address into a
    cookie, so that it stands in no history."""

    def __init__(self, home: Path, place: str, terms: Terms, host: str) -> None:
        super().__init__(_command(home, place), host, 0, "xfgrid", templates_path=Path(__file__).parent)
        self.token = secrets.token_urlsafe(32)
        self.terms = terms

    async def run(self, port: int, ready: Callable[[str], None]) -> None:
        """Serves until cancelled; `ready` is told the address. FileError `port_taken` if it cannot listen."""
        runner = web.AppRunner(await self._make_app())
        await runner.setup()
        try:
            await web.TCPSite(runner, self.host, port).start()
        except OSError as error:
            await runner.cleanup()
            raise FileError("port_taken", host=self.host, port=port) from error
        self.public_url = f"http://{self.host}:{runner.addresses[0][1]}"
        ready(f"{self.public_url}/?token={self.token}")
        try:
            await _told_to_stop()
        finally:
            await runner.cleanup()

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard)
        return app

    async def on_startup(self, app: web.Application) -> None:
        """Nothing is printed here; whoever runs the server says where it is."""

    @web.middleware
    async def _guard(self, request: web.Request, handler: Handler) -> web.StreamResponse:
        """Lets in who brings the token, from this address and no other page."""
        if (
            f"http://{request.host}" != self.public_url
            or request.headers.get("Origin", self.public_url) != self.public_url
        ):
            raise web.HTTPForbidden(text=self.terms("browser.elsewhere"))
        given = request.query.get("token")
        if given is not None and request.path == "/" and self._fits(given):
            return self._welcomed()
        if not self._fits(request.cookies.get(COOKIE, "")):
            raise web.HTTPForbidden(text=self.terms("browser.token"))
        response = await handler(request)
        if not response.prepared:
            response.headers["Content-Security-Policy"] = POLICY
            response.headers["Referrer-Policy"] = "no-referrer"
        return response

    def _fits(self, token: str) -> bool:
        return hmac.compare_digest(token.encode(), self.token.encode())

    def _welcomed(self) -> web.StreamResponse:
        answer = web.Response(status=303, headers={"Location": "/"})
        answer.set_cookie(COOKIE, self.token, httponly=True, samesite="Strict")
        return answer

    @aiohttp_jinja2.template("page.html")
    async def handle_index(self, request: web.Request) -> dict[str, Any]:
        """The one page: a terminal over the whole window; `?fontsize=28` for a projector."""
        size = request.query.get("fontsize", "")
        return {
            "language": self.terms.language,
            "font_size": size if size.isdecimal() and 8 <= int(size) <= 72 else "16",
            "socket": self.public_url.replace("http", "ws", 1) + "/ws",
            "ended": self.terms("browser.ended"),
            "again": self.terms("browser.again"),
        }


def serve(home: Path, place: str, terms: Terms, host: str, port: int, ready: Callable[[str], None]) -> None:
    """Serves a home until Ctrl+C. `port` 0 takes any; `ready` is told the address with its token."""
    asyncio.run(Screens(home, place, terms, host).run(port, ready))


async def _told_to_stop() -> None:
    """Waits for Ctrl+C or a service manager's word, also where a shell started this in the background."""
    told = asyncio.Event()
    if sys.platform != "win32":  # there, Ctrl+C cancels the loop
        for word in (signal.SIGINT, signal.SIGTERM):
            asyncio.get_running_loop().add_signal_handler(word, told.set)
    await told.wait()


def _command(home: Path, place: str) -> str:
    words = [sys.executable, "-m", "xfgrid.browser.screen", str(home), place]
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)
