"""The console script `xfgrid`: alone on a terminal it opens the screen, with a command it runs that.

The way to the screen imports none of the commands, so that the first frame comes early.
"""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from pathlib import Path


def main() -> None:
    """Runs what the arguments ask for and exits with its code."""
    home = screen_home(sys.argv[1:])
    if home is None or not (sys.stdin.isatty() and sys.stdout.isatty()):
        from xfgrid.cli.main import run

        run()
    else:
        gc.disable()  # until the first frame: while a program loads, nothing is garbage
        from xfgrid.cli.beyond import Agent
        from xfgrid.tui import run as open_screen

        given = os.environ.get("XFGRID_PASSPHRASE") or None
        sys.exit(open_screen(home, given, os.environ.get("XFGRID_PLACE", "today"), Agent()))


def screen_home(arguments: Sequence[str]) -> Path | None:
    """The home to open on the screen; None if the arguments are a command."""
    if not arguments:
        return _default_home()
    if len(arguments) == 2 and arguments[0] == "--home":
        return Path(arguments[1])
    if len(arguments) == 1 and arguments[0].startswith("--home="):
        return Path(arguments[0].removeprefix("--home="))
    return None


def _default_home() -> Path:
    named = os.environ.get("XFGRID_HOME")
    if named:
        return Path(named)
    from platformdirs import user_data_path

    return user_data_path("xfgrid", appauthor=False)


if __name__ == "__main__":
    main()
