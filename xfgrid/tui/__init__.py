"""The screen: Textual over the desk. It knows case and journal, never the network.

Importing this package and showing the first frame load neither SQLModel nor SQLCipher: whatever needs them is
imported in a worker after the first paint (`xfgrid.tui.opening`), and a test holds that.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

os.environ.setdefault("TEXTUAL_FPS", "240")  # a change waits for up to two frames: at 60 a letter took 33 ms to be seen

from xfgrid.errors import XfgridError
from xfgrid.terms import LANGUAGES, Terms

if TYPE_CHECKING:
    from xfgrid.journal.config import Config
    from xfgrid.tui.beyond import Beyond


def run(home: Path, key: str | bytes | None = None, place: str = "today", beyond: Beyond | None = None) -> int:
    """Opens the screen on a home and returns the exit code when it is left.

    `key` is the passphrase or the raw key. Without one the key is taken from where `unlock` in config.toml says, or the
    screen asks for the passphrase. `place` is where it begins, a name of
    `xfgrid.tui.spots.PLACES`; another name means today's list. Without `beyond` the screen cannot sync by itself.
    """
    from xfgrid.journal.config import load
    from xfgrid.tui.app import Program
    from xfgrid.tui.probe import draws_wide
    from xfgrid.tui.spots import PLACES

    try:
        config = load(home)
        config = msgspec.structs.replace(config, theme="ascii") if draws_wide() else config
        key = key if key is not None else _left(home, config, beyond)
        program = Program(home, key, config, place if place in PLACES else "today", beyond)
    except XfgridError as error:
        print(Terms(LANGUAGES[0]).error(error), file=sys.stderr)
        return error.exit_code
    if (
        sys.stdout.isatty()
    ):  # a size that a shell has exported hides every change of the terminal's own; a browser's counts
        for name in ("COLUMNS", "LINES"):
            os.environ.pop(name, None)
    program.run(mouse=program.config.mouse)
    return program.return_code or 0


def _left(home: Path, config: Config, beyond: Beyond | None) -> bytes | None:
    """The key that was left for the screen, None where the passphrase is to be asked for."""
    if config.unlock == "passphrase" or beyond is None:
        return None
    with suppress(XfgridError):
        return beyond.key(home, config.unlock)
    return None
