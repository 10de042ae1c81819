"""What loads the heavy libraries; called in worker threads only, after the first paint."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk
    from xfgrid.journal.glance import Glance


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


def look(home: Path, key: str | bytes) -> tuple[bytes, Glance | None]:
    """The raw key of a home, as it is or from its passphrase, and its lists at once; None where only a desk can open it,
    or say why it cannot. HomeError `no_home`."""
    from xfgrid.journal.glance import look
    from xfgrid.journal.vault import key_of

    raw = key if isinstance(key, bytes) else key_of(home, key)
    return raw, look(home, raw)


def tidy(desk: Desk) -> None:
    """What is done now and then while a desk is open: what was saved moves into the file, papers whose time is over go."""
    from xfgrid.journal import prints

    desk.home.store.tidy()
    prints.sweep(desk.home)


def open_desk(home: Path, key: str | bytes) -> Desk:
    """The desk of a home; HomeError if it cannot be opened."""
    from xfgrid.journal.desk import Desk

    return Desk.open(home, key)
