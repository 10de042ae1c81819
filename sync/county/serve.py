"""The county server as a process: uvicorn on loopback unless told otherwise."""

from __future__ import annotations

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from sync.county.app import make_app
from sync.county.county import open_county_home
from xfgrid.errors import InputError


def serve(
    home: Path,
    host: str | None = None,
    port: int | None = None,
    database: str | None = None,
    ready: Callable[[str], None] = lambda url: print(url, flush=True),
) -> None:
    """Serves until SIGTERM or SIGINT, then finishes what is under way. `ready` gets the URL once it listens.

    `port` 0 takes a free one. Raises InputError `port_taken`, and what `open_county_home` raises.
    """
    with open_county_home(home, database) as county:
        listener = _listen(county.config.host if host is None else host, county.config.port if port is None else port)
        server = _Server(uvicorn.Config(make_app(county), log_config=None, server_header=False, date_header=False))
        name, number = listener.getsockname()[:2]
        server.ready = lambda: ready(f"http://{name}:{number}")
        server.run(sockets=[listener])


class _Server(uvicorn.Server):
    ready: Callable[[], None]

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets=sockets)
        self.ready()


def _listen(host: str, port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise InputError("port_taken", host=host, port=port) from error
    return listener
