"""A home whose passphrase is lost is put away, and not under an agent that serves it."""

from __future__ import annotations

from pathlib import Path

from sync.agent.loop import running
from xfgrid.errors import HomeError
from xfgrid.journal import home, vault


def set_aside(path: Path) -> Path:
    """As `home.set_aside`; HomeError `home_held` also where an agent runs, which has the key and can still send."""
    if vault.exists(path) and running(path):
        raise HomeError("home_held", home=str(path))
    return home.set_aside(path)
