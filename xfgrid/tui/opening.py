"""What loads the heavy libraries; called in worker threads only, after the first paint."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xfgrid.journal.desk import Desk


def warm() -> None:
    """Loads what opening needs, while the passphrase is still being typed."""
    import xfgrid.journal.desk  # noqa: F401


def open_desk(home: Path, passphrase: str) -> Desk:
    """The desk of a home; HomeError if it cannot be opened."""
    from xfgrid.journal.desk import Desk

    return Desk.open(home, passphrase)
