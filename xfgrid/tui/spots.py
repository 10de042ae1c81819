"""The places of the screen, one module each; a place is imported when it is first visited."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any

import msgspec


class Spot(msgspec.Struct, frozen=True):
    """A main place: the name of its module, whose class is the same word with a capital, and the key that leads there.

    `xfgrid.tui.places.place` says what else a place needs.
    """

    name: str
    key: str

    def make(self) -> Any:
        """Its screen."""
        return getattr(import_module(f"xfgrid.tui.places.{self.name}"), self.name.capitalize())()


SPOTS = (
    Spot("today", "f2"),
    Spot("ledger", "f3"),
    Spot("intake", "f4"),
    Spot("queue", "f5"),
    Spot("meeting", "f11,ctrl+g"),
    Spot("imports", "f9"),
    Spot("conflicts", "f10"),
    Spot("line", "f12"),
)
"""In the order of the bar below. F1 is help; F7 strikes numbers and F8 does or saves wherever one is."""

PLACES: dict[str, Callable[[], Any]] = {spot.name: spot.make for spot in SPOTS}
"""What makes the screen of each main place."""
GATES: dict[str, Callable[[], Any]] = {name: Spot(name, "").make for name in ("unlock", "first")}
"""What is shown where there is no key at hand: the passphrase, or the guide of the first run."""
