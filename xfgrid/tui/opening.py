"""What loads the heavy libraries; called in worker threads only, after the first paint."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


def warm() -> None:
    """Loads what opening needs, while the passphrase is still being typed."""
    import xfgrid.journal.desk  # noqa: F401


def practice() -> Desk:
    """A desk to practise at, in a folder of its own that is thrown away with it."""
    from xfgrid.journal.practice import make

    return make(Path(tempfile.mkdtemp(prefix="xfgrid-practice-")) / "home")


def throw_away(desk: Desk) -> None:
    """Deletes the home of a practice desk."""
    shutil.rmtree(desk.home.path.parent, ignore_errors=True)


def open_desk(home: Path, passphrase: str) -> Desk:
    """The desk of a home; HomeError if it cannot be opened."""
    from xfgrid.journal.desk import Desk

    return Desk.open(home, passphrase)
