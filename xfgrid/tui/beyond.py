"""What the screen asks of the part that meets the network and USB sticks; whoever starts the screen hands it in."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from xfgrid.journal.home import Home

Moved = Callable[[str, int, int], object]
"""Told the phase (`wait`, `pack`, `check`, `take`), the events done and all of them, between two pages; it may raise to stop."""


class Beyond(Protocol):
    """Each call may take long and is made in a thread; each raises XfgridError in words a person can act on."""

    def join(self, url: str, code: str, home: Path, passphrase: str) -> None:
        """Makes the home and enrols it with a code of the county."""

    def set_aside(self, home: Path) -> Path:
        """Puts a home away whose passphrase is lost, so that it can be joined anew; where it lies then."""

    def key(self, home: Path, source: str) -> bytes:
        """The raw key that was left for this home in the `keyring` or a `file`. Called before the first frame."""

    def exchange(self, home: Home, moved: Callable[[], object]) -> None:
        """One exchange with the county, noted in the home whichever way it went. `moved` is called whenever it gets on;
        it may raise StoppedError to end it between two pages."""

    def stick_out(self, home: Home, path: Path, moved: Moved) -> int:
        """Writes a bundle for a USB stick; how many events it holds."""

    def stick_in(self, home: Home, path: Path, moved: Moved) -> int:
        """Takes in a bundle; how many of its events are new here."""
