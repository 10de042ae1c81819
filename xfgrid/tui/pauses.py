"""Saving what is typed at each pause, and at the latest after some seconds of typing without one."""

from __future__ import annotations

from collections.abc import Callable
from time import monotonic
from typing import Any

from textual.screen import Screen
from textual.timer import Timer

PAUSE = 0.4
"""Seconds without a key that count as a pause."""
LONGEST = 3.0
"""Seconds after which typing without a pause is saved too."""


class Pauses:
    """Calls `save` at each pause of typing on a screen."""

    def __init__(self, screen: Screen[Any], save: Callable[[], None]) -> None:
        self._screen, self._save = screen, save
        self._timer: Timer | None = None
        self._since = 0.0

    def typed(self) -> None:
        """Something was typed."""
        now = monotonic()
        self._since = self._since if self._timer else now
        if self._timer and now - self._since < LONGEST:
            self._timer.stop()
        elif self._timer:
            return  # the one that is due soon saves what has gathered
        self._timer = self._screen.set_timer(PAUSE, self._due)

    def _due(self) -> None:
        self._timer = None
        self._save()

    def stop(self) -> bool:
        """Saves no more; whether something is left unsaved."""
        waiting, self._timer = self._timer, None
        if waiting:
            waiting.stop()
        return waiting is not None
