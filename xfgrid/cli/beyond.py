"""What the screen needs of `sync`, imported when it is called."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from xfgrid.journal.home import Home
    from xfgrid.tui.beyond import Moved


class Agent:
    """See `xfgrid.tui.beyond.Beyond`."""

    def join(self, url: str, code: str, home: Path, passphrase: str) -> None:
        from sync.agent.enrol import enrol
        from xfgrid.cli.address import address

        enrol(address(url), code, home, passphrase)

    def set_aside(self, home: Path) -> Path:
        from sync.agent.aside import set_aside

        return set_aside(home)

    def key(self, home: Path, source: str) -> bytes:
        from sync.agent import credential

        return credential.find(home, source)

    def exchange(self, home: Home, moved: Callable[[], object]) -> None:
        from sync.agent.loop import exchange

        exchange(home, moved=moved)

    def stick_out(self, home: Home, path: Path, moved: Moved) -> int:
        from sync.agent import bundle

        return bundle.export(home, path, moved=moved).events

    def stick_in(self, home: Home, path: Path, moved: Moved) -> int:
        from sync.agent import bundle

        return bundle.import_(home, path, moved).events
