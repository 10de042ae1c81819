"""The places of the screen, one module each; a place is imported when it is first visited."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any


def _place(name: str) -> Callable[[], Any]:
    return lambda: getattr(import_module(f"xfgrid.tui.places.{name}"), name.capitalize())()


PLACES: dict[str, Callable[[], Any]] = {name: _place(name) for name in ("ledger", "intake", "queue")}
"""The main places by name, each with what makes its screen, in the order the bar shows them."""
