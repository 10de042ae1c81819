"""A home whose passphrase is lost is put away, and not under whoever has it open."""

from __future__ import annotations

from pathlib import Path

from filelock import FileLock, Timeout

from sync.agent import alone, loop
from xfgrid.errors import HomeError
from xfgrid.journal import home, vault


def set_aside(path: Path) -> Path:
    """As `home.set_aside`; HomeError `home_held` also where an agent runs or an exchange is under way: whoever has the key
    can still send."""
    if not vault.exists(path):
        return home.set_aside(path)
    try:
        with FileLock(path / loop.LOCK, timeout=0), FileLock(path / alone.LOCK, timeout=0):
            return home.set_aside(path)
    except Timeout as error:
        raise HomeError("home_held", home=str(path)) from error
