"""`xfgrid` alone opens the screen; with a command, runs it. The screen's path imports nothing of the commands."""

from __future__ import annotations

import os
import sys
from pathlib import Path


def main() -> None:
    """The console script."""
    arguments = sys.argv[1:]
    home = _screen_home(arguments)
    if home is None:
        from xfgrid.cli.main import run

        run()
    else:
        from xfgrid.tui import run as open_screen

        sys.exit(open_screen(home, os.environ.get("XFGRID_PASSPHRASE")))


def _screen_home(arguments: list[str]) -> Path | None:
    """The home to open on the screen, None if the arguments are a command."""
    if not arguments:
        from platformdirs import user_data_path

        named = os.environ.get("XFGRID_HOME")
        return Path(named) if named else user_data_path("xfgrid", appauthor=False)
    if len(arguments) == 2 and arguments[0] == "--home":
        return Path(arguments[1])
    return None


if __name__ == "__main__":
    main()
