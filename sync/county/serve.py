"""The county server as a process: uvicorn on loopback unless told otherwise."""

from __future__ import annotations

import socket
import ssl
from collections.abc import Callable
from pathlib import Path

import uvicorn

from sync.county import erasures
from sync.county.app import make_app
from sync.county.county import County, open_county_home
from sync.county.patience import Patient
from sync.county.tls import own_certificate
from sync.wire import log
from sync.wire.memory import settle
from xfgrid.errors import FileError, InputError

MOST_AT_ONCE = 200
"""Connections one process serves at a time; the next takes the place of the one that has been silent longest."""
IDLE = 15
"""Seconds an idle connection is kept, and that the head of a request may take."""


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
        if county.store.engine.dialect.name == "sqlite":
            erasures.settle(county)  # what a server that was killed had no time to overwrite
        listener = _listen(county.config.host if host is None else host, county.config.port if port is None else port)
        shown = _certificate(home, county)
        settings = uvicorn.Config(
            make_app(county),
            log_config=None,
            server_header=False,
            date_header=False,
            limit_concurrency=MOST_AT_ONCE,
            timeout_keep_alive=min(IDLE, county.config.request_seconds),
            http=Patient,
            ssl_certfile=shown[0],
            ssl_keyfile=shown[1],
        )
        server = _Server(settings)
        name, number = listener.getsockname()[:2]
        scheme = "https" if shown[0] else "http"
        server.ready = lambda: ready(f"{scheme}://{name}:{number}")
        settle()
        log.to_stderr()
        try:
            server.run(sockets=[listener])
        except (OSError, ssl.SSLError) as error:
            raise FileError("bad_certificate", reason=str(error)) from error


def _certificate(home: Path, county: County) -> tuple[str | None, str | None]:
    """Certificate and key file as the settings say, the county's own where they name none; nothing without TLS."""
    wanted = county.config
    if not wanted.tls:
        return None, None
    if wanted.tls_cert:
        return wanted.tls_cert, wanted.tls_key or None
    own = own_certificate(home, county.key)
    return str(own[0]), str(own[1])


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
