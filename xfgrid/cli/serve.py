"""`xfgrid serve`: the screen in a browser."""

from __future__ import annotations

from contextlib import suppress
from typing import Annotated

import msgspec
import typer

from xfgrid.cli.shell import Answer, Shell

LOOPBACK = ("127.0.0.1", "localhost")


class Stopped(msgspec.Struct):
    """`serve`, when it was stopped."""

    url: str


def serve_screen(
    shell: Shell,
    host: Annotated[str, typer.Option("--host", metavar="HOST")] = LOOPBACK[0],
    port: Annotated[int, typer.Option("--port")] = 8461,
    place: Annotated[str, typer.Option("--place", metavar="PLACE")] = "queue",
) -> Answer:
    from xfgrid.browser.server import serve
    from xfgrid.errors import HomeError, InputError
    from xfgrid.journal.vault import exists
    from xfgrid.tui.spots import PLACES

    if place not in PLACES:
        raise InputError("usage_value", given="--place")
    if not exists(shell.home):
        raise HomeError("no_home", home=str(shell.home))
    if host not in LOOPBACK:
        shell.progress(shell.terms("browser.exposed", host=host))
    said: list[str] = []

    def ready(url: str) -> None:
        said.append(url)
        shell.progress(shell.terms("browser.serving", url=url))

    with suppress(KeyboardInterrupt):
        serve(shell.home, place, shell.terms, host, port, ready)
    return Answer(Stopped(said[0].partition("?")[0] if said else ""), shell.terms("browser.stopped"))
